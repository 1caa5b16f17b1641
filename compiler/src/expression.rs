//! Expressions: from text to operations that have nothing left to look up, and what can be said of them.

mod attribute;
mod comparison;
mod finding;
mod fold;
mod infer;
mod lower;
mod precedence;
mod suggest;
pub(crate) mod visit;

use std::ops::Range;

use plan::{Dialect, Failure, Template, Text};
use report::Span;

pub use finding::{Fact, Finding, Uncatchable};
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
    if !scalar.text.contains('{') {
        return Template::verbatim(Text::clone(scalar.text), scalar.place, dialect);
    }
    let tree = grammar::expression::parse(scalar.text);
    lower::lower(&tree, scalar, dialect, findings)
}

/// Compiles a text that stands in no file, as one given to `render()`.
///
/// # Errors
///
/// The first thing that cannot be read.
pub fn compile_text(text: &Text, dialect: Dialect) -> Result<Template, Failure> {
    let place = Span::new(0, text.len());
    let mut findings = Vec::new();
    let span_of = |range: Range<usize>| Span::new(range.start, range.end);
    let template = compile(Scalar { text, place, span_of: &span_of }, dialect, &mut findings);
    let unreadable = findings.iter().find_map(|finding| match &finding.fact {
        Fact::Syntax { problem } => Some(Failure {
            message: problem.to_string().into(),
            place: Some(Span { start: finding.at.start, end: finding.at.end }),
            notes: Vec::new(),
        }),
        _ => None,
    });
    unreadable.map_or(Ok(template), Err)
}

/// The parts of a template that mean different things in the two dialects.
pub fn ambiguous(text: &str) -> Vec<Span> {
    let text: Text = text.into();
    let mut findings = Vec::new();
    let scalar = Scalar { text: &text, place: Span::default(), span_of: &|range| Span::new(range.start, range.end) };
    compile(scalar, Dialect::V2, &mut findings);
    let differ = findings.iter().filter(|finding| finding.fact == Fact::DialectsDiffer);
    differ.map(|finding| Span { start: finding.at.start, end: finding.at.end }).collect()
}
