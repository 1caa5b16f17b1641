//! One file on its own: its tree, what it holds, and what others may know of it.

use std::sync::Arc;

use plan::dialect::Version;
use report::{Diagnostic, Source};

use crate::settings::Settings;
use crate::signature::Signature;
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
    /// What others may know of it.
    pub signature: Arc<Signature>,
    /// What is wrong with its text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file.
pub fn prepare(source: &Source, settings: &Settings) -> Prepared {
    Prepared {
        source: source.clone(),
        kind: FileKind::Other,
        version: settings.target_of(&source.path).unwrap_or(Version::NEWEST),
        signature: Arc::default(),
        diagnostics: Vec::new(),
    }
}
