//! Shell lines continued with `\` in a text whose lines are folded.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A line ends with `\` in a text whose lines YAML folds into one.
///
/// The line break becomes a space, so the shell sees an escaped space instead of a continued line. In a
/// literal block (`|`) the lines stay as they are.
///
/// ```yaml warning
/// id: copy
/// namespace: demo
/// tasks:
///   - id: run
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - cp first.csv \
///           second.csv
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "yaml", since = "0.1")]
pub struct BackslashInFoldedScalar {
    /// The backslash.
    pub place: Place,
    /// The whole text.
    pub scalar: Place,
    /// The text as a literal block, where that is one edit.
    pub literal: Option<String>,
}

impl Explain for BackslashInFoldedScalar {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "the line break is folded away, so `\\` escapes a space instead of continuing the line".into()
    }

    fn details(&self, out: &mut Details) {
        match &self.literal {
            Some(literal) => out.fix("keep the lines with `|-`", self.scalar, literal),
            None => out.note("keep the lines with `|`, or leave the backslashes out"),
        };
    }
}
