//! Pages for a pause that never comes, and a pause without a page.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The flow waits for a person and the app has no page for it, or the other way round.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: PAUSE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionButton
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
pub struct AppPauseMismatch {
    /// Where the page is for, or where pages begin.
    pub place: Place,
    /// The flow.
    pub flow: String,
    /// Where its id stands.
    pub flow_place: Option<Place>,
    /// What does not match.
    pub mismatch: Mismatch,
}

/// What does not match.
#[derive(Clone, Debug)]
pub enum Mismatch {
    /// There is a page, and the flow never waits.
    NeverPauses {
        /// The state of the page.
        state: String,
    },
    /// A block answers a pause, and the flow never waits.
    NothingToAnswer {
        /// The last part of its type.
        block: &'static str,
    },
    /// There is a page for what follows the answer, and none where it is given.
    NoPageBefore {
        /// The task that waits.
        task: String,
    },
    /// The flow waits, and there is no page.
    NoPage {
        /// The task that waits.
        task: String,
    },
}

impl Explain for AppPauseMismatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.mismatch {
            Mismatch::NeverPauses { state } => {
                format!("`{}` never pauses, so the page for `{state}` is never shown", self.flow)
            }
            Mismatch::NothingToAnswer { block } => {
                format!("`{}` never pauses, so there is nothing to answer with `{block}`", self.flow)
            }
            Mismatch::NoPageBefore { task } => {
                format!("this page follows the answer that `{task}` waits for, and no page is for `PAUSE`")
            }
            Mismatch::NoPage { task } => {
                format!("`{task}` of `{}` waits for an answer, and no page is for `PAUSE`", self.flow)
            }
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(place) = self.flow_place {
            out.secondary(place, "the flow");
        }
    }
}
