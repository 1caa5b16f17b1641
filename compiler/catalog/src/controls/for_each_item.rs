//! Another flow for each part of a file (1.x).

use crate::controls::subflow::RestartBehavior;
use crate::prelude::*;

/// Run another flow for each part of a file.
///
/// The flow that is called gets the address of its part as `{{ taskrun.items }}`.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     content: |
///       one
///       two
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEachItem
///     items: "{{ outputs.write.uri }}"
///     namespace: demo
///     flowId: greet
///     inputs:
///       name: "{{ taskrun.items }}"
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.ForEachItem",
    until = "2.0",
    was("io.kestra.core.tasks.flows.ForEachItem"),
    form = Form::CallEach { items: "items", batch: "batch" }
)]
pub struct ForEachItem {
    /// The address of the file.
    #[rendered]
    #[not_empty]
    pub items: String,
    /// How the file is split.
    #[default((("rows", "1"), ("separator", "\n"), ))]
    pub batch: Batch,
    /// The namespace of the flow.
    #[rendered]
    #[not_empty]
    pub namespace: String,
    /// The id of the flow.
    #[rendered]
    #[not_empty]
    pub flow_id: String,
    /// A fixed revision; the newest where absent.
    pub revision: Option<i64>,
    /// What it is started with; `{{ taskrun.items }}` is the address of the part.
    #[rendered]
    pub inputs: Option<IndexMap<Text, Value>>,
    /// Labels of the executions.
    #[rendered]
    pub labels: Option<Labels>,
    /// Whether this task waits for their end.
    #[default(true)]
    pub wait: bool,
    /// Whether this task fails when one of them fails.
    #[default(true)]
    pub transmit_failed: bool,
    /// Whether they get the labels of this execution.
    #[default(false)]
    pub inherit_labels: bool,
    /// What a restart does with executions that failed.
    #[default("RETRY_FAILED")]
    pub restart_behavior: RestartBehavior,
    /// They do not begin before this time.
    #[property]
    pub schedule_date: Option<Moment>,
    /// Written by Kestra itself.
    pub tasks: Option<Vec<Value>>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// How a file is split.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Batch {
    /// The size of a part: `10MB`.
    #[property]
    pub bytes: Option<String>,
    /// The number of parts.
    #[property]
    pub partitions: Option<i64>,
    /// Rows with the same text in the first group go into one part.
    #[property]
    #[versions(since = "1.1")]
    pub regex_pattern: Option<String>,
    /// The number of rows in a part.
    #[default(1)]
    #[property]
    pub rows: i64,
    /// What ends a row.
    #[default("\n")]
    #[property]
    pub separator: String,
}
