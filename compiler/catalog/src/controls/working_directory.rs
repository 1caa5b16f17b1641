//! Tasks in one folder.

use std::sync::Arc;

use crate::objects::namespace_files::NamespaceFiles;
use crate::outputs::record;
use crate::prelude::*;

/// Run tasks one after another in the same folder.
///
/// Files one task writes, the next can read. Only tasks that a worker runs can stand inside.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: folder
///     type: io.kestra.plugin.core.flow.WorkingDirectory
///     inputFiles:
///       greeting.txt: hello
///     tasks:
///       - id: note
///         type: io.kestra.plugin.core.log.Log
///         message: the file is there
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.WorkingDirectory",
    was("io.kestra.core.tasks.flows.Worker", until = "2.0"),
    was("io.kestra.core.tasks.flows.WorkingDirectory", until = "2.0"),
    form = Form::Workspace { body: "tasks" },
    able(Flowable, InputFiles, NamespaceFiles, OutputFiles),
    depends = outputs,
    checks("WorkingDirectoryTaskValidation")
)]
pub struct WorkingDirectory {
    /// The tasks, all of which a worker runs.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// Which files are kept for the next run.
    pub cache: Option<FolderCache>,
    /// Files put into the folder at first: name and content, or an address.
    #[rendered]
    pub input_files: Option<MapOrText>,
    /// Files of the namespace put into the folder at first.
    pub namespace_files: Option<NamespaceFiles>,
    /// Which files are kept in the end, as globs.
    #[property]
    pub output_files: Option<Vec<String>>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

fn outputs(_: &dyn Site) -> Type {
    record([("outputFiles", Type::Map(Arc::new(Type::FileUri)))])
}

/// Which files of a folder are kept for the next run.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct FolderCache {
    /// Which files, as globs.
    #[property]
    pub patterns: Vec<String>,
    /// How long they are good; for ever where absent.
    #[property]
    pub ttl: Option<SignedDuration>,
}
