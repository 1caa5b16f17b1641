//! Deleting files of executions by their age.

use crate::prelude::*;

/// Delete files of executions that were written in a time, also where the executions are forgotten.
///
/// Nothing is deleted unless `dryRun` is false.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: purge
///     type: io.kestra.plugin.core.storage.PurgeStorage
///     endDate: "{{ now() | dateAdd(-1, 'MONTHS') }}"
///     dryRun: false
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.storage.PurgeStorage", since = "1.3", outputs = PurgeStorageOutputs)]
pub struct PurgeStorage {
    /// Only files that were written before this time.
    pub end_date: String,
    /// Only files that were written after this time.
    pub start_date: Option<String>,
    /// Only of this namespace and those below it.
    pub namespace: Option<String>,
    /// Only of this flow.
    pub flow_id: Option<String>,
    /// Whether it is only counted what would be deleted.
    #[default(true)]
    pub dry_run: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PurgeStorageOutputs {
    /// How many executions have files.
    pub scanned_count: i64,
    /// How many of them have files that were written in that time.
    pub purged_count: i64,
    /// How many files were deleted.
    pub deleted_files_count: i64,
}
