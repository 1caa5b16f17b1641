//! A page that leads to itself.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// The first page of an app leads to the app, or to others that lead back, again and again.
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
/// ```yaml warning
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.RedirectTo
///         url: "{{ app.url }}"
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "apps", since = "0.1")]
pub struct AppRedirectLoop {
    /// Where the address stands.
    pub place: Place,
    /// Where the state of the page stands.
    pub state_place: Place,
    /// The apps that lead to each other, this one first; none where the page leads to itself.
    pub round: Vec<String>,
}

impl Explain for AppRedirectLoop {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        if self.round.len() > 1 {
            return format!("apps lead to each other: {}", words::circle(&self.round));
        }
        "this page leads to itself: its address opens it again".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.state_place, "the page the app opens with");
    }
}
