//! Places in texts, what can be said about them, and how it is drawn.
#![warn(clippy::disallowed_methods)]

pub mod diagnostic;
pub mod explain;
pub mod render;
pub mod sink;
pub mod source;

pub use diagnostic::{Applicability, Code, Confidence, Diagnostic, Edit, Fix, Label, Severity};
pub use explain::{Declared, Details, Explain};
pub use sink::Report;
pub use source::{FileId, Place, Position, Source, Sources, Span};
