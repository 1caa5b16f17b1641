//! A flow's output that is none of its type.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The value of a flow's output is none of the type it declares.
///
/// Kestra converts it when all tasks have run, and the execution fails then.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: fetch
///     type: io.kestra.plugin.core.http.Download
///     uri: https://example.com/data.csv
/// outputs:
///   - id: amount
///     type: INT
///     value: "{{ outputs.fetch.uri }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct FlowOutputTypeMismatch {
    /// The value.
    pub place: Place,
    /// What it is, in words.
    pub found: String,
    /// The type that is declared: `INT`.
    pub output_type: String,
    /// Where it stands.
    pub type_place: Place,
    /// The type that would fit.
    pub instead: Option<&'static str>,
}

impl Explain for FlowOutputTypeMismatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let article = crate::words::article(&self.output_type);
        format!("this is {}, and the output is declared as {article} {}", self.found, self.output_type)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.type_place, "the type");
        if let Some(instead) = self.instead {
            out.suggest(format!("declare it as `{instead}`"), self.type_place, instead);
        }
    }
}
