//! The batches of a `ForEachItem` that failed are begun again with a restart; those that ended well are kept.

use plan::step::RestartBehavior;

use super::super::task_run::Progress;
use super::super::turn::Turn;
use super::super::{Command, Execution, RunKey, State};
use crate::ids::ExecutionId;

impl Execution {
    /// Restarts the executions of a restarted run that failed; whether there are any.
    pub(super) fn begin_failed_again(&mut self, key: RunKey, turn: &mut Turn) -> bool {
        let keeps = self.call(key).is_some_and(|call| call.restart == RestartBehavior::RetryFailed);
        let any = self.several(key).is_some_and(|several| !several.failed.is_empty());
        if !keeps || !any || self.at(key).state() != State::Restarted {
            return false;
        }
        self.enter(key, State::Running, turn);
        self.open_attempt(key, turn.now);
        let Progress::Several(several) = &mut self.at_mut(key).progress else { return false };
        let mut again = std::mem::take(&mut several.failed);
        again.sort_unstable_by_key(|part| part.index);
        several.ends.retain(|end| !matches!(end.0, State::Failed | State::Killed));
        several.live.clone_from(&again);
        for part in again {
            turn.command(Command::RestartCalled { run: key, child: part.child });
        }
        true
    }

    /// An execution that was to be restarted has nothing to begin again at: another takes its place.
    pub(super) fn part_lost(&mut self, key: RunKey, child: ExecutionId, turn: &mut Turn) {
        let Some(index) = self.part_of(key, child) else { return };
        let attempt = self.at(key).attempts.len() as u64;
        let new = ExecutionId::called(self.at(key).id, turn.now, attempt << 32 | u64::from(index));
        if let Progress::Several(several) = &mut self.at_mut(key).progress
            && let Some(part) = several.live.iter_mut().find(|part| part.child == child)
        {
            part.child = new;
        }
        turn.command(Command::Call { run: key, child: new, part: index });
    }
}
