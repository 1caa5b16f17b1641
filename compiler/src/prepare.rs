//! One file on its own: what it says, in which version, and what others may know of it.

use std::sync::Arc;

use catalog::Catalog;
use grammar::yaml::{Comment, Tree};
use plan::dialect::Version;
use report::{Diagnostic, Source, Span};

use crate::ast::Document;
use crate::read::{Reader, kind_of};
use crate::settings::Settings;
use crate::signature::{self, Signature};
use crate::unit::FileKind;

/// A file, read.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Its path and text.
    pub source: Source,
    /// What it holds.
    pub kind: FileKind,
    /// The version it is checked under.
    pub version: Version,
    /// Who says so.
    pub version_by: VersionBy,
    /// The text as a tree.
    pub tree: Arc<Tree>,
    /// What it says.
    pub document: Document,
    /// What others may know of it.
    pub signature: Arc<Signature>,
    /// What is wrong with its text.
    pub problems: Vec<Diagnostic>,
}

/// What is kept of a file for others.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Where the id of the flow or app stands.
    pub name_place: Option<Span>,
    /// What others may know of it.
    pub signature: Arc<Signature>,
}

/// Who says which version a file is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionBy {
    /// The settings.
    Settings,
    /// What the file says; what only later versions refuse is then no reason to refuse it.
    Constructs,
}

impl Prepared {
    /// Where the id of the flow or app stands.
    pub fn name_place(&self) -> Option<Span> {
        let id = match &self.document {
            Document::Flow(flow) => flow.id(),
            Document::App(app) => app.id(),
            Document::Other => None,
        };
        id.map(|id| id.content())
    }

    /// What is kept of it for others.
    pub(crate) fn signed(&self) -> Signed {
        Signed { name_place: self.name_place(), signature: self.signature.clone() }
    }

    /// The comments of the file, in order.
    pub fn comments(&self) -> &[Comment] {
        &self.tree.comments
    }
}

/// Reads a file.
pub(crate) fn prepare(source: &Source, settings: &Settings, catalog: &Catalog) -> Prepared {
    let grammar::Parsed { tree, problems } = grammar::parse(source);
    let kind = kind_of(tree.root());
    let target = settings.target_of(&source.path);
    let version_by = if target.is_some() { VersionBy::Settings } else { VersionBy::Constructs };
    let version = target.unwrap_or_else(|| crate::version::infer(tree.root(), kind, catalog));
    let document = Reader { catalog, settings, version }.read(tree.root(), kind);
    let signature = Arc::new(signature::of(&document, target));
    Prepared { source: source.clone(), kind, version, version_by, tree: Arc::new(tree), document, signature, problems }
}
