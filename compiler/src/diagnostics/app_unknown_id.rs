//! A task, input or output that the flow of an app does not have.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A page names a task, an input or an output that its flow does not have.
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
/// flowId: orders
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Logs
///         filter:
///           taskIds: [lod]
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "apps", since = "0.1")]
pub struct AppUnknownId {
    /// What is named: `task`, `input`, `output`.
    pub what: &'static str,
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The flow.
    pub flow: String,
    /// Where its id stands.
    pub flow_place: Option<Place>,
    /// Those it has.
    pub known: Vec<String>,
}

impl AppUnknownId {
    fn nearest(&self) -> Option<&str> {
        words::nearest(&self.name, self.known.iter().map(String::as_str))
    }
}

impl Explain for AppUnknownId {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let Self { what, name, flow, .. } = self;
        match self.nearest() {
            Some(nearest) => format!("`{flow}` has no {what} `{name}`; did you mean `{nearest}`?"),
            None => format!("`{flow}` has no {what} `{name}`"),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(place) = self.flow_place {
            out.secondary(place, "the flow");
        }
        if !self.known.is_empty() {
            out.note(format!("it has {}", words::list(&self.known)));
        }
        if let Some(nearest) = self.nearest() {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
    }
}
