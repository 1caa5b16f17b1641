//! The tables of the store: the whole schema in one place.

/// A table; each says what its keys and values are, and who writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Facts on the store itself, by name: the version of the schema.
    Meta,
    /// Execution id, then commit number, both big-endian: what that commit changed of the execution.
    /// Written with every commit of an execution.
    Executions,
    /// Execution id: what lists show of it. Written when it changes.
    Summaries,
    /// Execution id: its state and its next deadline. There as long as something is left to do.
    Open,
    /// Execution id, then commit number: the log lines that commit brought.
    Logs,
    /// Execution id, then commit number: the figures that commit brought.
    Metrics,
    /// Namespace, 0, flow id, 0, revision big-endian: a deployed flow with its source and its plan.
    Flows,
    /// Namespace, 0, app id: a deployed app.
    Apps,
    /// Namespace, 0, key: a value of the key-value store.
    KeyValues,
    /// Namespace, 0, path: a file or a folder of a namespace.
    NamespaceFiles,
    /// Namespace, 0, path, 0, revision big-endian: a content of a file of a namespace.
    FileRevisions,
    /// Namespace, 0, flow id, 0, trigger id, 0, part: what is kept of a trigger.
    Triggers,
    /// A hash of flow, task, value and properties: outputs of a task that may be taken again.
    Cache,
    /// Microseconds, then a number, both big-endian: who did what.
    Audit,
    /// The hash of a secret: the session or token it stands for.
    Passes,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 15] = [
        Self::Meta,
        Self::Executions,
        Self::Summaries,
        Self::Open,
        Self::Logs,
        Self::Metrics,
        Self::Flows,
        Self::Apps,
        Self::KeyValues,
        Self::NamespaceFiles,
        Self::FileRevisions,
        Self::Triggers,
        Self::Cache,
        Self::Audit,
        Self::Passes,
    ];

    /// The name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Executions => "executions",
            Self::Summaries => "summaries",
            Self::Open => "open",
            Self::Logs => "logs",
            Self::Metrics => "metrics",
            Self::Flows => "flows",
            Self::Apps => "apps",
            Self::KeyValues => "key-values",
            Self::NamespaceFiles => "namespace-files",
            Self::FileRevisions => "file-revisions",
            Self::Triggers => "triggers",
            Self::Cache => "cache",
            Self::Audit => "audit",
            Self::Passes => "passes",
        }
    }

    /// Its place in [`Table::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_in_their_places() {
        for (index, table) in Table::ALL.into_iter().enumerate() {
            assert_eq!(table.index(), index);
        }
    }
}
