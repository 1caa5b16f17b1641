//! Places in texts, what can be said about them, and how it is drawn.
#![warn(clippy::disallowed_methods)]

pub mod diagnostic;
pub mod explain;
pub mod fix;
pub mod json;
pub mod render;
pub mod sink;
pub mod source;

pub use diagnostic::{Applicability, Code, Confidence, Diagnostic, Edit, Fix, Label, Severity};
pub use explain::{Declared, Details, Explain};
pub use sink::Report;
pub use source::{FileId, Files, Place, Position, Source, Sources, Span};
