//! A block on a page where it can do nothing.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// A block stands on the page of a state in which it cannot act.
///
/// An execution is created where none is open yet, resumed where it waits, cancelled while it runs.
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
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CancelExecutionButton
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "apps", since = "0.1")]
pub struct AppBlockWrongState {
    /// The last part of its type.
    pub block: &'static str,
    /// Where its type stands.
    pub place: Place,
    /// The state of its page.
    pub state: String,
    /// Where that stands.
    pub state_place: Place,
    /// The states it works in.
    pub states: Vec<&'static str>,
    /// What comes of it.
    pub effect: Effect,
}

/// What comes of a block on the wrong page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Using it fails.
    Fails,
    /// It shows nothing.
    Empty,
}

impl Explain for AppBlockWrongState {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.effect {
            Effect::Fails => format!("`{}` works on {}, not on `{}`", self.block, words::all(&self.states), self.state),
            Effect::Empty => format!("`{}` shows nothing on `{}`: there is no execution yet", self.block, self.state),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.state_place, "the state of this page");
        match self.effect {
            Effect::Fails => {}
            Effect::Empty => {
                out.severity(Severity::Warning);
            }
        }
    }
}
