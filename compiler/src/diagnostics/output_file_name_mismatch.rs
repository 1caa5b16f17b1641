//! A file that is kept under a name nobody writes.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// A script writes a file whose name is almost, but not quite, one of its `outputFiles`.
///
/// ```yaml warning
/// id: keys
/// namespace: company.team
/// tasks:
///   - id: keys
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - make-key > key.pem.pem
///     outputFiles:
///       - key.pem
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "scripts", since = "0.1")]
pub struct OutputFileNameMismatch {
    /// What is written.
    pub written: String,
    /// Where.
    pub place: Place,
    /// What is declared.
    pub declared: String,
    /// Where.
    pub declared_place: Place,
}

impl Explain for OutputFileNameMismatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("nothing writes `{}`; the script writes `{}`", self.declared, self.written)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.declared_place, "declared here");
        out.suggest(format!("write `{}`", self.declared), self.place, &self.declared);
        out.confidence(Confidence::Medium);
    }
}
