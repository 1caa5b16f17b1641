//! A flow variable that is not defined.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// A `vars.…` is not defined in the flow.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// variables:
///   greeting: hello
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ vars.greeting }} {{ vars.greting }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct UnknownFlowVariable {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What is defined.
    pub defined: Vec<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for UnknownFlowVariable {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        if self.defined.is_empty() {
            format!("`vars.{}` is not defined: this flow has no `variables`", self.name)
        } else {
            format!("`vars.{}` is not defined in this flow; defined: {}", self.name, words::list(&self.defined))
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
