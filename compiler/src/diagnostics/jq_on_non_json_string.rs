//! `jq` on text that is no JSON.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `jq` is applied to text that is no JSON.
///
/// A text is parsed as JSON before the program sees it; the address of a file, a name or a key is none. To ask for its
/// end use `endsWith('.csv')`, to read a file `read()`.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: data
///     type: FILE
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.data | jq('.name') | first }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct JqOnNonJsonString {
    /// What `jq` is applied to, as it is written.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// What it is, in words.
    pub found: String,
    /// Whether it is the address of a file.
    pub file: bool,
}

impl Explain for JqOnNonJsonString {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`jq` parses text as JSON, and `{}` is {}", self.path, self.found)
    }

    fn details(&self, out: &mut Details) {
        if self.file {
            out.suggest("read the file", self.place, format!("read({})", self.path));
        } else {
            out.note("texts have filters of their own: `endsWith`, `split`, `substringAfter`, `replace`");
        }
    }
}
