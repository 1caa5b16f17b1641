//! A log that anyone can read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An app that is open to anyone shows the whole log of its executions.
///
/// Logs tell what tasks do with the data of others, what systems they talk to, and how they fail.
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
/// access:
///   type: PUBLIC
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Logs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "apps", since = "0.1")]
pub struct PublicAppExposesLogs {
    /// Where the type of the block stands.
    pub place: Place,
    /// Where the app says that it is open to anyone.
    pub access_place: Place,
}

impl Explain for PublicAppExposesLogs {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "anyone can read the whole log here; filter it by `logLevel` and `taskIds`".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.access_place, "this app is open to anyone");
    }
}
