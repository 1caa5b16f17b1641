//! A block with nothing to show.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A block shows something that the flow does not have.
///
/// ```yaml file
/// id: report
/// namespace: company.shop
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "apps", since = "0.1")]
pub struct AppBlockWithoutEffect {
    /// The last part of its type.
    pub block: &'static str,
    /// Where its type stands.
    pub place: Place,
    /// The flow.
    pub flow: String,
    /// Where its id stands.
    pub flow_place: Option<Place>,
    /// What it has none of: `inputs`.
    pub lacks: &'static str,
}

impl Explain for AppBlockWithoutEffect {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` stays empty: `{}` has no {}", self.block, self.flow, self.lacks)
    }

    fn details(&self, out: &mut Details) {
        if let Some(place) = self.flow_place {
            out.secondary(place, "the flow");
        }
    }
}
