//! Access as it was written once.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `access` is written as a word; since 0.24 it is a map that also knows groups and the catalogue.
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
/// ```yaml hint
/// id: order_form
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Order
/// namespace: company.shop
/// flowId: orders
/// access: PUBLIC
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
#[diagnostic(hint, group = "deprecations", since = "0.1")]
pub struct AppAccessScalar {
    /// The word.
    pub access: String,
    /// Where it stands.
    pub place: Place,
}

impl Explain for AppAccessScalar {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`access` is a map now: `{{type: {}}}`", self.access)
    }

    fn details(&self, out: &mut Details) {
        let text = format!("{{type: {}}}", self.access);
        out.fix(format!("write `{text}`"), self.place, text);
    }
}
