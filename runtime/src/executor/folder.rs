//! The folder that the tasks of a workspace share.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::SignedDuration;
use plan::value::Map;
use plan::{Failure, Value};

use super::Machine;
use super::live::Slot;
use crate::execution::{Answer, Event, Question, RunKey};
use crate::ids::TaskRunId;
use crate::storage::FileUri;
use crate::tasks::Properties;
use crate::{creation, folder};

/// What a workspace is told.
struct Workspace {
    folder: PathBuf,
    properties: Properties,
    /// Where its files are kept in the end.
    kept: FileUri,
    /// Where files wait for the next run.
    cache: FileUri,
    namespace: String,
}

impl Machine {
    /// Where the folder of a workspace lies.
    pub(crate) fn workspace(&self, run: TaskRunId) -> PathBuf {
        self.doors.settings.data.join("work").join(run.to_string())
    }

    pub(super) fn open_folder(self: &Arc<Self>, slot: &Arc<Slot>, run: RunKey) {
        let Some(workspace) = self.workspace_of(slot, run) else { return };
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        self.handle.spawn(async move {
            let answer = match workspace {
                Ok(workspace) => machine.fill(&workspace).await.map(|()| Answer::Folder(None)),
                Err(failure) => Err(failure),
            };
            let mut live = slot.lock();
            machine.drive(&slot, &mut live, Event::Answered(Question::Folder(run), answer));
        });
    }

    pub(super) fn close_folder(self: &Arc<Self>, slot: &Arc<Slot>, run: RunKey) {
        let Some(workspace) = self.workspace_of(slot, run) else { return };
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        self.handle.spawn(async move {
            let answer = match workspace {
                Ok(workspace) => {
                    let outputs = machine.empty(&workspace).await;
                    // What cannot be removed is in nobody's way.
                    let _ = tokio::fs::remove_dir_all(&workspace.folder).await;
                    outputs.map(Answer::Folder)
                }
                Err(failure) => Err(failure),
            };
            let mut live = slot.lock();
            machine.drive(&slot, &mut live, Event::Answered(Question::Folder(run), answer));
        });
    }

    fn workspace_of(&self, slot: &Slot, run: RunKey) -> Option<Result<Workspace, Failure>> {
        let live = slot.lock();
        let execution = &live.execution;
        let task = execution.run(run)?;
        let flow = execution.flow();
        let name = execution.task_name(task);
        let value = task.value().map(|value| format!("-{}", creation::slug(value))).unwrap_or_default();
        let cache = FileUri::new(flow.namespace.split('.').chain([&*creation::slug(&flow.id), "cache"]));
        Some(self.properties(&live, run).map(|properties| Workspace {
            folder: self.workspace(task.id()),
            properties: Properties::new(properties),
            kept: execution.folder_of(run),
            cache: cache.join(&format!("{}{value}", creation::slug(name))),
            namespace: flow.namespace.to_string(),
        }))
    }

    /// Makes the folder ready: files of the last run, files of the namespace, files given.
    async fn fill(&self, workspace: &Workspace) -> Result<(), Failure> {
        let Workspace { folder, properties, cache, namespace, .. } = workspace;
        tokio::fs::create_dir_all(folder).await.map_err(|error| {
            Failure::new(format!("the working directory `{}` cannot be made: {error}", folder.display()))
        })?;
        let storage = &self.doors.storage;
        if properties.value("cache").is_some() {
            let settings = properties.object("cache")?;
            let cached = storage.list(cache).await.map_err(unreadable)?;
            let written = cached.iter().map(|file| file.modified).max();
            let age = written.map(|written| jiff::Timestamp::now().duration_since(written));
            let longest = settings.duration("ttl")?.and_then(|longest| SignedDuration::try_from(longest).ok());
            if age.is_some_and(|age| longest.is_none_or(|longest| age <= longest)) {
                for file in cached {
                    let name = file.uri.path().strip_prefix(cache.path()).unwrap_or_default();
                    let path = folder::inside(folder, name)?;
                    storage.give(&file.uri, &path).await.map_err(|error| cannot_copy(name, &error))?;
                }
            }
        }
        if properties.value("namespaceFiles").is_some() {
            let settings = properties.object("namespaceFiles")?;
            if settings.flag("enabled")? != Some(false) {
                let (include, exclude) = (settings.texts("include")?, settings.texts("exclude")?);
                let any = |patterns: &[String], name: &str| patterns.iter().any(|it| crate::glob::matches(it, name));
                let files = &self.doors.files;
                for path in files.files(namespace).map_err(|refusal| Failure::new(refusal.to_string()))?.keys() {
                    let name = path.as_str();
                    if (!include.is_empty() && !any(&include, name)) || any(&exclude, name) {
                        continue;
                    }
                    // One that was deleted a moment ago is not there.
                    let Ok(content) = files.content(namespace, path, None) else { continue };
                    let to = folder::inside(folder, name)?;
                    storage.give(&content, &to).await.map_err(|error| cannot_copy(name, &error))?;
                }
            }
        }
        folder::fill(folder, &properties.map("inputFiles")?.unwrap_or_default(), storage).await
    }

    /// Keeps what is to be kept of a folder; `None` where nothing is.
    async fn empty(&self, workspace: &Workspace) -> Result<Option<Arc<Map>>, Failure> {
        let Workspace { folder, properties, kept, cache, .. } = workspace;
        if properties.value("cache").is_some() {
            let patterns = properties.object("cache")?.texts("patterns")?;
            let files = folder::chosen(folder, &patterns).await.map_err(unreadable)?;
            folder::keep(&files, &self.doors.storage, cache).await?;
        }
        let patterns = properties.texts("outputFiles")?;
        let files = folder::chosen(folder, &patterns).await.map_err(unreadable)?;
        if files.is_empty() {
            return Ok(None);
        }
        let kept = folder::keep(&files, &self.doors.storage, kept).await?;
        Ok(Some(Arc::new([("outputFiles".into(), Value::Map(Arc::new(kept)))].into_iter().collect())))
    }
}

fn unreadable(error: std::io::Error) -> Failure {
    Failure::new(format!("the working directory cannot be read: {error}"))
}

fn cannot_copy(name: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot copy `{name}`: {error}"))
}
