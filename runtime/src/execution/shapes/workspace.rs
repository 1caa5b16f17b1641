//! Children in one folder.

use std::sync::Arc;

use plan::step::Shape;
use plan::value::Map;

use super::super::task_run::Progress;
use super::super::turn::Turn;
use super::super::{Command, Execution, RunKey, State};

impl Execution {
    /// The body is done: the folder is emptied into outputs before the workspace ends.
    pub(in super::super) fn closes_folder(
        &mut self,
        key: RunKey,
        shape: &Shape,
        state: State,
        turn: &mut Turn,
    ) -> bool {
        if !matches!(shape, Shape::Workspace { .. }) {
            return false;
        }
        if !matches!(self.at(key).progress, Progress::Closing(_)) {
            self.at_mut(key).progress = Progress::Closing(state);
            turn.command(Command::CloseFolder { run: key });
        }
        true
    }

    /// The folder is ready, or was emptied.
    pub(super) fn folder_answered(&mut self, key: RunKey, outputs: Option<Arc<Map>>, turn: &mut Turn) {
        match self.at(key).progress {
            Progress::Closing(state) => {
                if outputs.is_some() {
                    self.give_out(key, outputs);
                }
                self.end_control(key, state, turn);
            }
            _ => self.ready(key, turn),
        }
    }
}
