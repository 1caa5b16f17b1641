//! Waiting for files to change.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::exit::Complaint;
use crate::files;

/// Editors write a file in several steps, and tools many files at once: what follows within this time of a
/// change belongs to it.
const TOGETHER: Duration = Duration::from_millis(30);

/// The operating system's eye on some paths.
pub(crate) struct Watch {
    paths: Vec<PathBuf>,
    changes: Receiver<notify::Result<Event>>,
    /// Nothing is told any more once this is gone.
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to watch: folders with everything below them, files through their folders.
    pub(crate) fn new(paths: &[PathBuf]) -> Result<Self, Complaint> {
        let cannot = |error: notify::Error| Complaint::failure(format!("cannot watch for changes: {error}"));
        let (tell, changes) = channel();
        let mut watcher = notify::recommended_watcher(tell).map_err(cannot)?;
        for path in paths {
            // Editors put a new file in the place of the old one, which an eye on the file alone would not see.
            let (folder, mode) = match path.is_dir() {
                true => (path.as_path(), RecursiveMode::Recursive),
                false => (path.parent().unwrap_or(Path::new("")), RecursiveMode::NonRecursive),
            };
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            watcher.watch(folder, mode).map_err(cannot)?;
        }
        Ok(Self { paths: paths.iter().map(|path| files::absolute(path)).collect(), changes, _watcher: watcher })
    }

    /// Waits until something changed that a check reads.
    pub(crate) fn wait(&self) -> Result<(), Complaint> {
        let gone = || Complaint::failure("nothing watches for changes any more");
        while !self.is_ours(self.changes.recv().map_err(|_| gone())?) {}
        while self.changes.recv_timeout(TOGETHER).is_ok() {}
        Ok(())
    }

    fn is_ours(&self, change: notify::Result<Event>) -> bool {
        let Ok(event) = change else { return true };
        let is_read = |path: &PathBuf| {
            let path = files::absolute(path);
            files::is_yaml(&path) && self.paths.iter().any(|watched| path.starts_with(watched))
                || path.file_name().is_some_and(|name| name == files::SETTINGS)
        };
        match event.kind {
            EventKind::Access(_) => false,
            EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => {
                event.paths.iter().any(is_read) || event.need_rescan()
            }
        }
    }
}
