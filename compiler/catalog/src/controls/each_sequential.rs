//! Tasks once for each value, one after another (old form).

use crate::prelude::*;

/// Run tasks once for each value of a list, one value after another.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.EachSequential
///     value: ["red", "green"]
///     tasks:
///       - id: paint
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.EachSequential",
    until = "2.0",
    was("io.kestra.core.tasks.flows.EachSequential"),
    obsolete("write `io.kestra.plugin.core.flow.ForEach`"),
    form = Form::Each { body: "tasks", over: "value", at_most: AtMost::One, style: EachForm::Values }
)]
pub struct EachSequential {
    /// The values: a list, or text that evaluates to a JSON list.
    #[rendered]
    pub value: TextOrList,
    /// What is done for each value; `{{ taskrun.value }}` is the value.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}
