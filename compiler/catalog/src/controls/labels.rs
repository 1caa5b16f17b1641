//! Labels for the running execution.

use crate::prelude::*;

/// Add labels to the running execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: mark
///     type: io.kestra.plugin.core.execution.Labels
///     labels:
///       customer: acme
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.execution.Labels",
    was("io.kestra.core.tasks.executions.Labels", until = "2.0"),
    form = Form::Update(UpdateForm::Labels { labels: "labels" }),
    able()
)]
pub struct Labels {
    /// The labels: a map, a list of `{key, value}`, or text that evaluates to one.
    #[rendered]
    pub labels: LabelsOrText,
}
