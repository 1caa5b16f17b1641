//! Tasks once for each value (1.x).

use crate::prelude::*;

/// Run tasks once for each value of a list.
///
/// The tasks see the value as `{{ taskrun.value }}`, always a text; values that occur twice are run once.
/// Outputs are kept under the value: `{{ outputs.task['value'] }}`. From 2.0 on this is
/// `io.kestra.plugin.core.flow.Loop`.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: ["red", "green"]
///     tasks:
///       - id: paint
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.ForEach",
    until = "2.0",
    form = Form::Each { body: "tasks", over: "values", at_most: AtMost::Property("concurrencyLimit"), style: EachForm::Values }
)]
pub struct ForEach {
    /// The values: a list, or text that evaluates to a JSON list.
    #[rendered]
    pub values: TextOrList,
    /// What is done for each value; `{{ taskrun.value }}` is the value.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// For how many values at once; 1 one after another, 0 for all.
    #[default(1)]
    #[min(0)]
    pub concurrency_limit: i64,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}
