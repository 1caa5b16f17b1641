//! What is stored of a task run: what has changed of it since it was last stored.

use std::sync::Arc;

use jiff::Timestamp;
use plan::value::Map;
use plan::{StepId, Text, Value};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::super::around::GIVEN;
use super::super::state::{Entry, History, State};
use super::super::task_run::{Attempt, Pace, Part, Progress, RunKey, Several, TaskRun, Values};
use super::{Tail, count};
use crate::ids::{ExecutionId, TaskRunId};

/// What has changed of a task run since it was last stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunChange {
    key: RunKey,
    /// In its first change, where it stands.
    place: Option<Place>,
    iteration: Option<u32>,
    history: Tail<Entry>,
    attempts: Tail<AttemptChange>,
    outputs: OutputsChange,
    progress: ProgressChange,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    wake: Option<Timestamp>,
}

/// Where a task run stands among the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Place {
    step: StepId,
    parent: Option<RunKey>,
    value: Option<Text>,
    lane: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct AttemptChange {
    history: Tail<Entry>,
    log_file: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum OutputsChange {
    /// These, whatever they were before.
    Are(Option<Arc<Map>>),
    /// Of what calls several executions: these, and behind what others gave out before, what these gave out.
    Further { others: Map, given: Tail<Value> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum ProgressChange {
    /// This, whatever it was before.
    Is(Progress),
    /// What it goes over is as it was.
    Same,
    /// Of several executions some were called, and others have ended.
    Further {
        begun: u32,
        called: Vec<Part>,
        over: Vec<u32>,
        paused: Vec<u32>,
        ends: Vec<(State, u32)>,
        failed: Tail<Part>,
    },
}

/// How much of a task run the store has.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// So many entries of its history.
    entries: u32,
    /// So many attempts, and of the last so many entries.
    attempts: u32,
    attempt: u32,
    /// What it goes over.
    values: Option<Arc<Vec<Text>>>,
    /// Of several executions: so many were called, these have not ended, so many have given something out, and so many have failed.
    begun: u32,
    live: Vec<u32>,
    given: u32,
    failed: u32,
}

impl RunChange {
    pub(super) fn key(&self) -> RunKey {
        self.key
    }

    /// What has changed of a run; from now on the store has it.
    pub(super) fn take(run: &TaskRun, all: &mut FxHashMap<RunKey, Stored>) -> Self {
        // What has ended is hardly ever changed again: it is written whole then.
        let before = match run.state().is_terminated() {
            true => all.remove(&run.key),
            false => all.insert(run.key, Stored::of(run)),
        };
        let before = before.as_ref();
        let place = Place { step: run.step, parent: run.parent, value: run.value.clone(), lane: run.lane };
        Self {
            key: run.key,
            place: before.is_none().then_some(place),
            iteration: run.iteration,
            history: Tail::of(run.history.entries(), before.map_or(0, |before| before.entries)),
            attempts: attempts(&run.attempts, before),
            outputs: outputs(run, before),
            progress: progress(&run.progress, before),
            wake: run.wake,
        }
    }

    /// A run as it begins; `None` where this is not its first change.
    pub(super) fn begin(self, execution: ExecutionId) -> Option<TaskRun> {
        let Place { step, parent, value, lane } = self.place.clone()?;
        let mut run = TaskRun {
            key: self.key,
            id: TaskRunId::nth(execution, self.key.0),
            step,
            parent,
            value,
            iteration: None,
            lane,
            history: History::stored(Vec::new()),
            attempts: Vec::new(),
            outputs: None,
            progress: Progress::Undecided,
            wake: None,
        };
        self.change(&mut run);
        (!run.history.entries().is_empty()).then_some(run)
    }

    /// Changes a run as it was changed.
    pub(super) fn change(self, run: &mut TaskRun) {
        run.iteration = self.iteration;
        run.history.put_behind(self.history);
        run.attempts.truncate(self.attempts.from as usize + 1);
        for (index, AttemptChange { history, log_file }) in (self.attempts.from as usize..).zip(self.attempts.more) {
            if run.attempts.len() <= index {
                run.attempts.push(Attempt { history: History::stored(Vec::new()), log_file: None });
            }
            if let Some(attempt) = run.attempts.get_mut(index) {
                attempt.history.put_behind(history);
                attempt.log_file = log_file;
            }
        }
        match self.outputs {
            OutputsChange::Are(outputs) => run.outputs = outputs,
            OutputsChange::Further { others, given } => further(&mut run.outputs, others, given),
        }
        match (self.progress, &mut run.progress) {
            (ProgressChange::Is(progress), now) => *now = progress,
            (ProgressChange::Further { begun, called, over, paused, ends, failed }, Progress::Several(several)) => {
                several.begun = begun;
                several.live.retain(|part| !over.contains(&part.index));
                several.live.extend(called);
                for part in &mut several.live {
                    part.pace = if paused.contains(&part.index) { Pace::Paused } else { Pace::Going };
                }
                several.ends = ends;
                failed.put_behind(&mut several.failed);
            }
            (ProgressChange::Same | ProgressChange::Further { .. }, _) => {}
        }
        run.wake = self.wake;
    }
}

impl Stored {
    fn of(run: &TaskRun) -> Self {
        let several = several(&run.progress);
        Self {
            entries: count(run.history.entries().len()),
            attempts: count(run.attempts.len()),
            attempt: run.attempts.last().map_or(0, |attempt| count(attempt.history.entries().len())),
            values: values(&run.progress).cloned(),
            begun: several.map_or(0, |several| several.begun),
            live: several.map_or_else(Vec::new, |several| several.live.iter().map(|part| part.index).collect()),
            failed: several.map_or(0, |several| count(several.failed.len())),
            given: several.and(given(run.outputs.as_deref())).map_or(0, |given| count(given.len())),
        }
    }
}

fn attempts(attempts: &[Attempt], before: Option<&Stored>) -> Tail<AttemptChange> {
    // Of those that are stored only the last may have gone on.
    let from = before.map_or(0, |before| before.attempts.saturating_sub(1));
    let changed = attempts.iter().enumerate().skip(from as usize).map(|(index, attempt)| {
        let stored = before.filter(|before| index + 1 == before.attempts as usize).map_or(0, |before| before.attempt);
        AttemptChange { history: Tail::of(attempt.history.entries(), stored), log_file: attempt.log_file.clone() }
    });
    Tail { from, more: changed.collect() }
}

fn outputs(run: &TaskRun, before: Option<&Stored>) -> OutputsChange {
    let before = before.filter(|before| before.given > 0 && several(&run.progress).is_some());
    let (Some(before), Some(outputs)) = (before, &run.outputs) else { return OutputsChange::Are(run.outputs.clone()) };
    match given(Some(outputs)) {
        Some(given) if given.len() >= before.given as usize => {
            let others = outputs.iter().filter(|(name, _)| &***name != GIVEN);
            let others = others.map(|(name, value)| (name.clone(), value.clone())).collect();
            OutputsChange::Further { others, given: Tail::of(given, before.given) }
        }
        _ => OutputsChange::Are(run.outputs.clone()),
    }
}

/// Others are replaced, and what was given out comes behind what was given out before.
fn further(outputs: &mut Option<Arc<Map>>, others: Map, tail: Tail<Value>) {
    let all = Arc::make_mut(outputs.get_or_insert_default());
    for (name, value) in others {
        all.insert(name, value);
    }
    if let Some(Value::List(list)) = all.get_mut(GIVEN) {
        tail.put_behind(Arc::make_mut(list));
    }
}

/// What iterations have given out so far.
fn given(outputs: Option<&Map>) -> Option<&[Value]> {
    match outputs?.get(GIVEN)? {
        Value::List(list) => Some(list),
        _ => None,
    }
}

fn progress(progress: &Progress, before: Option<&Stored>) -> ProgressChange {
    let same = |values: &Arc<Vec<Text>>| {
        before.filter(|before| before.values.as_ref().is_some_and(|stored| Arc::ptr_eq(stored, values)))
    };
    match progress {
        Progress::Values(Values { values, .. }) if same(values).is_some() => ProgressChange::Same,
        Progress::Several(now) => match same(&now.values) {
            None => ProgressChange::Is(progress.clone()),
            Some(before) => {
                // They are called in their order.
                let goes_on = |index: &u32| now.live.binary_search_by_key(index, |part| part.index).is_ok();
                ProgressChange::Further {
                    begun: now.begun,
                    called: now.live.iter().filter(|part| part.index >= before.begun).copied().collect(),
                    paused: now.live.iter().filter(|part| part.pace == Pace::Paused).map(|part| part.index).collect(),
                    over: before.live.iter().filter(|index| !goes_on(index)).copied().collect(),
                    ends: now.ends.clone(),
                    failed: Tail::of(&now.failed, before.failed),
                }
            }
        },
        other => ProgressChange::Is(other.clone()),
    }
}

fn several(progress: &Progress) -> Option<&Several> {
    match progress {
        Progress::Several(several) => Some(several),
        _ => None,
    }
}

/// What a control goes over.
fn values(progress: &Progress) -> Option<&Arc<Vec<Text>>> {
    match progress {
        Progress::Values(values) => Some(&values.values),
        Progress::Several(several) => Some(&several.values),
        _ => None,
    }
}
