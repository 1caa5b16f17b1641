//! A function that does not exist.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use super::{Instead, words_of};

/// A function has a name that does not exist.
///
/// Kestra only notices when the expression is rendered.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.debug.Return
///     format: "{{ secrets('TOKEN') }}"
///   - id: use
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.show.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct UnknownFunction {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What was probably meant.
    pub instead: Option<Instead>,
}

impl Explain for UnknownFunction {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("unknown function `{}`{}", self.name, words_of(self.instead.as_ref()))
    }

    fn details(&self, out: &mut Details) {
        Instead::offer(self.instead.as_ref(), self.place, out);
    }
}
