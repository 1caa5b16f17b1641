//! Tasks once for each value, all at once (old form).

use crate::prelude::*;

/// Run tasks once for each value of a list, all at once.
///
/// Every task of every value runs beside the others, also those of the same value.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.EachParallel
///     value: ["red", "green"]
///     tasks:
///       - id: paint
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.EachParallel",
    until = "2.0",
    was("io.kestra.core.tasks.flows.EachParallel"),
    obsolete("write `io.kestra.plugin.core.flow.ForEach` with `concurrencyLimit: 0`"),
    form = Form::Each { body: "tasks", over: "value", at_most: AtMost::Property("concurrent"), style: EachForm::Combinations }
)]
pub struct EachParallel {
    /// The values: a list, or text that evaluates to a JSON list.
    #[rendered]
    pub value: TextOrList,
    /// What is done for each value; `{{ taskrun.value }}` is the value.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// How many tasks run at once; 0 for all.
    #[default(0)]
    #[property]
    pub concurrent: i64,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}
