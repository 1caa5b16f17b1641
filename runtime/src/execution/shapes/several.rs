//! Executions called side by side: the iterations of a 2.0 `Loop`, the batches of a `ForEachItem`.

use std::sync::Arc;

use plan::step::{EachStyle, Fetch, LogLevel, Shape};
use plan::value::Map;
use plan::{Failure, Text, Value};

use super::super::around::GIVEN;
use super::super::event::CallState;
use super::super::item::Round;
use super::super::task_run::{Pace, Part, Progress, Several};
use super::super::turn::Turn;
use super::super::{Command, Execution, RunKey, State};
use crate::creation::{execution_folder, slug};
use crate::ids::ExecutionId;
use crate::storage::FileUri;

impl Execution {
    /// What is gone over is known: the first executions are called.
    pub(in super::super) fn several_answered(&mut self, key: RunKey, several: Several, turn: &mut Turn) {
        if self.at(key).state() != State::Running {
            // A loop over nothing has never run.
            if several.values.is_empty() && matches!(self.shape(key), Shape::Each { .. }) {
                self.open_attempt(key, turn.now);
            } else {
                self.enter(key, State::Running, turn);
                if !several.values.is_empty() {
                    self.open_attempt(key, turn.now);
                }
            }
        }
        self.at_mut(key).progress = Progress::Several(several);
        self.call_more(key, turn);
    }

    /// Calls as many more as may run at once; ends where none is left.
    fn call_more(&mut self, key: RunKey, turn: &mut Turn) {
        let by = self.at(key).id;
        let (now, attempt) = (turn.now, self.at(key).attempts.len() as u64);
        let mut called: Vec<(ExecutionId, u32)> = Vec::new();
        if let Progress::Several(several) = &mut self.at_mut(key).progress {
            while several.begun < several.values.len() as u32
                && (several.at_most == 0 || several.live.len() < several.at_most as usize)
            {
                let part = several.begun;
                let child = ExecutionId::called(by, now, attempt << 32 | u64::from(part));
                several.begun += 1;
                several.live.push(Part { index: part, child, pace: Pace::Going });
                called.push((child, part));
            }
        }
        for (child, part) in called {
            turn.command(Command::Call { run: key, child, part });
        }
        self.show_several(key);
        let Some(several) = self.several(key) else { return };
        if several.live.is_empty() {
            let state = self.several_outcome(key);
            self.end_control(key, state, turn);
        }
    }

    pub(in super::super) fn several(&self, key: RunKey) -> Option<&Several> {
        match &self.run(key)?.progress {
            Progress::Several(several) => Some(several),
            _ => None,
        }
    }

    /// Which part an execution was called for; `None` where it is not waited for any more.
    pub(crate) fn part_of(&self, key: RunKey, child: ExecutionId) -> Option<u32> {
        let several = self.several(key).filter(|_| !self.at(key).state().is_terminated())?;
        several.live.iter().find(|part| part.child == child).map(|part| part.index)
    }

    /// What a loop goes over in one of its iterations, or the address of a batch.
    pub(crate) fn round_of(&self, key: RunKey, part: u32) -> Option<Round> {
        let several = self.several(key)?;
        let at = part as usize;
        let value = several.values.get(at)?.clone();
        Some(Round { index: part, key: several.keys.as_ref().and_then(|keys| keys.get(at).cloned()), value })
    }

    /// The file that the outputs of one part are kept in; `None` where they are kept here.
    pub(crate) fn file_of(&self, key: RunKey, part: u32) -> Option<FileUri> {
        let several = self.several(key)?;
        let keeps = match self.shape(key) {
            Shape::CallEach { .. } => true,
            Shape::Each { style: EachStyle::Isolated { fetch, .. }, .. } => match fetch {
                Fetch::Store => true,
                Fetch::Auto => several.from_file,
                Fetch::Fetch => false,
            },
            _ => false,
        };
        keeps.then(|| self.folder_of(key).join(&part.to_string()).join("outputs.ion"))
    }

    /// The folder of a task run in internal storage.
    pub(crate) fn folder_of(&self, key: RunKey) -> FileUri {
        let run = self.at(key);
        let folder = execution_folder(self.flow(), self.head.id);
        folder.join("tasks").join(&slug(self.task_name(run))).join(&run.id.to_string())
    }

    /// A part could not be begun, or need not be waited for.
    pub(super) fn part_called(
        &mut self,
        key: RunKey,
        child: ExecutionId,
        result: Result<CallState, Failure>,
        turn: &mut Turn,
    ) {
        match result {
            Err(failure) => {
                self.log_failure(key, &failure, turn);
                self.part_over(key, child, State::Failed, None, turn);
            }
            Ok(_) if !self.call(key).is_none_or(|call| call.wait) => {
                self.part_over(key, child, State::Success, None, turn);
            }
            Ok(_) => {}
        }
    }

    /// The execution of a part has ended.
    pub(super) fn part_ended(&mut self, key: RunKey, child: ExecutionId, ended: CallState, turn: &mut Turn) {
        if let Some(failure) = &ended.failure {
            self.log_failure(key, failure, turn);
        }
        let state = if ended.failure.is_some() { State::Failed } else { ended.state };
        self.part_over(key, child, state, ended.outputs, turn);
    }

    fn part_over(&mut self, key: RunKey, child: ExecutionId, state: State, outputs: Option<Arc<Map>>, turn: &mut Turn) {
        let held = self.is_held(key);
        self.end_part(key, child, state, outputs, turn);
        if held {
            self.go_on_unheld(turn);
        }
    }

