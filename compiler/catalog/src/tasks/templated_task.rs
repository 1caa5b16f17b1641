//! A task that is written while the flow runs.

use crate::prelude::*;

/// Run a task that an expression writes.
///
/// It gives out what that task gives out.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: words
///     type: STRING
///     defaults: Hello
/// tasks:
///   - id: written
///     type: io.kestra.plugin.core.templating.TemplatedTask
///     spec: |
///       type: io.kestra.plugin.core.debug.Return
///       format: "{{ inputs.words }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.templating.TemplatedTask",
    was("io.kestra.core.tasks.templating.TemplatedTask", until = "2.0"),
    depends = outputs
)]
pub struct TemplatedTask {
    /// The task, as YAML.
    pub spec: String,
}

/// What the task gives out is known once it is written.
fn outputs(_: &dyn Site) -> Type {
    Type::Unknown
}
