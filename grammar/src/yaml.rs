//! YAML text to a tree.

mod build;
mod decode;
mod events;
pub mod limits;
mod origin;
mod patch;
pub mod quote;
pub mod resolve;
pub mod tree;

pub use resolve::{Resolved, resolve};
pub use tree::{
    Alias, Comment, CoreTag, Document, Entry, Name, Node, NodeKind, Placement, Properties, Scalar, Style, Tree,
};

use report::{Diagnostic, Report, Source, Span};

use crate::diagnostics::{Limit, SyntaxMistake, YamlLimit, YamlSyntax};
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
    let mut report = Report::default();
    if source.text.len() > limits::BYTES {
        report.add(YamlLimit { place: source.place(Span::at(0)), limit: Limit::Bytes(source.text.len()) });
        return Parsed { tree: Tree::default(), problems: report.finish() };
    }
    let patched = Patched::none(&source.text);
    let (tree, fault) = build::build(source, &patched, &mut report);
    if let Some(fault) = fault {
        report.add(YamlSyntax::new(source.place(Span::at(fault.at)), SyntaxMistake::Unreadable));
    }
    Parsed { tree, problems: report.finish() }
}
