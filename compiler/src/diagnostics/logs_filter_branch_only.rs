//! A log that stays empty on some paths.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// Every task a log is filtered by runs on some paths only, so that on others nothing is shown.
///
/// ```yaml file
/// id: report
/// namespace: company.shop
/// inputs:
///   - id: loud
///     type: BOOL
/// tasks:
///   - id: check
///     type: io.kestra.plugin.core.flow.If
///     condition: "{{ inputs.loud }}"
///     then:
///       - id: say
///         type: io.kestra.plugin.core.log.Log
///         message: hello
/// ```
///
/// ```yaml hint
/// id: order_form
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Order
/// namespace: company.shop
/// flowId: report
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Logs
///         filter:
///           taskIds: [say]
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "apps", since = "0.1")]
pub struct LogsFilterBranchOnly {
    /// Where the tasks are named.
    pub place: Place,
    /// Their names.
    pub tasks: Vec<String>,
    /// The flow.
    pub flow: String,
    /// Where its id stands.
    pub flow_place: Option<Place>,
}

impl Explain for LogsFilterBranchOnly {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (run, otherwise) = match self.tasks.len() {
            1 => ("runs", "it does not run"),
            _ => ("run", "none of them runs"),
        };
        format!("{} {run} on some paths only: no line is shown when {otherwise}", words::list(&self.tasks))
    }

    fn details(&self, out: &mut Details) {
        out.confidence(report::Confidence::Low);
        if let Some(place) = self.flow_place {
            out.secondary(place, "the flow");
        }
    }
}
