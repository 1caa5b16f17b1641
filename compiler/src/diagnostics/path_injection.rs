//! Free text that becomes a path.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Free text decides where a file goes; `../` in it leaves the folder.
///
/// ```yaml info
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: folder
///     type: STRING
/// tasks:
///   - id: upload
///     type: io.kestra.plugin.fs.ftp.Upload
///     host: ftp.example.com
///     from: nsfile:///a.csv
///     to: "{{ inputs.folder }}/a.csv"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "security", since = "0.1")]
pub struct PathInjection {
    /// Where it stands.
    pub place: Place,
    /// What is read.
    pub path: String,
}

impl Explain for PathInjection {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`../` in `{}` can leave the folder", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.note("give the input a `validator` that allows names only");
        out.confidence(report::Confidence::Low);
    }
}
