//! Rows that occur once.

use crate::prelude::*;

/// Keep the last of all rows of a file that have the same key.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: write
///     type: io.kestra.plugin.core.storage.Write
///     extension: .ion
///     content: |
///       {name: "Ada"}
///       {name: "Ada"}
///   - id: once
///     type: io.kestra.plugin.core.storage.DeduplicateItems
///     from: "{{ outputs.write.uri }}"
///     expr: "{{ name }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.storage.DeduplicateItems",
    was("io.kestra.core.tasks.storages.DeduplicateItems", until = "2.0"),
    outputs = DeduplicateItemsOutputs
)]
pub struct DeduplicateItems {
    /// The address of the file.
    #[file]
    pub from: String,
    /// The key of a row: `{{ name }}`.
    #[fixed]
    pub expr: String,
}

/// The new file.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DeduplicateItemsOutputs {
    /// The new file.
    #[file]
    pub uri: Uri,
    /// How many rows were dropped.
    pub dropped_items_total: i64,
    /// How many keys there are.
    pub num_keys: i64,
    /// How many rows were read.
    pub processed_items_total: i64,
}
