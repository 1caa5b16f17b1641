//! A worker has begun with a task, or is done with it.

use std::sync::Arc;

use plan::Text;
use plan::step::RetryBehavior;
use plan::value::Map;

use super::event::{End, Outcome};
use super::turn::Turn;
use super::{Command, Execution, RunKey, State};
use crate::ids::ExecutionId;

impl Execution {
    /// [`super::Event::Started`].
    pub(super) fn started(&mut self, key: RunKey, attempt: u32, turn: &mut Turn) {
        if self.is_asked_for(key, attempt) && self.at(key).state() != State::Running {
            self.enter(key, State::Running, turn);
            self.open_attempt(key, turn.now);
        }
    }

    /// [`super::Event::Ended`]: counts once; what comes again, or after the run was stopped, is dropped.
    pub(super) fn ended(&mut self, key: RunKey, attempt: u32, outcome: Outcome, turn: &mut Turn) {
        if !self.is_asked_for(key, attempt) {
            return;
        }
        self.started(key, attempt, turn);
        self.end_task(key, outcome, turn);
    }

    /// [`super::Event::LogKept`].
    pub(super) fn log_kept(&mut self, key: RunKey, file: Text) {
        if self.run(key).is_some()
            && let Some(last) = self.at_mut(key).attempts.last_mut()
        {
            last.log_file = Some(file);
        }
    }

    /// Whether the result of this try is waited for.
    fn is_asked_for(&self, key: RunKey, attempt: u32) -> bool {
        let Some(run) = self.run(key) else { return false };
        let begun = run.attempts.len() as u32;
        match run.state() {
            State::Running => begun == attempt + 1,
            State::Submitted => begun == attempt,
            // In a workspace tasks are asked for without being submitted.
            State::Created | State::Restarted => begun == attempt && self.is_in_workspace(key),
            _ => false,
        }
    }

    /// A task or a call has come to an end of its own: it is tried again, or that is its end.
    pub(super) fn end_task(&mut self, key: RunKey, outcome: Outcome, turn: &mut Turn) {
        match outcome.end {
            End::Success => {
                self.give_out(key, outcome.outputs);
                let state = if self.warns_after_retry(key) { State::Warning } else { State::Success };
                let state = self.allowed(self.at(key).step, state);
                self.end_run(key, state, State::Success, turn);
            }
            End::Warning => {
                self.give_out(key, outcome.outputs);
                let state = self.allowed(self.at(key).step, State::Warning);
                self.end_run(key, state, State::Warning, turn);
            }
            End::Killed => self.end_run(key, State::Killed, State::Killed, turn),
            End::Failed(failure) => {
                self.log_failure(key, &failure, turn);
                self.fail_quietly(key, outcome.outputs, turn);
            }
        }
    }

    /// A task or a call has failed, and the log says so already.
    pub(super) fn fail_quietly(&mut self, key: RunKey, outputs: Option<Arc<Map>>, turn: &mut Turn) {
        if outputs.is_some() {
            self.give_out(key, outputs);
        }
        let retry = if self.state() == State::Killing { None } else { self.next_try(key, turn.now) };
        match retry {
            None => {
                let state = self.allowed(self.at(key).step, State::Failed);
                self.end_run(key, state, State::Failed, turn);
            }
            Some((at, RetryBehavior::RetryFailedTask)) => self.wait_for_next_try(key, at, turn),
            Some((at, RetryBehavior::CreateNewExecution)) => self.repeat(key, at, turn),
        }
    }

    fn wait_for_next_try(&mut self, key: RunKey, at: jiff::Timestamp, turn: &mut Turn) {
        if let Some(last) = self.at_mut(key).attempts.last_mut()
            && !last.history.current().is_terminated()
        {
            last.history.enter(State::Failed, turn.now);
        }
        self.enter(key, State::Failed, turn);
        self.enter(key, State::Retrying, turn);
        self.wake_at(key, at);
        // Whoever has paused the execution meanwhile goes on with it.
        if !matches!(self.state(), State::Running | State::Retrying) {
            return;
        }
        // Only a failure directly below the flow shows as a failure of the execution.
        if self.at(key).parent.is_none() {
            self.enter_state(State::Failed, turn.now);
        }
        if self.state() != State::Retrying {
            self.enter_state(State::Retrying, turn.now);
        }
    }

    /// The time of the next try has come.
    pub(super) fn try_again(&mut self, key: RunKey, turn: &mut Turn) {
        self.enter(key, State::Created, turn);
        if self.state() == State::Retrying {
            self.enter_state(State::Running, turn.now);
        }
        self.start_run(key, turn);
    }

    /// The execution is tried again as a new one.
    fn repeat(&mut self, key: RunKey, at: jiff::Timestamp, turn: &mut Turn) {
        self.end_run(key, State::Failed, State::Failed, turn);
        self.enter(key, State::Retried, turn);
        let successor = ExecutionId::called(self.at(key).id, turn.now, u64::from(self.head.lineage.attempt));
        turn.command(Command::Repeat { successor, at });
        self.enter_state(State::Failed, turn.now);
        self.terminate(State::Retried, turn);
    }
}
