//! Sources to plan or diagnostics.
//!
//! A [`Workspace`] holds the files; each goes through the same stages, and no stage refuses:
//!
//! | stage | verb | gives |
//! |---|---|---|
//! | tree | `read` | `ast`: our words instead of YAML's, everything optional and placed |
//! | ast | `resolve` | `ir`: ids instead of names, expressions compiled and typed |
//! | ir | `connect` | `graph`: control and data edges, acyclic |
//! | graph | `flatten` | [`plan::Plan`]: nothing left to look up |
#![warn(clippy::disallowed_methods)]

pub mod access;
pub mod ast;
pub mod diagnostics;
pub mod embedded;
pub mod environment;
pub mod expression;
mod flatten;
pub mod graph;
pub mod index;
pub mod ir;
pub mod pattern;
pub mod prepare;
mod read;
mod resolve;
pub mod settings;
pub mod signature;
pub mod unit;
mod version;
pub mod workspace;

pub use pattern::Pattern;
pub use settings::{Level, LevelOf, Override, Settings};
pub use unit::{Checked, FileKind, FileReport, Unit};
pub use workspace::Workspace;

use catalog::Catalog;
use index::Index;
use prepare::Prepared;

/// Checks a file that was read, against what others say of themselves.
pub(crate) fn check(prepared: &Prepared, _index: &Index, settings: &Settings, _catalog: &Catalog) -> FileReport {
    let level = |diagnostic: &report::Diagnostic| {
        let severity = settings.severity(diagnostic.code, &prepared.source.path, diagnostic.severity)?;
        Some(report::Diagnostic { severity, ..diagnostic.clone() })
    };
    FileReport {
        file: prepared.source.file,
        path: prepared.source.path.clone(),
        kind: prepared.kind,
        version: prepared.version,
        diagnostics: prepared.problems.iter().filter_map(level).collect(),
        unit: None,
    }
}
