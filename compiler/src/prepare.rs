//! One file on its own: what it says, in which version, and what others may know of it.

use std::sync::Arc;

use catalog::Catalog;
use grammar::yaml::{Comment, Tree};
use plan::dialect::Version;
use report::{Diagnostic, Source};

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
    /// The text as a tree.
    pub tree: Arc<Tree>,
    /// What it says.
    pub document: Document,
    /// What others may know of it.
    pub signature: Arc<Signature>,
    /// What is wrong with its text.
    pub problems: Vec<Diagnostic>,
}

impl Prepared {
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
    let version = target.unwrap_or_else(|| crate::version::infer(tree.root(), kind, catalog));
    let document = Reader { catalog, settings, version }.read(tree.root(), kind);
    let signature = Arc::new(signature::of(&document));
    Prepared { source: source.clone(), kind, version, tree: Arc::new(tree), document, signature, problems }
}
