//! A file with more than one document.

use macros::Diagnostic;
use report::{Explain, Place};

/// Behind `---` another document begins, and only the first of a file is read.
///
/// Kestra takes several flows of one text only where they are imported; everywhere else, and here, the rest is left out
/// without a word.
///
/// ```yaml warning
/// id: first
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: first
/// ---
/// id: second
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: second
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "yaml", since = "0.1")]
pub struct SeveralDocuments {
    /// Where the second one begins.
    pub place: Place,
}

impl Explain for SeveralDocuments {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "only the first document of a file is read; put this one into a file of its own".to_owned()
    }
}
