//! What is stored of an execution: what has changed since it was last stored.
//!
//! An execution is the sum of its deltas in order. A step writes what it has changed and never the whole, so that
//! neither a loop of a million rounds nor a flow with large inputs writes anything twice.

#[cfg(test)]
mod growth;
mod run;

use std::sync::Arc;

use jiff::Timestamp;
use plan::FlowName;
use plan::value::Map;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::item::{Around, Item};
use super::state::{Entry, History};
use super::{Changes, Execution, Head, Kind, Known, Label, Lineage, Program, RunKey, Stage, Started, TaskRun};
use crate::ids::ExecutionId;
use run::RunChange;

/// What has changed since an execution was last stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    /// In the first delta, what never changes.
    origin: Option<Box<Origin>>,
    /// Where the execution as a whole stands, where that has changed.
    course: Option<Box<Course>>,
    /// The key of the next task run.
    next: u32,
    runs: Vec<RunChange>,
    removed: Vec<RunKey>,
}

impl Delta {
    /// Whether the execution as a whole stands elsewhere than before.
    pub(crate) fn moves(&self) -> bool {
        self.course.is_some()
    }
}

/// What never changes of an execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Origin {
    id: ExecutionId,
    flow: FlowName,
    revision: u32,
    kind: Kind,
    inputs: Arc<Map>,
    trigger: Option<Started>,
    lineage: Lineage,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    schedule_date: Option<Timestamp>,
    /// Which iteration of which loop it is, where it is one.
    item: Option<Arc<Item>>,
    /// Of an iteration of a loop, what it sees of the executions around it.
    around: Option<Arc<Around>>,
}

/// What changes of an execution as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Course {
    stage: Stage,
    history: Tail<Entry>,
    labels: Vec<Label>,
    outputs: Option<Arc<Map>>,
    variables: Arc<Map>,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    hold: Option<Timestamp>,
    broken: Vec<u32>,
}

/// What a list has become from one of its places on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tail<T> {
    from: u32,
    more: Vec<T>,
}

impl<T: Clone> Tail<T> {
    /// A list of which so many are stored already.
    fn of(list: &[T], stored: u32) -> Self {
        Self { from: stored, more: list.get(stored as usize..).unwrap_or_default().to_vec() }
    }
}

impl<T> Tail<T> {
    fn put_behind(self, list: &mut Vec<T>) {
        list.truncate(self.from as usize);
        list.extend(self.more);
    }
}

/// How much of an execution the store has.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    /// So many entries of its history.
    entries: u32,
    /// What of the task runs that go on; of others it is not known, and not asked for again.
    runs: FxHashMap<RunKey, run::Stored>,
}

impl Execution {
    /// Whether something has changed since it was last stored.
    pub fn is_changed(&self) -> bool {
        self.changes.head || !self.changes.runs.is_empty() || !self.changes.removed.is_empty()
    }

    /// What has changed since the last call.
    pub fn take_delta(&mut self) -> Delta {
        let mut changes = std::mem::take(&mut self.changes);
        changes.runs.sort_unstable();
        changes.runs.dedup();
        let mut runs = Vec::with_capacity(changes.runs.len());
        for key in changes.runs {
            if let Some(index) = self.position(key) {
                runs.push(RunChange::take(&self.runs[index], &mut self.stored.runs));
            }
        }
        for key in &changes.removed {
            self.stored.runs.remove(key);
        }
        Delta {
            origin: changes.origin.then(|| Box::new(self.origin())),
            course: changes.head.then(|| Box::new(self.take_course())),
            next: self.head.next,
            runs,
            removed: changes.removed,
        }
    }

    fn origin(&self) -> Origin {
        let head = &self.head;
        Origin {
            id: head.id,
            flow: head.flow.clone(),
            revision: head.revision,
            kind: head.kind,
            inputs: Arc::clone(&head.inputs),
            trigger: head.trigger.clone(),
            lineage: head.lineage.clone(),
            schedule_date: head.schedule_date,
            item: head.item.clone(),
            around: self.around.clone(),
        }
    }

    fn take_course(&mut self) -> Course {
        let head = &self.head;
        let entries = head.history.entries();
        let history = Tail::of(entries, self.stored.entries);
        self.stored.entries = count(entries.len());
        Course {
            stage: head.stage,
            history,
            labels: head.labels.clone(),
            outputs: head.outputs.clone(),
            variables: Arc::clone(&head.variables),
            hold: head.hold,
            broken: head.broken.clone(),
        }
    }

    /// Which revision of which flow deltas belong to; `None` where the first is missing.
    pub(crate) fn program_of(deltas: &[Delta]) -> Option<(FlowName, u32)> {
        let origin = deltas.iter().find_map(|delta| delta.origin.as_ref())?;
        Some((origin.flow.clone(), origin.revision))
    }

    /// Puts an execution together again; `None` where a delta is missing.
    pub fn from_deltas(program: Arc<Program>, deltas: impl IntoIterator<Item = Delta>) -> Option<Self> {
        let mut read: Option<(Head, Option<Arc<Around>>)> = None;
        let mut runs: Vec<TaskRun> = Vec::new();
        for Delta { origin, course, next, runs: changed, removed } in deltas {
            if let Some(origin) = origin {
                read = Some(origin.begin());
            }
            let (head, _) = read.as_mut()?;
            head.next = next;
            if let Some(course) = course {
                course.change(head);
            }
            for change in changed {
                match runs.binary_search_by_key(&change.key(), |run| run.key) {
                    Ok(index) => change.change(&mut runs[index]),
                    Err(index) => runs.insert(index, change.begin(head.id)?),
                }
            }
            if !removed.is_empty() {
                let removed: FxHashSet<RunKey> = removed.into_iter().collect();
                runs.retain(|run| !removed.contains(&run.key));
            }
        }
        let (head, around) = read.filter(|(head, _)| !head.history.entries().is_empty())?;
        let stored = Stored { entries: count(head.history.entries().len()), runs: FxHashMap::default() };
        let (known, changes) = (Known::default(), Changes::default());
        let mut execution = Self { program, head, around, runs, known, changes, stored };
        execution.derive();
        Some(execution)
    }
}

impl Origin {
    /// What an execution begins with, before its first course is known.
    fn begin(self) -> (Head, Option<Arc<Around>>) {
        let Self { id, flow, revision, kind, inputs, trigger, lineage, schedule_date, item, around } = self;
        let head = Head {
            id,
            flow,
            revision,
            kind,
            stage: Stage::Waiting,
            history: History::stored(Vec::new()),
            labels: Vec::new(),
            inputs,
            outputs: None,
            variables: Arc::default(),
            trigger,
            lineage,
            schedule_date,
            hold: None,
            next: 0,
            broken: Vec::new(),
            item,
        };
        (head, around)
    }
}

impl Course {
    fn change(self, head: &mut Head) {
        let Self { stage, history, labels, outputs, variables, hold, broken } = self;
        head.stage = stage;
        head.history.put_behind(history);
        head.labels = labels;
        head.outputs = outputs;
        head.variables = variables;
        head.hold = hold;
        head.broken = broken;
    }
}

impl History {
    fn put_behind(&mut self, tail: Tail<Entry>) {
        let mut entries = std::mem::replace(self, Self::stored(Vec::new())).into_entries();
        tail.put_behind(&mut entries);
        *self = Self::stored(entries);
    }
}

/// How many there are; never more than fit.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
