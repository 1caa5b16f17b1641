//! Deleting old versions of files of namespaces.

use crate::objects::purge::FilesPurge;
use crate::prelude::*;

/// Delete old versions of files of namespaces.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: purge
///     type: io.kestra.plugin.core.namespace.PurgeFiles
///     namespaces:
///       - demo
///     filePattern: "**/*.csv"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.namespace.PurgeFiles", since = "1.2", outputs = PurgeFilesOutputs)]
pub struct PurgeFiles {
    /// Which versions are deleted.
    #[default((("keepAmount", 1), ("type", "version")))]
    #[property]
    pub behavior: FilesPurge,
    /// Only files that this pattern chooses.
    pub file_pattern: Option<String>,
    /// Only of namespaces that this pattern chooses.
    pub namespace_pattern: Option<String>,
    /// Only of these namespaces.
    pub namespaces: Option<Vec<String>>,
    /// Whether namespaces below them belong to them.
    #[default(true)]
    pub include_child_namespaces: bool,
}

/// What was deleted.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PurgeFilesOutputs {
    /// How many versions.
    pub size: i64,
}
