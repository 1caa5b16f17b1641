//! Pages that come before an execution, in an app that begins with one.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A page is never shown, because `executionId` names the execution the app begins with.
///
/// ```yaml file
/// id: orders
/// namespace: company.shop
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// ```
///
/// ```yaml warning
/// id: last_order
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: The last order
/// namespace: company.shop
/// flowId: orders
/// executionId: RlLf9YLa9PUka7zlFlK1X # lanner: allow(app-hardcoded-execution-id)
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Logs
///   - on: FALLBACK
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Alert
///         content: The order is no longer here.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "apps", since = "0.1")]
pub struct AppUnreachablePage {
    /// The state of the page.
    pub state: String,
    /// Where that stands.
    pub place: Place,
    /// Where `executionId` stands.
    pub execution: Place,
}

impl Explain for AppUnreachablePage {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("the page for `{}` is never shown: this app begins with an execution that exists", self.state)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.execution, "the execution");
        out.note("without `executionId` the app starts executions of its flow");
    }
}
