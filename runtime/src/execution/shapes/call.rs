//! Another flow, as a task of this one.

use std::sync::Arc;

use plan::step::{Call, LogLevel, RestartBehavior, Shape};
use plan::{Failure, Value};

use super::super::event::{CallState, End, Outcome};
use super::super::task_run::Progress;
use super::super::turn::Turn;
use super::super::{Command, Execution, RunKey, State};
use crate::ids::ExecutionId;

impl Execution {
    pub(super) fn begin_call(&mut self, key: RunKey, turn: &mut Turn) {
        let run = self.at(key);
        if let (State::Restarted, &Progress::Called(child)) = (run.state(), &run.progress)
            && self.call(key).is_some_and(|call| call.restart == RestartBehavior::RetryFailed)
        {
            turn.command(Command::RestartCalled { run: key, child });
            return;
        }
        self.call_anew(key, turn);
    }

    fn call_anew(&mut self, key: RunKey, turn: &mut Turn) {
        let run = self.at(key);
        let child = ExecutionId::called(run.id, turn.now, run.attempts.len() as u64);
        self.at_mut(key).progress = Progress::Called(child);
        turn.command(Command::Call { run: key, child, part: 0 });
    }

    /// [`super::super::Event::CallLost`].
    pub(in super::super) fn call_lost(&mut self, key: RunKey, child: ExecutionId, turn: &mut Turn) {
        if self.part_of(key, child).is_some() {
            self.part_lost(key, child, turn);
        } else if self.awaited(key) == Some(child) && self.at(key).state() == State::Restarted {
            self.call_anew(key, turn);
        }
    }

    /// [`super::super::Event::Called`].
    pub(in super::super) fn called(
        &mut self,
        key: RunKey,
        child: ExecutionId,
        result: Result<CallState, Failure>,
        turn: &mut Turn,
    ) {
        if self.part_of(key, child).is_some() {
            self.part_called(key, child, result, turn);
            return;
        }
        if self.awaited(key) != Some(child) || self.at(key).state() == State::Running {
            return;
        }
        self.open_attempt(key, turn.now);
        match result {
            Ok(created) => {
                self.enter(key, State::Running, turn);
                if !self.waits(key) {
                    let end = End::Success;
                    self.end_task(key, Outcome { end, outputs: Some(Arc::new(outputs(child, &created))) }, turn);
                } else {
                    let shown = CallState { outputs: None, ..created };
                    self.give_out(key, Some(Arc::new(outputs(child, &shown))));
                }
            }
            Err(failure) => self.end_task(key, Outcome::failed(failure), turn),
        }
    }

    /// [`super::super::Event::CallEnded`].
    pub(in super::super) fn call_ended(&mut self, key: RunKey, child: ExecutionId, ended: CallState, turn: &mut Turn) {
        if self.part_of(key, child).is_some() {
            self.part_ended(key, child, ended, turn);
            return;
        }
        if self.awaited(key) != Some(child) {
            return;
        }
        if self.at(key).state() != State::Running {
            self.enter(key, State::Running, turn);
            self.open_attempt(key, turn.now);
        }
        let outputs = Some(Arc::new(outputs(child, &ended)));
        let end = match ended.failure {
            Some(failure) => End::Failed(failure),
            None if !self.transmits(key) => End::Success,
            None => match ended.state {
                State::Failed => {
                    let message = format!("the execution `{child}` that was called has failed");
                    turn.log(Some(key), LogLevel::Debug, message.as_str());
                    self.fail_quietly(key, outputs, turn);
                    return;
                }
                State::Killed => End::Killed,
                State::Warning => End::Warning,
                _ => End::Success,
            },
        };
        self.end_task(key, Outcome { end, outputs }, turn);
    }

    fn awaited(&self, key: RunKey) -> Option<ExecutionId> {
        let run = self.run(key)?;
        match run.progress {
            Progress::Called(child) if !run.state().is_terminated() && run.state() != State::Retrying => Some(child),
            _ => None,
        }
    }

    fn waits(&self, key: RunKey) -> bool {
        self.call(key).is_some_and(|call| call.wait)
    }

    fn transmits(&self, key: RunKey) -> bool {
        self.call(key).is_some_and(|call| call.transmit_failed)
    }

    pub(super) fn call(&self, key: RunKey) -> Option<&Call> {
        match self.shape(key) {
            Shape::Call(call) | Shape::CallEach { call, .. } => Some(call),
            _ => None,
        }
    }
}

/// What a call gives out: `executionId`, `state`, and `outputs` where there are any.
fn outputs(child: ExecutionId, state: &CallState) -> plan::value::Map {
    let mut outputs = plan::value::Map::default();
    outputs.insert("executionId".into(), Value::text(child.to_string()));
    outputs.insert("state".into(), Value::text(state.state.name()));
    if let Some(given) = &state.outputs {
        outputs.insert("outputs".into(), Value::Map(Arc::clone(given)));
    }
    outputs
}
