//! One of several branches.

use crate::prelude::*;

/// Run the tasks that belong to a value.
///
/// The value is compared as text. Where no case matches and there are no `defaults`, the task fails.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: route
///     type: io.kestra.plugin.core.flow.Switch
///     value: "{{ flow.namespace }}"
///     cases:
///       demo:
///         - id: greet
///           type: io.kestra.plugin.core.log.Log
///           message: hello
///     defaults:
///       - id: wonder
///         type: io.kestra.plugin.core.log.Log
///         message: where are we?
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Switch",
    was("io.kestra.core.tasks.flows.Switch", until = "2.0"),
    form = Form::Switch { on: "value", cases: "cases", otherwise: "defaults" },
    checks("SwitchTaskValidation"),
    outputs = SwitchOutputs
)]
pub struct Switch {
    /// What is decided on.
    #[property]
    pub value: String,
    /// The tasks for each value.
    pub cases: Option<IndexMap<Text, Vec<Task>>>,
    /// Tasks that run where no case matches.
    pub defaults: Option<Vec<Task>>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// What the decision was.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SwitchOutputs {
    /// The value.
    pub value: String,
    /// Whether no case matched.
    pub defaults: bool,
}
