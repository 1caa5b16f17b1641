//! What comes out of checking: findings for every file, and what was made of the good ones.

use std::sync::Arc;

use plan::dialect::Version;
use plan::{App, Plan};
use report::{Diagnostic, FileId, Severity};

/// All that is known of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The files, by path.
    pub files: Vec<Arc<FileReport>>,
}

impl Checked {
    /// All findings: by path, then by place.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| file.diagnostics.iter())
    }

    /// The plans of all flows without errors, by path.
    pub fn plans(&self) -> impl Iterator<Item = &Arc<Plan>> {
        self.files.iter().filter_map(|file| match &file.unit {
            Some(Unit::Flow(plan)) => Some(plan),
            Some(Unit::App(_)) | None => None,
        })
    }

    /// The apps without errors, by path.
    pub fn apps(&self) -> impl Iterator<Item = &Arc<App>> {
        self.files.iter().filter_map(|file| match &file.unit {
            Some(Unit::App(app)) => Some(app),
            Some(Unit::Flow(_)) | None => None,
        })
    }
}

/// What is known of one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// Which file.
    pub file: FileId,
    /// Its path as it was given.
    pub path: Arc<str>,
    /// What it holds.
    pub kind: FileKind,
    /// The version it was checked under.
    pub version: Version,
    /// Findings by place, levels of the settings and suppressions applied.
    pub diagnostics: Vec<Diagnostic>,
    /// What it was compiled to, unless it holds an error or neither flow nor app.
    pub unit: Option<Unit>,
}

impl FileReport {
    /// Whether anything was found that is at least this bad.
    pub fn has(&self, level: Severity) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity <= level)
    }
}

/// What a file holds, by the keys at its top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A flow.
    Flow,
    /// An app.
    App,
    /// Some other YAML, which is left alone.
    Other,
}

/// A compiled file.
#[derive(Clone, Debug, PartialEq)]
pub enum Unit {
    /// A flow.
    Flow(Arc<Plan>),
    /// An app.
    App(Arc<App>),
}
