//! An app over a flow that is not there.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use super::subflow_unknown::Neighbours;

/// The flow an app is for is not in the workspace.
///
/// The flow is looked for in the namespace of the app: `namespace` and `flowId` together name it. Where no flow of
/// that namespace is here it cannot be checked; `external-flows` in `lanner.yaml` names flows that live elsewhere.
///
/// ```yaml file
/// id: orders
/// namespace: company.shop
/// inputs:
///   - id: customer
///     type: STRING
/// tasks:
///   - id: load
///     type: io.kestra.plugin.core.debug.Return
///     format: "{{ inputs.customer }}"
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.load.value }}"
/// outputs:
///   - id: total
///     type: STRING
///     value: "{{ outputs.load.value }}"
/// ```
///
/// ```yaml error
/// id: order_form
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Order
/// namespace: company.shop
/// flowId: order
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "apps", since = "0.1")]
pub struct AppUnknownFlow {
    /// Its name as written.
    pub flow: String,
    /// Where its id stands.
    pub place: Place,
    /// What is known of its namespace.
    pub neighbours: Neighbours,
}

impl Explain for AppUnknownFlow {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.neighbours {
            Neighbours::Some(Some(nearest)) => {
                format!("no flow `{}` in this workspace; did you mean `{nearest}`?", self.flow)
            }
            Neighbours::Some(None) | Neighbours::None => format!("no flow `{}` in this workspace", self.flow),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.neighbours {
            Neighbours::None => {
                out.severity(Severity::Info);
                out.note("its pages cannot be checked; name it under `external-flows` where it lives elsewhere");
            }
            Neighbours::Some(Some(nearest)) => {
                out.suggest(format!("use `{nearest}`"), self.place, nearest);
            }
            Neighbours::Some(None) => {
                out.note("an app starts a flow of its own namespace");
            }
        }
    }
}
