//! A flow that is called once for each value of a loop.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A loop over computed values calls a flow once for each of them.
///
/// `ForEachItem` takes the rows of a file in batches, so that a thousand rows need not be a thousand executions.
///
/// ```yaml file
/// id: bill
/// namespace: company.team
/// inputs:
///   - id: customer
///     type: STRING
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.customer }}"
/// ```
///
/// ```yaml hint
/// id: orders
/// namespace: company.team
/// inputs:
///   - id: customers
///     type: JSON
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: "{{ inputs.customers }}"
///     tasks:
///       - id: bill
///         type: io.kestra.plugin.core.flow.Subflow
///         namespace: company.team
///         flowId: bill
///         inputs:
///           customer: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "performance", since = "0.1")]
pub struct SubflowInLoop {
    /// Where the type of the call stands.
    pub place: Place,
    /// The loop.
    pub loop_task: String,
    /// Where its id stands.
    pub loop_place: Place,
}

impl Explain for SubflowInLoop {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("one execution for each value of `{}`; `ForEachItem` takes rows in batches", self.loop_task)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.loop_place, "the loop");
    }
}
