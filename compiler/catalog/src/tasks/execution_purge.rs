//! Forgetting executions.

use crate::objects::state::State;
use crate::prelude::*;

/// Forget executions that have ended, with their logs, metrics and files.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: purge
///     type: io.kestra.plugin.core.execution.PurgeExecutions
///     endDate: "{{ now() | dateAdd(-1, 'MONTHS') }}"
///     states:
///       - SUCCESS
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.execution.PurgeExecutions",
    was("io.kestra.core.tasks.storages.Purge", until = "2.0"),
    was("io.kestra.plugin.core.storage.Purge", until = "2.0"),
    outputs = PurgeExecutionsOutputs
)]
pub struct PurgeExecutions {
    /// Only executions that began before this time.
    pub end_date: String,
    /// Only executions that began after this time.
    pub start_date: Option<String>,
    /// Only of this namespace and those below it.
    pub namespace: Option<String>,
    /// Only of this flow.
    pub flow_id: Option<String>,
    /// Only executions that ended in these states.
    pub states: Option<Vec<State>>,
    /// Whether the executions themselves are forgotten.
    #[default(true)]
    pub purge_execution: bool,
    /// Whether their logs are forgotten.
    #[default(true)]
    pub purge_log: bool,
    /// Whether their metrics are forgotten.
    #[default(true)]
    pub purge_metric: bool,
    /// Whether their files are deleted.
    #[default(true)]
    pub purge_storage: bool,
    /// How many are forgotten at once.
    #[default(100)]
    #[versions(since = "1.1")]
    pub batch_size: i64,
}

/// What was forgotten.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PurgeExecutionsOutputs {
    /// How many executions.
    pub executions_count: i64,
    /// How many entries of logs.
    pub logs_count: i64,
    /// How many files.
    pub storages_count: i64,
    /// How many figures.
    pub metrics_count: i64,
    /// How many outputs of executions that were kept apart.
    #[versions(since = "2.0")]
    pub execution_outputs_count: i64,
    /// How many outputs of tasks that were kept apart.
    #[versions(since = "2.0")]
    pub task_outputs_count: i64,
}
