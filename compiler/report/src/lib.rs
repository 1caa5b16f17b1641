//! Places in texts, what can be said about them, and how it is drawn.

pub mod source;
pub mod diagnostic;
pub mod sink;
pub mod render;

pub use diagnostic::{Applicability, Code, Confidence, Diagnostic, Edit, Fix, Label, Severity};
pub use sink::Report;
pub use source::{FileId, Place, Position, Source, Sources, Span};
