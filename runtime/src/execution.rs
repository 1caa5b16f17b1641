//! One run of a flow: what happened so far, and nothing else.
//!
//! An execution is pure: it knows no store, no clock and no world. [`Execution::apply`] takes an event
//! and the time, and gives back what the world is asked for.

pub mod state;
pub mod task_run;
pub mod trigger;
pub mod view;

use std::sync::Arc;

use jiff::Timestamp;
use plan::value::Map;
use plan::{FlowName, Plan, Text};

pub use state::{History, State};
pub use task_run::{Attempt, TaskRun};
pub use trigger::Started;

use crate::ids::{ExecutionId, TaskRunId};

/// A key and a value that executions are found by.
pub type Label = (Text, Text);

/// One run of a flow.
#[derive(Clone, Debug)]
pub struct Execution {
    pub(crate) id: ExecutionId,
    pub(crate) plan: Arc<Plan>,
    pub(crate) revision: u32,
    pub(crate) kind: Kind,
    pub(crate) history: History,
    pub(crate) labels: Vec<Label>,
    pub(crate) inputs: Arc<Map>,
    pub(crate) outputs: Option<Arc<Map>>,
    pub(crate) variables: Arc<Map>,
    pub(crate) trigger: Option<Started>,
    pub(crate) lineage: Lineage,
    pub(crate) schedule_date: Option<Timestamp>,
    pub(crate) task_runs: Vec<TaskRun>,
}

/// What an execution is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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

impl Execution {
    /// Its name.
    pub fn id(&self) -> ExecutionId {
        self.id
    }

    /// The flow it runs.
    pub fn flow(&self) -> &FlowName {
        &self.plan.flow
    }

    /// The plan it runs by.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// The revision of the flow.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// What it is for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.history.current()
    }

    /// Where it stood, and since when.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Its labels in order; of two with one key the first counts.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What it was started with; secrets are encrypted here.
    pub fn inputs(&self) -> &Arc<Map> {
        &self.inputs
    }

    /// What the flow gave back, once it ended.
    pub fn outputs(&self) -> Option<&Arc<Map>> {
        self.outputs.as_ref()
    }

    /// What started it, where it was no person.
    pub fn trigger(&self) -> Option<&Started> {
        self.trigger.as_ref()
    }

    /// Which executions it comes from.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// When it is to begin, where that was asked for.
    pub fn schedule_date(&self) -> Option<Timestamp> {
        self.schedule_date
    }

    /// Every run of a task, in the order of their creation.
    pub fn task_runs(&self) -> &[TaskRun] {
        &self.task_runs
    }

    /// The run with this id.
    pub fn task_run(&self, id: TaskRunId) -> Option<&TaskRun> {
        self.task_runs.iter().find(|run| run.id == id)
    }

    /// The task id of a run.
    pub fn task_name(&self, run: &TaskRun) -> &Text {
        &self.plan.step(run.step).name
    }
}
