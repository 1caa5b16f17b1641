//! A loop that starts everything at once.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A loop over computed values starts containers or requests for all of them at once.
///
/// `concurrencyLimit: 0` sets no limit. A number says how many run side by side.
///
/// ```yaml hint
/// id: fetch
/// namespace: company.team
/// inputs:
///   - id: addresses
///     type: JSON
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: "{{ inputs.addresses }}"
///     concurrencyLimit: 0
///     tasks:
///       - id: get
///         type: io.kestra.plugin.core.http.Request
///         uri: "https://example.com/{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "performance", since = "0.1")]
pub struct UnboundedParallel {
    /// Where the limit stands.
    pub place: Place,
    /// A task that runs for each value.
    pub task: String,
    /// Where its id stands.
    pub task_place: Place,
}

impl Explain for UnboundedParallel {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("no limit: `{}` starts for every value at once", self.task)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.task_place, "runs once for each value");
        out.suggest("write `10`", self.place, "10");
    }
}
