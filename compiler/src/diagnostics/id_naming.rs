//! Ids in one flow that are written in different ways.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// A flow writes most of its ids in one way, and this one in another.
///
/// Ids with dashes are read with brackets: `outputs['my-task']`.
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
    /// How most ids of the flow are written: `snake_case`.
    pub style: &'static str,
    /// The id in that way.
    pub instead: String,
}

impl Explain for IdNaming {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("the other ids of this flow are in {}: `{}`", self.style, self.instead)
    }

    fn details(&self, out: &mut Details) {
        out.confidence(Confidence::Low);
    }
}
