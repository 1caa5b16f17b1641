//! A page for a state that apps do not have.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// `on` names no state of an app, or one that has a page already.
///
/// The states of an app are not those of executions: an execution that is `FAILED` shows the page `FAILURE`, one
/// that was killed shows `FALLBACK`.
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
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
///   - on: CANCELED
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: Thank you
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "apps", since = "0.1")]
pub struct AppInvalidState {
    /// The state as written.
    pub state: String,
    /// Where it stands.
    pub place: Place,
    /// What is wrong with it.
    pub wrong: WrongState,
}

/// What is wrong with a state.
#[derive(Clone, Debug)]
pub enum WrongState {
    /// Apps do not have it.
    Unknown {
        /// The state that was probably meant.
        nearest: Option<&'static str>,
        /// Those there are.
        states: Vec<&'static str>,
    },
    /// Another page is for it.
    Taken {
        /// Where that one says so.
        first: Place,
    },
}

impl Explain for AppInvalidState {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.wrong {
            WrongState::Unknown { nearest: Some(nearest), .. } => {
                format!("`{}` is no state of an app; did you mean `{nearest}`?", self.state)
            }
            WrongState::Unknown { nearest: None, .. } => format!("`{}` is no state of an app", self.state),
            WrongState::Taken { .. } => format!("`{}` has a page already; this one is never shown", self.state),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.wrong {
            WrongState::Unknown { nearest, states } => {
                out.note(format!("the states are {}", words::all(states)));
                if let Some(nearest) = nearest {
                    out.suggest(format!("use `{nearest}`"), self.place, *nearest);
                }
            }
            WrongState::Taken { first } => {
                out.secondary(*first, "its first page");
            }
        }
    }
}
