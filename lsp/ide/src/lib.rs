//! Questions about a place in a file, answered with plain data.
//!
//! Every answer is made from a [`compiler::Workspace`], speaks of byte offsets and texts, and knows nothing
//! of the protocol that carries it.
#![warn(clippy::disallowed_methods)]

pub mod complete;
mod cursor;
mod describe;
mod expression;
pub mod fixes;
pub mod folding;
pub mod hover;
pub mod navigate;
pub mod outline;
pub mod symbol;
mod values;

pub use complete::{Completion, complete, describe_type};
pub use fixes::{Action, fixes};
pub use folding::{Fold, folds};
pub use hover::{Hover, hover};
pub use navigate::{definition, highlights, references, renamable, rename};
pub use outline::{Part, outline};
pub use symbol::{Occurrence, Symbol};
