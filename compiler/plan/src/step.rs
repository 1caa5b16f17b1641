//! One task of a flow, lowered to one of a small closed set of shapes.
//!
//! Graph, plan and runtime know only the shapes: every control of either dialect becomes one.

use report::Span;
use serde::{Deserialize, Serialize};

use crate::flow::{FlowName, Input};
use crate::{Argument, Template, Text};

/// The place of a step in [`crate::Plan::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StepId(pub u32);

impl StepId {
    /// As an index into the steps of its plan.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A task of the flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The task's `id`, unique in the flow.
    pub name: Text,
    /// The canonical task type.
    pub task_type: Text,
    /// The step it is a child of.
    pub parent: Option<StepId>,
    /// The properties every task has.
    pub common: Common,
    /// What it does to the flow of control.
    pub shape: Shape,
    /// The task's own properties that its shape has not taken, under their canonical names.
    pub properties: Vec<(Text, Argument)>,
    /// Whether running it can be seen from outside the execution.
    pub effects: Effects,
    /// The task's `id` in the file.
    pub place: Span,
}

/// The properties every task has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Common {
    /// Skipped where this renders to something false.
    pub run_if: Option<Template>,
    /// Left out altogether.
    pub disabled: bool,
    /// A failure counts as a warning.
    pub allow_failure: bool,
    /// A warning counts as a success.
    pub allow_warning: bool,
    /// The longest time of one attempt.
    pub timeout: Option<Argument>,
    /// What happens after a failure.
    pub retry: Option<Retry>,
    /// Less important entries are dropped.
    pub log_level: Option<LogLevel>,
    /// Entries go to a file instead of the log.
    pub log_to_file: bool,
    /// Outputs of an equal earlier run are taken, no older than this ISO 8601 duration.
    pub cache: Option<Cache>,
}

/// The setting of a task cache.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cache {
    /// For how long an entry is good; for ever where absent.
    pub ttl: Option<Text>,
}

/// The importance of a log entry, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LogLevel {
    /// Everything.
    Trace,
    /// For finding faults.
    Debug,
    /// For following what happens.
    Info,
    /// Something is odd.
    Warn,
    /// Something failed.
    Error,
}

/// Whether a step does something that can be seen from outside its execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effects {
    /// It only computes: it may be committed together with its neighbours, and run again.
    Pure,
    /// It touches the world: it is asked for only after what came before is committed.
    World,
}

/// What happens after a failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retry {
    /// How long to wait before each attempt.
    pub interval: Interval,
    /// How many attempts at the most.
    pub max_attempts: Option<u32>,
    /// No attempt starts later than this after the first (ISO 8601).
    pub max_duration: Option<Text>,
    /// A success after a retry counts as a warning.
    pub warning_on_retry: bool,
    /// What is tried again.
    pub behavior: RetryBehavior,
}

/// How long to wait before an attempt; durations are ISO 8601.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Interval {
    /// Always the same.
    Constant(Text),
    /// Growing by a factor up to a maximum.
    Exponential {
        /// Before the first.
        interval: Text,
        /// Never longer than this.
        max_interval: Text,
        /// By what it grows.
        factor: f64,
    },
    /// Somewhere between two.
    Random {
        /// No shorter.
        min: Text,
        /// No longer.
        max: Text,
    },
}

/// What is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RetryBehavior {
    /// The failed task.
    RetryFailedTask,
    /// A new execution is created.
    CreateNewExecution,
}

/// The steps below a step, with what happens when one fails and in the end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Children {
    /// The steps themselves.
    pub tasks: Vec<StepId>,
    /// Run when one of them failed.
    pub errors: Vec<StepId>,
    /// Run in the end in any case.
    pub finally: Vec<StepId>,
}

