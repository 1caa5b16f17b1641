//! A form nobody can send.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A page has a form without the button that sends it, or a button without the form the flow needs.
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
pub struct AppFormWithoutButton {
    /// Where the type of the block stands.
    pub place: Place,
    /// What is missing beside it.
    pub missing: MissingHalf,
}

/// What a page lacks.
#[derive(Clone, Debug)]
pub enum MissingHalf {
    /// The button that sends the form.
    Button {
        /// The last part of its type.
        block: &'static str,
    },
    /// Both, and anything that leads elsewhere.
    Both {
        /// The last parts of their types.
        blocks: [&'static str; 2],
    },
    /// The form with the inputs that are required.
    Form {
        /// The last part of its type.
        block: &'static str,
        /// The inputs.
        required: Vec<String>,
    },
}

impl Explain for AppFormWithoutButton {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.missing {
            MissingHalf::Button { block } => format!("nothing on this page sends the form: add `{block}`"),
            MissingHalf::Both { blocks } => {
                format!("nothing can be started on this page: add {}", crate::words::all(blocks))
            }
            MissingHalf::Form { block, required } => {
                format!("this button starts nothing without {}: add `{block}`", crate::words::list(required))
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.missing {
            MissingHalf::Button { .. } | MissingHalf::Both { .. } => {}
            MissingHalf::Form { .. } => {
                out.note("required inputs without a default have to be asked for");
            }
        }
    }
}
