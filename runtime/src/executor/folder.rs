//! The folder that the tasks of a workspace share.

use std::path::PathBuf;
use std::sync::Arc;

use plan::Failure;

use super::Machine;
use super::live::Slot;
use crate::execution::{Answer, Event, Question, RunKey};
use crate::ids::TaskRunId;

impl Machine {
    /// Where the folder of a workspace lies.
    pub(crate) fn workspace(&self, run: TaskRunId) -> PathBuf {
        self.doors.settings.data.join("work").join(run.to_string())
    }

    pub(super) fn open_folder(self: &Arc<Self>, slot: &Arc<Slot>, run: RunKey) {
        let Some(folder) = self.folder_of(slot, run) else { return };
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        self.handle.spawn(async move {
            let made = tokio::fs::create_dir_all(&folder).await;
            let answer = made.map(|()| Answer::Folder(None)).map_err(|error| {
                Failure::new(format!("the working directory `{}` cannot be made: {error}", folder.display()))
            });
            let mut live = slot.lock();
            machine.drive(&slot, &mut live, Event::Answered(Question::Folder(run), answer));
        });
    }

    pub(super) fn close_folder(self: &Arc<Self>, slot: &Arc<Slot>, run: RunKey) {
        let Some(folder) = self.folder_of(slot, run) else { return };
        let machine = Arc::clone(self);
        let slot = Arc::clone(slot);
        self.handle.spawn(async move {
            // What cannot be removed is in nobody's way.
            let _ = tokio::fs::remove_dir_all(&folder).await;
            let mut live = slot.lock();
            machine.drive(&slot, &mut live, Event::Answered(Question::Folder(run), Ok(Answer::Folder(None))));
        });
    }

    fn folder_of(&self, slot: &Slot, run: RunKey) -> Option<PathBuf> {
        let live = slot.lock();
        live.execution.run(run).map(|run| self.workspace(run.id()))
    }
}
