//! Text with expressions in it, compiled: ready to be evaluated, with nothing left to look up.

use report::Span;
use serde::{Deserialize, Serialize};

use crate::{Dialect, Text};

/// A compiled template: `Hello {{ inputs.name }}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// The text as decoded from the file.
    pub source: Text,
    /// Where it stood, for messages at run time.
    pub place: Span,
    /// The rules it was compiled under.
    pub dialect: Dialect,
}