/// The closed set of things a task can do to the flow of control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// Run by its behaviour; no children.
    Run,
    /// Children one after another (`Sequential`, `AllowFailure`).
    Sequence {
        /// The steps below.
        children: Children,
        /// Whether a failed child makes this step a warning (`AllowFailure`).
        on_failure: OnFailure,
    },
    /// Children side by side.
    Parallel {
        /// The steps below.
        children: Children,
        /// How many at once; unlimited where absent.
        at_most: Option<Argument>,
        /// What becomes of running siblings when one fails.
        on_child_failure: OnChildFailure,
    },
    /// Children in the order of their dependencies (`Dag`).
    Graph {
        /// The steps below, each task with the siblings it waits for.
        children: Children,
        /// For each of `children.tasks`, in the same order, the siblings it waits for.
        needs: Vec<Vec<StepId>>,
        /// How many at once; unlimited where absent.
        at_most: Option<Argument>,
        /// What becomes of running siblings when one fails.
        on_child_failure: OnChildFailure,
    },
    /// Children once for each value.
    Each {
        /// The steps below.
        children: Children,
        /// The values.
        over: Argument,
        /// How many iterations at once: `Some(1)` one after another, `Some(0)` or `None` all.
        at_most: Option<Argument>,
        /// How iterations see and are seen.
        style: EachStyle,
    },
    /// One of several branches by a condition or a value (`If`, `Switch`).
    Choose {
        /// What is decided on.
        on: Template,
        /// The branches in order.
        branches: Vec<Branch>,
        /// What runs where no branch matches; `None` fails.
        otherwise: Option<Vec<StepId>>,
        /// How a branch is picked.
        style: ChooseStyle,
        /// Run when a child failed, and in the end.
        errors: Vec<StepId>,
        /// Run in the end in any case.
        finally: Vec<StepId>,
    },
    /// Children again and again until a condition holds.
    Repeat {
        /// The steps below.
        children: Children,
        /// Tested after each round.
        until: Template,
        /// How long between rounds (ISO 8601).
        interval: Option<Argument>,
        /// At most this many rounds.
        max_iterations: Option<Argument>,
        /// No longer than this (ISO 8601).
        max_duration: Option<Argument>,
        /// Whether reaching a limit is a failure.
        fail_on_max_reached: bool,
    },
    /// Waits for a person, a call, or the end of a delay (`Pause`).
    Await {
        /// The steps below (1.x only).
        children: Children,
        /// Goes on by itself after this time (ISO 8601).
        delay: Option<Argument>,
        /// Ends after this time (1.x `timeout`, ISO 8601).
        timeout: Option<Argument>,
        /// What the end of the delay means.
        behavior: PauseBehavior,
        /// What whoever resumes is asked for.
        on_resume: Vec<Input>,
        /// Run when the pause begins.
        on_pause: Option<StepId>,
    },
    /// Another flow (`Subflow`).
    Call(Box<Call>),
    /// Another flow once for each batch of a file (`ForEachItem`).
    CallEach {
        /// What is called, with the inputs of each.
        call: Box<Call>,
        /// The step that splits the file: its output `splits` is a file with the address of each batch in a line.
        split: StepId,
    },
    /// Children in one folder on one worker (`WorkingDirectory`).
    Workspace {
        /// The steps below.
        children: Children,
    },
    /// Changes the execution itself, inside the engine, without a worker.
    Update(Update),
}

/// A branch of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// The value it stands for: `true` for an `If`.
    pub value: Text,
    /// The steps of the branch.
    pub tasks: Vec<StepId>,
}

impl Shape {
    /// Whether each of its rounds is an execution of its own, or another flow.
    pub fn calls_several(&self) -> bool {
        matches!(self, Self::CallEach { .. } | Self::Each { style: EachStyle::Isolated { .. }, .. })
    }
}

/// How a branch is picked and what the step gives out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChooseStyle {
    /// By truth; output `evaluationResult`.
    If,
    /// By equality with the branch's value; outputs `value` and `defaults`.
    Switch,
}

/// Whether failures of children become warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnFailure {
    /// The step fails.
    Fail,
    /// The step ends with a warning.
    Warn,
}

/// What becomes of running siblings when one fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnChildFailure {
    /// They run to their own end.
    Continue,
    /// They are killed, and fail.
    Fail,
    /// They are killed, and cancelled.
    Cancel,
}

/// How the iterations of a loop see and are seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EachStyle {
    /// 1.x `ForEach`, `EachSequential`: `taskrun.value`, outputs keyed by value.
    Values,
    /// 1.x `EachParallel`: every combination of value and task is a sibling.
    Combinations,
    /// 2.0 `Loop`: `item.value`, isolated iterations, declared outputs.
    Isolated {
        /// What each iteration gives out.
        outputs: Vec<crate::flow::Output>,
        /// Whether a failed iteration fails the loop.
        transmit_failed: bool,
        /// Where outputs are kept.
        fetch: Fetch,
    },
}

/// Where a result is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fetch {
    /// As the values came.
    Auto,
    /// With the execution.
    Fetch,
    /// In a file.
    Store,
}

/// What the end of a pause's delay means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PauseBehavior {
    /// It goes on.
    Resume,
    /// It goes on with a warning.
    Warn,
    /// It fails.
    Fail,
    /// The execution is cancelled.
    Cancel,
}

/// A call of another flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The flow, where both parts are known when compiled.
    pub flow: Option<FlowName>,
    /// Its namespace as written.
    pub namespace: Argument,
    /// Its id as written.
    pub flow_id: Argument,
    /// A fixed revision.
    pub revision: Option<Argument>,
    /// What it is started with.
    pub inputs: Vec<(Text, Argument)>,
    /// Labels of the new execution.
    pub labels: Vec<(Text, Argument)>,
    /// Whether this step waits for the end.
    pub wait: bool,
    /// Whether this step fails with the called execution.
    pub transmit_failed: bool,
    /// Whether labels of this execution are handed down.
    pub inherit_labels: bool,
    /// Deprecated: values computed in the context of the called execution.
    pub outputs: Vec<(Text, Template)>,
    /// What a restart does with an execution that was called before.
    pub restart: RestartBehavior,
    /// Not before this time.
    pub schedule_date: Option<Argument>,
}

/// What a restart does with an execution that was called before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RestartBehavior {
    /// It is restarted.
    RetryFailed,
    /// A new one is created.
    NewExecution,
}

/// What a step changes of its own execution, inside the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Update {
    /// Adds labels (`execution.Labels`).
    Labels(Argument),
    /// Sets variables (`execution.SetVariables`).
    SetVariables {
        /// The variables.
        variables: Argument,
        /// Whether existing ones may be replaced.
        overwrite: bool,
    },
    /// Removes variables (`execution.UnsetVariables`).
    UnsetVariables {
        /// Their names.
        variables: Argument,
        /// Whether a missing one is no failure.
        ignore_missing: bool,
    },
    /// Ends the execution (`execution.Exit`).
    Exit(Argument),
}
