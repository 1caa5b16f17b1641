//! YAML text to a tree.

mod build;
mod check;
mod decode;
mod events;
mod guess;
pub mod limits;
mod line;
mod origin;
mod patch;
mod plain;
pub mod quote;
mod repair;
pub mod resolve;
mod transplant;
pub mod tree;

pub use resolve::{Resolved, resolve};
pub use tree::{
    Alias, Comment, CoreTag, Document, Entry, Name, Node, NodeKind, Placement, Properties, Scalar, Style, Tree,
};

use report::{Diagnostic, Report, Source, Span};

use crate::diagnostics::{Limit, YamlLimit};
use patch::Patched;

/// What a text parses to.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree; as good as the text allows.
    pub tree: Tree,
    /// What is wrong with the text as YAML.
    pub problems: Vec<Diagnostic>,
}

/// Parses a text; where it is no YAML, the tree holds what was probably meant.
pub fn parse(source: &Source) -> Parsed {
    parse_edited(source, None)
}

/// The same, for a text whose author last changed it at a byte: half-typed lines are looked for there first.
pub fn parse_edited(source: &Source, edited: Option<usize>) -> Parsed {
    let mut report = Report::default();
    if source.text.len() > limits::BYTES {
        report.add(YamlLimit { place: source.place(Span::at(0)), limit: Limit::Bytes(source.text.len()) });
        return Parsed { tree: Tree::default(), problems: report.finish() };
    }
    let (tree, fault) = build::build(source, &Patched::none(&source.text), &mut report);
    let Some(fault) = fault else {
        return Parsed { tree, problems: report.finish() };
    };
    let mut report = Report::default();
    let patched = repair::repair(source, fault, edited, &mut report);
    let (tree, _) = build::build(source, &patched, &mut report);
    Parsed { tree, problems: report.finish() }
}
