//! One run of a flow: what happened so far, and what follows from it.
//!
//! An execution is pure: it knows no store, no clock and no world. [`Execution::apply`] takes an event and
//! the time, and gives back what the world is asked for.

mod advance;
mod agreement;
mod apply;
mod around;
mod begin;
mod change;
pub mod command;
pub mod delta;
mod elapsed;
mod ended;
pub mod event;
mod finish;
mod frame;
mod hidden;
pub(crate) mod item;
mod kill;
mod outputs;
pub mod program;
mod replay;
mod restart;
mod retry;
mod runs;
mod shapes;
pub mod state;
pub mod task_run;
pub mod trigger;
mod turn;
pub mod view;
mod wake;

#[cfg(test)]
mod orders;
#[cfg(test)]
mod script;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use plan::value::Map;
use plan::{FlowName, Plan, Text};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

pub use command::{Command, Question};
pub use event::{Admission, Answer, CallState, End, Event, Outcome, Resumption};
pub use program::Program;
pub use state::{History, State};
pub use task_run::{Attempt, Pace, RunKey, TaskRun};
pub use trigger::Started;

use crate::ids::{ExecutionId, TaskRunId};
use frame::Frame;

/// A key and a value that executions are found by.
pub type Label = (Text, Text);

/// One run of a flow.
#[derive(Clone, Debug)]
pub struct Execution {
    program: Arc<Program>,
    head: Head,
    /// Of an iteration of a loop, what it sees of the executions around it.
    around: Option<Arc<item::Around>>,
    /// Sorted by key; keys of runs that were removed are missing.
    runs: Vec<TaskRun>,
    /// What follows from the rest.
    known: Known,
    changes: Changes,
    stored: delta::Stored,
}

/// What there is of an execution besides its task runs.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) id: ExecutionId,
    pub(crate) flow: FlowName,
    pub(crate) revision: u32,
    pub(crate) kind: Kind,
    pub(crate) stage: Stage,
    pub(crate) history: History,
    pub(crate) labels: Vec<Label>,
    pub(crate) inputs: Arc<Map>,
    pub(crate) outputs: Option<Arc<Map>>,
    pub(crate) variables: Arc<Map>,
    pub(crate) trigger: Option<Started>,
    pub(crate) lineage: Lineage,
    pub(crate) schedule_date: Option<Timestamp>,
    /// Not before this time, whatever the reason.
    pub(crate) hold: Option<Timestamp>,
    /// The key of the next task run.
    pub(crate) next: u32,
    /// The agreements that were broken.
    pub(crate) broken: Vec<u32>,
    /// Which iteration of which loop it is, where it is one.
    pub(crate) item: Option<Arc<item::Item>>,
}

/// How far an execution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stage {
    /// It has no place yet, or its time has not come.
    Waiting,
    /// The tasks, what they run on errors, and what they run in the end.
    Main,
    /// What the flow gives back is computed; it will end in this state.
    Outputs(State),
    /// It has ended; what is to be run after that.
    After,
    /// The listeners from this one on.
    Listeners(u32),
    /// Nothing is left to do.
    Over,
}

/// What follows from the stored parts; made anew when an execution is read back.
#[derive(Clone, Debug, Default)]
struct Known {
    root: Frame,
    frames: FxHashMap<RunKey, Frame>,
    /// `outputs` as expressions see it; shared with the scopes that look at it.
    outputs: Arc<Map>,
    wakes: BTreeSet<(Timestamp, Wake)>,
}

/// What time goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wake {
    Hold,
    Agreement(u32),
    Run(RunKey),
}

/// What has changed since it was last stored.
#[derive(Clone, Debug, Default)]
struct Changes {
    /// It is new.
    origin: bool,
    head: bool,
    runs: Vec<RunKey>,
    removed: Vec<RunKey>,
}

impl Changes {
    /// Everything of a new execution with these task runs.
    fn of_new(runs: &[TaskRun]) -> Self {
        Self { origin: true, head: true, runs: runs.iter().map(|run| run.key).collect(), removed: Vec::new() }
    }
}

/// What an execution is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Work.
    #[default]
    Normal,
    /// A test: it starts no other flows by triggers.
    Test,
    /// An author trying tasks.
    Playground,
    /// An iteration of a 2.0 `Loop`.
    Loop,
}

/// Which executions an execution comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// The one it repeats.
    pub parent: Option<ExecutionId>,
    /// The first of a chain of repetitions; itself where it is the first.
    pub original: ExecutionId,
    /// Which attempt of the chain it is, from 1.
    pub attempt: u32,
    /// When the first of the chain was created.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub created: Timestamp,
}

/// What an execution is made of.
#[derive(Clone, Debug)]
pub struct Birth {
    /// Its name.
    pub id: ExecutionId,
    /// What it is for.
    pub kind: Kind,
    /// All its labels, in order.
    pub labels: Vec<Label>,
    /// Converted inputs, dotted ids nested, secrets encrypted.
    pub inputs: Arc<Map>,
    /// What started it, where it was no person.
    pub trigger: Option<Started>,
    /// The executions it comes from; itself alone where absent.
    pub lineage: Option<Lineage>,
    /// When it is to begin, where that was asked for.
    pub schedule_date: Option<Timestamp>,
    /// Not before this time, for another reason.
    pub hold: Option<Timestamp>,
}

