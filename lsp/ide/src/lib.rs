//! Questions about a place in a file, answered with plain data.
//!
//! Every answer is made from a [`compiler::Workspace`], speaks of byte offsets and texts, and knows nothing
//! of the protocol that carries it.
#![warn(clippy::disallowed_methods)]

pub mod fixes;

pub use fixes::{Action, fixes};
