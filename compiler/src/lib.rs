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

pub mod diagnostics;
pub mod expression;
pub mod index;
pub mod pattern;
pub mod prepare;
pub mod settings;
pub mod signature;
pub mod unit;
pub mod workspace;

pub use pattern::Pattern;
pub use settings::{Level, LevelOf, Override, Settings};
pub use unit::{Checked, FileKind, FileReport, Unit};
pub use workspace::Workspace;

use index::Index;
use prepare::Prepared;

/// Checks a file that was read, against what others say of themselves.
pub(crate) fn check(prepared: &Prepared, _index: &Index, settings: &Settings) -> FileReport {
    let level = |diagnostic: &report::Diagnostic| {
        let severity = settings.severity(diagnostic.code, &prepared.source.path, diagnostic.severity)?;
        Some(report::Diagnostic { severity, ..diagnostic.clone() })
    };
    FileReport {
        file: prepared.source.file,
        path: prepared.source.path.clone(),
        kind: prepared.kind,
        version: prepared.version,
        diagnostics: prepared.diagnostics.iter().filter_map(level).collect(),
        unit: None,
    }
}