impl Execution {
    /// An execution that has not begun.
    pub fn new(program: Arc<Program>, birth: Birth, now: Timestamp) -> Self {
        let lineage = birth.lineage.unwrap_or(Lineage { parent: None, original: birth.id, attempt: 1, created: now });
        let head = Head {
            id: birth.id,
            flow: program.plan.flow.clone(),
            revision: program.revision,
            kind: birth.kind,
            stage: Stage::Waiting,
            history: History::begin(State::Created, now),
            labels: birth.labels,
            inputs: birth.inputs,
            outputs: None,
            variables: Arc::default(),
            trigger: birth.trigger,
            lineage,
            schedule_date: birth.schedule_date,
            hold: birth.schedule_date.max(birth.hold),
            next: 0,
            broken: Vec::new(),
            item: None,
        };
        let (known, changes, stored) = (Known::default(), Changes::of_new(&[]), delta::Stored::default());
        Self { program, head, around: None, runs: Vec::new(), known, changes, stored }
    }

    /// Its name.
    pub fn id(&self) -> ExecutionId {
        self.head.id
    }

    /// The flow it runs.
    pub fn flow(&self) -> &FlowName {
        &self.program.plan.flow
    }

    /// The plan it runs by.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.program.plan
    }

    /// The plan it runs by, made ready.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The revision of the flow.
    pub fn revision(&self) -> u32 {
        self.program.revision
    }

    /// What it is for.
    pub fn kind(&self) -> Kind {
        self.head.kind
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.head.history.current()
    }

    /// Where it stood, and since when.
    pub fn history(&self) -> &History {
        &self.head.history
    }

    /// Whether nothing is left to do, also after its end.
    pub fn is_over(&self) -> bool {
        self.head.stage == Stage::Over
    }

    /// Whether nothing but time or somebody goes on with it.
    pub(crate) fn is_resting(&self) -> bool {
        let waits = matches!(self.state(), State::Paused | State::Queued | State::Retrying)
            || (self.state() == State::Created && self.head.hold.is_some());
        waits
            && self.runs.iter().all(|run| {
                let shape = &self.program.plan.step(run.step).shape;
                let asks_others = matches!(shape, plan::Shape::Run | plan::Shape::Call(_)) || shape.calls_several();
                run.state().is_terminated() || !asks_others || matches!(run.state(), State::Retrying | State::Created)
            })
    }

    /// Its labels in order; of two with one key the first counts.
    pub fn labels(&self) -> &[Label] {
        &self.head.labels
    }

    /// The value of a label.
    pub fn label(&self, key: &str) -> Option<&Text> {
        self.head.labels.iter().find(|label| &*label.0 == key).map(|label| &label.1)
    }

    /// What it was started with; secrets are encrypted here.
    pub fn inputs(&self) -> &Arc<Map> {
        &self.head.inputs
    }

    /// What the flow gave back, once it ended.
    pub fn outputs(&self) -> Option<&Arc<Map>> {
        self.head.outputs.as_ref()
    }

    /// What tasks have set.
    pub fn variables(&self) -> &Arc<Map> {
        &self.head.variables
    }

    /// What the tasks gave out, by id and by the values of the loops around them.
    pub fn task_outputs(&self) -> &Arc<Map> {
        &self.known.outputs
    }

    /// What started it, where it was no person.
    pub fn trigger(&self) -> Option<&Started> {
        self.head.trigger.as_ref()
    }

    /// Which executions it comes from.
    pub fn lineage(&self) -> &Lineage {
        &self.head.lineage
    }

    /// When it is to begin, where that was asked for.
    pub fn schedule_date(&self) -> Option<Timestamp> {
        self.head.schedule_date
    }

    /// When time itself goes on with it next.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.known.wakes.first().map(|wake| wake.0)
    }

    /// Every run of a task, in the order of their creation.
    pub fn task_runs(&self) -> &[TaskRun] {
        &self.runs
    }

    /// The runs that changed since the execution was last stored; one may come twice.
    pub(crate) fn changed_runs(&self) -> impl Iterator<Item = &TaskRun> {
        self.changes.runs.iter().filter_map(|key| self.run(*key))
    }

    /// The run with this id.
    pub fn task_run(&self, id: TaskRunId) -> Option<&TaskRun> {
        self.runs.iter().find(|run| run.id == id)
    }

    /// The run with this number.
    pub fn run(&self, key: RunKey) -> Option<&TaskRun> {
        self.position(key).map(|index| &self.runs[index])
    }

    /// The task id of a run.
    pub fn task_name(&self, run: &TaskRun) -> &Text {
        &self.program.plan.step(run.step).name
    }

    /// The runs around a run, innermost first.
    pub fn ancestors<'a>(&'a self, run: &'a TaskRun) -> impl Iterator<Item = &'a TaskRun> + 'a {
        std::iter::successors(run.parent.and_then(|key| self.run(key)), |run| run.parent.and_then(|key| self.run(key)))
    }

    fn position(&self, key: RunKey) -> Option<usize> {
        let index = key.0 as usize;
        // Keys are places until something was removed.
        if self.runs.get(index).is_some_and(|run| run.key == key) {
            return Some(index);
        }
        self.runs.binary_search_by_key(&key, |run| run.key).ok()
    }
}
