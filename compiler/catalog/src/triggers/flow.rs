//! Executions after those of other flows.

use crate::objects::state::State;
use crate::objects::time_window::TimeWindow;
use crate::prelude::*;

/// Start the flow when executions of other flows reach a state.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: after
///     type: io.kestra.plugin.core.trigger.Flow
///     dependsOn:
///       - namespace: demo
///         flowId: greet
///         states: [SUCCESS]
/// ```
#[derive(Clone, Debug, PartialEq, Trigger)]
#[trigger(
    "io.kestra.plugin.core.trigger.Flow",
    was("io.kestra.core.models.triggers.types.Flow", until = "2.0"),
    checks("FlowTriggerValidation", since = "2.0"),
    outputs = FlowOutputs
)]
pub struct Flow {
    /// What the flow is started with; `{{ trigger.outputs.id }}` is what the other flow gave back.
    #[fixed]
    pub inputs: Option<IndexMap<Text, Value>>,
    /// The states of the other execution that count.
    #[name("states")]
    #[default(["SUCCESS", "WARNING", "FAILED", "KILLED", "CANCELLED", "RETRIED", "SKIPPED", "PAUSED"])]
    #[fixed]
    #[versions(until = "1.1")]
    pub states_before: Vec<State>,
    /// The states of the other execution that count.
    #[default(["SUCCESS", "WARNING", "FAILED", "KILLED", "CANCELLED", "RETRIED", "SKIPPED", "RESUBMITTED", "PAUSED"])]
    #[fixed]
    #[versions(since = "1.1")]
    pub states: Vec<State>,
    /// Which flows must have reached which states, possibly several in one window of time.
    #[fixed]
    #[versions(until = "2.0")]
    pub preconditions: Option<Preconditions>,
    /// Which flows must have reached which states.
    #[fixed]
    #[versions(since = "2.0")]
    pub depends_on: Option<Vec<Dependency>>,
    /// The time within which all of them must have.
    #[fixed]
    #[versions(since = "2.0")]
    pub window: Option<Window>,
    /// How many of them must have.
    #[default("ALL")]
    #[fixed]
    #[versions(since = "2.0")]
    pub mode: Mode,
    /// How many, where `mode` is `AT_LEAST`.
    #[fixed]
    #[versions(since = "2.0")]
    #[above(0)]
    pub min_satisfied: Option<i64>,
    /// Whether it fires while an execution it started is still running.
    #[default(false)]
    #[fixed]
    #[versions(until = "2.0")]
    pub allow_concurrent: bool,
}

/// The other execution.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct FlowOutputs {
    /// Its id.
    pub execution_id: String,
    /// Its labels.
    pub execution_labels: IndexMap<Text, Value>,
    /// The namespace of its flow.
    pub namespace: String,
    /// The id of its flow.
    pub flow_id: String,
    /// The revision of its flow.
    pub flow_revision: i64,
    /// Its state.
    pub state: State,
    /// What it gave back.
    pub outputs: Option<IndexMap<Text, Value>>,
    /// When it started.
    #[versions(since = "2.0")]
    pub start_date: Option<Moment>,
    /// When it ended.
    #[versions(since = "2.0")]
    pub end_date: Option<Moment>,
    /// The first task that failed.
    #[versions(since = "2.0")]
    pub first_failed_task_id: Option<String>,
    /// The last task that ran.
    #[versions(since = "2.0")]
    pub last_task_id: Option<String>,
}

/// Which flows must have reached which states.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Preconditions {
    /// A name, unique in the flow.
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id: String,
    /// The flows.
    pub flows: Option<Vec<UpstreamFlow>>,
    /// Further tests on executions.
    pub r#where: Option<Vec<ExecutionFilter>>,
    /// The time within which all must hold.
    #[default((("type", "DURATION_WINDOW"), ))]
    pub time_window: TimeWindow,
    /// Whether counting begins anew after it fired.
    #[default(true)]
    pub reset_on_success: bool,
}

/// A flow that must have reached a state.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct UpstreamFlow {
    /// Its namespace.
    pub namespace: String,
    /// Its id; any flow of the namespace where absent.
    pub flow_id: Option<String>,
    /// The states that count.
    pub states: Option<Vec<State>>,
    /// Labels its execution must have.
    pub labels: Option<IndexMap<Text, Value>>,
}

/// Tests on an execution.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct ExecutionFilter {
    /// A name, unique among them.
    #[not_empty]
    pub id: String,
    /// The tests.
    #[not_empty]
    pub filters: Vec<Filter>,
    /// Whether all tests must hold or any.
    #[default("AND")]
    pub operand: Operand,
}

/// A test on an execution.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Filter {
    /// What is tested.
    pub field: FilterField,
    /// How it is tested.
    pub r#type: FilterType,
    /// What it is compared with.
    pub value: Option<String>,
    /// What it is compared with, for `IN` and `NOT_IN`.
    pub values: Option<Vec<String>>,
}

/// What is tested of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum FilterField {
    /// The id of its flow.
    FlowId,
    /// The namespace of its flow.
    Namespace,
    /// Its state.
    State,
    /// What an expression evaluates to.
    Expression,
}

/// How it is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum FilterType {
    /// It is equal.
    EqualTo,
    /// It is not equal.
    NotEqualTo,
    /// It is one of `values`.
    In,
    /// It is none of `values`.
    NotIn,
    /// It is true.
    IsTrue,
    /// It is false.
    IsFalse,
    /// It is null.
    IsNull,
    /// It is not null.
    IsNotNull,
    /// It begins with it.
    StartsWith,
    /// It ends with it.
    EndsWith,
    /// The whole matches it.
    Regex,
    /// It contains it.
    Contains,
}

/// Whether all tests must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Operand {
    /// All.
    And,
    /// Any.
    Or,
}

/// A flow that must have reached a state.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Dependency {
    /// Its namespace.
    pub namespace: Option<String>,
    /// Its id.
    pub flow_id: Option<String>,
    /// The states that count.
    pub states: Option<Vec<State>>,
    /// Labels its execution must have.
    pub labels: Option<IndexMap<Text, Value>>,
    /// What must hold of its execution besides.
    #[default("true")]
    #[property]
    pub when: String,
}

/// How many of several flows must have reached their states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Mode {
    /// All of them.
    All,
    /// One of them.
    Any,
    /// As many as `minSatisfied` says.
    AtLeast,
}

/// The time within which all must hold.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Window {
    /// Windows of this length, one after another.
    pub every: Option<SignedDuration>,
    /// How long after midnight windows begin.
    pub offset: Option<SignedDuration>,
    /// The time before now.
    pub lookback: Option<SignedDuration>,
    /// From midnight to this time of day.
    pub deadline: Option<Time>,
    /// From this time of day.
    pub from: Option<Time>,
    /// To this time of day.
    pub to: Option<Time>,
    /// The time zone of times of day.
    #[check("TimezoneId")]
    pub timezone: Option<String>,
}