    fn end_part(&mut self, key: RunKey, child: ExecutionId, state: State, outputs: Option<Arc<Map>>, turn: &mut Turn) {
        let Some(index) = self.part_of(key, child) else { return };
        let round = self.round_of(key, index);
        let is_kept = matches!(state, State::Failed | State::Killed) && self.call(key).is_some();
        if let Progress::Several(several) = &mut self.at_mut(key).progress {
            if is_kept {
                several.failed.push(Part { index, child, pace: Pace::Going });
            }
            several.live.retain(|part| part.child != child);
            match several.ends.iter_mut().find(|end| end.0 == state) {
                Some(end) => end.1 += 1,
                None => several.ends.push((state, 1)),
            }
        }
        if self.state() == State::Killing {
            self.show_several(key);
            if self.several(key).is_none_or(|several| several.live.is_empty()) {
                self.end_run(key, State::Killed, State::Killed, turn);
            }
            return;
        }
        let Shape::Each { style: EachStyle::Isolated { transmit_failed, .. }, .. } = self.shape(key) else {
            self.call_more(key, turn);
            return;
        };
        let transmits = *transmit_failed;
        let outputs = outputs.map(|outputs| {
            // What came to nothing is not given out.
            Arc::new(outputs.iter().filter(|it| !it.1.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect::<Map>())
        });
        if let (Some(outputs), Some(round)) = (outputs.filter(|outputs| !outputs.is_empty()), round) {
            self.keep_outputs(key, &round, outputs);
        }
        match state {
            State::Failed if transmits => {
                self.show_several(key);
                let flow = self.flow();
                let message = format!(
                    "Loop iteration {index} ended in FAILED in sub-execution [[link execution=\"{child}\" flowId=\"{}\" \
                     namespace=\"{}\"]], check that execution's logs for details",
                    flow.id, flow.namespace
                );
                turn.log(Some(key), LogLevel::Error, message);
                self.end_control(key, State::Failed, turn);
            }
            State::Killed | State::Cancelled if transmits => {
                self.show_several(key);
                self.end_control(key, State::Success, turn);
            }
            _ => self.call_more(key, turn),
        }
    }

    /// What an iteration gave out comes behind what others gave out before.
    fn keep_outputs(&mut self, key: RunKey, round: &Round, given: Arc<Map>) {
        let mut item = Map::default();
        item.insert("value".into(), Value::Text(round.value.clone()));
        item.insert("iteration".into(), Value::integer(i64::from(round.index)));
        if let Some(key) = &round.key {
            item.insert("key".into(), Value::Text(key.clone()));
        }
        let mut kept = Map::default();
        kept.insert("item".into(), Value::Map(Arc::new(item)));
        kept.insert("outputs".into(), Value::Map(given));
        self.release_given(key);
        let all = Arc::make_mut(self.at_mut(key).outputs.get_or_insert_default());
        let list = all.entry(GIVEN.into()).or_insert_with(|| Value::list([]));
        if let Value::List(list) = list {
            Arc::make_mut(list).push(Value::Map(Arc::new(kept)));
        }
    }

    /// The counts among the outputs are those of this moment.
    fn show_several(&mut self, key: RunKey) {
        let Some(several) = self.several(key) else { return };
        let number = |count: usize| Value::integer(count as i64);
        let (values, live) = (several.values.len(), several.live.len());
        let ends = several.ends.iter().map(|(state, count)| (state.name(), Value::integer(i64::from(*count))));
        let mut outputs = Map::default();
        if let Shape::CallEach { call, .. } = self.shape(key) {
            if values == 0 {
                return;
            }
            outputs.insert("numberOfBatches".into(), number(values));
            let begun = call.wait.then_some(("CREATED", number(0)));
            let counts = begun.into_iter().chain([("RUNNING", number(live))]).chain(ends);
            outputs.insert("iterations".into(), Value::map(counts));
            outputs.insert("subflowOutputsBaseUri".into(), Value::text(self.folder_of(key).path()));
        } else {
            outputs.insert("iterationCount".into(), number(values));
            outputs.insert("runningIterations".into(), number(live));
            outputs.insert("terminatedIterations".into(), Value::map(ends));
            if several.from_file {
                outputs.insert("nextOffset".into(), Value::integer(i64::from(several.begun)));
            }
        }
        let mut all = self.at(key).outputs.clone().unwrap_or_default();
        Arc::make_mut(&mut all).extend(outputs);
        self.give_out(key, Some(all));
    }

    fn several_outcome(&self, key: RunKey) -> State {
        let Some(several) = self.several(key) else { return State::Success };
        let any = |state| several.ends.iter().any(|end| end.0 == state);
        match self.call(key) {
            Some(call) if call.transmit_failed => {
                [State::Failed, State::Killed, State::Warning].into_iter().find(|&state| any(state))
            }
            // What iterations of a loop come to is its own only as they end.
            _ => None,
        }
        .unwrap_or(State::Success)
    }
}

impl Several {
    /// Nothing was begun yet.
    pub(in super::super) fn new(values: Vec<Text>, keys: Option<Vec<Text>>, at_most: u32, from_file: bool) -> Self {
        Self {
            values: Arc::new(values),
            keys: keys.map(Arc::new),
            at_most,
            from_file,
            begun: 0,
            live: Vec::new(),
            ends: Vec::new(),
            failed: Vec::new(),
        }
    }
}
