//! Rows for which a condition holds.

use crate::prelude::*;

/// Keep rows of a file for which a condition holds.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     extension: .ion
///     content: |
///       {name: "Ada", age: 36}
///       {name: "Bea", age: 8}
///   - id: adults
///     type: io.kestra.plugin.core.storage.FilterItems
///     from: "{{ outputs.write.uri }}"
///     filterCondition: "{{ age > 18 }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.FilterItems",
    was("io.kestra.core.tasks.storages.FilterItems", until = "2.0"),
    outputs = FilterItemsOutputs
)]
pub struct FilterItems {
    /// The address of the file.
    #[file]
    pub from: String,
    /// What is tested for each row: `{{ age > 18 }}`.
    #[fixed]
    pub filter_condition: String,
    /// Whether rows for which it holds are kept or dropped.
    #[default("INCLUDE")]
    pub filter_type: FilterType,
    /// What happens to a row for which it cannot be told.
    #[default("FAIL")]
    pub error_or_null_behavior: UnclearRow,
}

/// The new file.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct FilterItemsOutputs {
    /// The new file.
    #[file]
    pub uri: Uri,
    /// How many rows were dropped.
    pub dropped_items_total: i64,
    /// How many rows were read.
    pub processed_items_total: i64,
}

/// What happens to a row for which a condition cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum UnclearRow {
    /// The task fails.
    Fail,
    /// The row is kept.
    Include,
    /// The row is dropped.
    Exclude,
}

/// Whether rows for which a condition holds are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum FilterType {
    /// They are kept.
    Include,
    /// They are dropped.
    Exclude,
}
