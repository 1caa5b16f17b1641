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
pub mod analysis;
pub mod ast;
mod check;
mod checks;
mod connect;
pub mod diagnostics;
pub mod embedded;
pub mod environment;
pub mod expression;
mod flatten;
pub mod graph;
pub mod index;
pub mod ir;
mod listened;
pub mod naming;
pub mod pattern;
pub mod prepare;
mod read;
mod resolve;
pub mod settings;
pub mod signature;
mod suppression;
pub mod unit;
mod version;
mod words;
pub mod workspace;

pub use analysis::Analysis;
pub use naming::Naming;
pub use pattern::Pattern;
pub use settings::{Edition, Level, LevelOf, Override, Settings};
pub use unit::{Checked, FileKind, FileReport, Unit};
pub use workspace::Workspace;
