//! A result that goes away.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A page shows how a run ended, and then leads away from it.
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
///       - type: io.kestra.plugin.ee.apps.core.blocks.RedirectTo
///         url: https://example.com
///         delay: PT10S
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "apps", since = "0.1")]
pub struct AppRedirectHidesResult {
    /// Where the type of the block stands.
    pub place: Place,
    /// What goes away: the last part of a type.
    pub block: &'static str,
    /// Where its type stands.
    pub block_place: Place,
    /// After which time.
    pub delay: Option<String>,
}

impl Explain for AppRedirectHidesResult {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.delay {
            Some(delay) => format!("what `{}` shows here disappears after `{delay}`", self.block),
            None => format!("what `{}` shows here disappears at once", self.block),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.block_place, "this is what people came for");
        out.confidence(report::Confidence::Low);
    }
}
