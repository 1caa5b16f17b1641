//! Ends that share the page for everything else.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// Runs that fail are shown the page for all other states, and nothing on it tells of a failure.
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
/// ```yaml info
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
///   - on: FALLBACK
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: Thank you
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "apps", since = "0.1")]
pub struct AppMissingStateLayout {
    /// Where the pages begin.
    pub place: Place,
    /// The states without a page.
    pub states: Vec<&'static str>,
    /// Where the page for everything else says so.
    pub fallback_place: Place,
}

impl Explain for AppMissingStateLayout {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("no page for {}; `FALLBACK` is shown then", words::all(&self.states))
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.fallback_place, "the page that is shown");
        out.confidence(report::Confidence::Low);
    }
}
