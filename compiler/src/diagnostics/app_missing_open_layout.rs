//! An app that opens with nothing on it.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// An app has pages, but none for `OPEN`, and shows no past execution: nobody can start anything.
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
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "apps", since = "0.1")]
pub struct AppMissingOpenLayout {
    /// Where the pages begin.
    pub place: Place,
    /// A page that would do.
    pub insert: Option<Edit>,
}

impl Explain for AppMissingOpenLayout {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "this app has no page for `OPEN`, so nothing can be started with it".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.note("an app that only shows an execution names it by `executionId`");
        if let Some(insert) = &self.insert {
            out.edits(Applicability::Suggestion, "add a page with the form of the flow", vec![insert.clone()]);
        }
    }
}
