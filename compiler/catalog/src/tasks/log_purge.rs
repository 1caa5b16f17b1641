//! Forgetting logs.

use crate::objects::level::Level;
use crate::prelude::*;

/// Forget entries of logs.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: purge
///     type: io.kestra.plugin.core.log.PurgeLogs
///     endDate: "{{ now() | dateAdd(-1, 'MONTHS') }}"
///     logLevels:
///       - DEBUG
///       - TRACE
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.log.PurgeLogs", outputs = PurgeLogsOutputs)]
pub struct PurgeLogs {
    /// Only entries from before this time.
    pub end_date: String,
    /// Only entries from after this time.
    pub start_date: Option<String>,
    /// Only of this namespace and those below it.
    pub namespace: Option<String>,
    /// Only of this flow.
    pub flow_id: Option<String>,
    /// Only of this execution.
    pub execution_id: Option<String>,
    /// Only entries of these levels.
    pub log_levels: Option<Vec<Level>>,
    /// How many are forgotten at once.
    #[versions(since = "2.0")]
    pub batch_size: Option<i64>,
    /// Whether entries of executions are forgotten.
    #[default(true)]
    #[versions(since = "2.0")]
    pub purge_execution_logs: bool,
    /// Whether entries that belong to no execution are forgotten.
    #[default(true)]
    #[versions(since = "2.0")]
    pub purge_non_execution_logs: bool,
}

/// What was forgotten.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PurgeLogsOutputs {
    /// How many entries.
    pub count: i64,
    /// How many of them belonged to executions.
    #[versions(since = "2.0")]
    pub execution_logs_count: i64,
    /// How many of them belonged to none.
    #[versions(since = "2.0")]
    pub non_execution_logs_count: i64,
}
