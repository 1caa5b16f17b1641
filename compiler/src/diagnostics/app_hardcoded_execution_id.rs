//! An app for one execution of one instance.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An app names one execution, which is gone once it is purged, and never was on another instance.
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
/// executionId: 5CS8qsm7YTif4PWuAUWHQ5
/// layout:
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "apps", since = "0.1")]
pub struct AppHardcodedExecutionId {
    /// Where it stands.
    pub place: Place,
}

impl Explain for AppHardcodedExecutionId {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "this execution exists on one instance only, and until it is purged".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.confidence(report::Confidence::Medium);
    }
}
