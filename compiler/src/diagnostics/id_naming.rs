//! Ids in one flow that are written in different ways.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place, Severity};

/// A flow writes most of its ids in one way, and this one in another.
///
/// Ids with dashes are read with brackets: `outputs['my-task']`. Where `naming` in `lanner.yaml` says how ids are
/// written, every other one is told, as a warning.
///
/// ```yaml hint
/// id: report
/// namespace: company.team
/// tasks:
///   - id: load_orders
///     type: io.kestra.plugin.core.log.Log
///     message: loading
///   - id: send_report
///     type: io.kestra.plugin.core.log.Log
///     message: sending
///   - id: clean-up
///     type: io.kestra.plugin.core.log.Log
///     message: cleaning
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "style", since = "0.1")]
pub struct IdNaming {
    /// Where the id stands.
    pub place: Place,
    /// The id.
    pub id: String,
    /// How ids are to be written, or how most of the flow are: `snake_case`.
    pub style: &'static str,
    /// The id in that way.
    pub instead: String,
    /// Who says so.
    pub by: By,
}

/// Who says how ids are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// `naming` in the settings.
    Settings,
    /// The other ids of the flow.
    Others,
}

impl Explain for IdNaming {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let Self { id, style, instead, by, .. } = self;
        match by {
            By::Settings => format!("`{id}` is not in {style}, as `naming` in `lanner.yaml` asks: `{instead}`"),
            By::Others => format!("the other ids of this flow are in {style}: `{instead}`"),
        }
    }

    fn details(&self, out: &mut Details) {
        match self.by {
            By::Settings => out.severity(Severity::Warning),
            By::Others => out.confidence(Confidence::Low),
        };
    }
}
