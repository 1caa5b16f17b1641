//! The document of a flow, and what stands in it besides tasks, triggers and inputs.

use crate::objects::retry::Retry;
use crate::objects::worker::{WorkerGroup, WorkerSelector};
use crate::prelude::*;

/// A flow: what is run, what it is started with, what starts it and what it gives back.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Flow {
    /// The flow's name within its namespace; it cannot be changed.
    #[size(min = 1, max = 100)]
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9._-]*")]
    #[not_empty]
    pub id: String,
    /// Where the flow belongs; dots make levels.
    #[size(min = 1, max = 150)]
    #[pattern("^[a-z0-9][a-z0-9._-]*")]
    pub namespace: String,
    /// Counted by the server; ignored.
    #[min(1)]
    pub revision: Option<i64>,
    /// What the flow is for, in Markdown.
    pub description: Option<String>,
    /// Labels every execution starts with.
    pub labels: Option<FlowLabels>,
    /// What an execution is started with: `{{ inputs.id }}`.
    pub inputs: Option<Vec<Input>>,
    /// Values used in several places: `{{ vars.name }}`; those with expressions in them are evaluated with
    /// `render(vars.name)`.
    pub variables: Option<IndexMap<Text, Value>>,
    /// What is done, one after another.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed, before the final state is set.
    pub finally: Option<Vec<Task>>,
    /// Tasks that run once the final state is known: `{{ execution.state }}`.
    pub after_execution: Option<Vec<Task>>,
    /// Tasks that run after the end where conditions hold.
    #[versions(until = "2.0")]
    #[obsolete("use `afterExecution`, or a `Flow` trigger of another flow")]
    pub listeners: Option<Vec<Listener>>,
    /// What the flow gives back to whoever started it.
    #[rendered]
    pub outputs: Option<Vec<FlowOutput>>,
    /// What starts the flow.
    pub triggers: Option<Vec<Trigger>>,
    /// Values for properties of all tasks of a type.
    #[versions(until = "2.0")]
    pub plugin_defaults: Option<Vec<PluginDefault>>,
    /// Values for properties of all tasks of a type.
    #[versions(until = "2.0")]
    #[obsolete("use `pluginDefaults`")]
    pub task_defaults: Option<Vec<PluginDefault>>,
    /// How many executions may run at once.
    pub concurrency: Option<Concurrency>,
    /// How a failed execution is tried again.
    pub retry: Option<Retry>,
    /// Agreements an execution is held to.
    pub sla: Option<Vec<Sla>>,
    /// Conditions on inputs, tested before an execution is created.
    #[versions(since = "1.2")]
    pub checks: Option<Vec<Check>>,
    /// A disabled flow is kept and never started.
    #[default(false)]
    pub disabled: bool,
    /// Set by the server.
    #[default(false)]
    pub deleted: bool,
    /// Set by the server.
    #[name("tenantId")]
    #[versions(until = "2.0")]
    #[pattern("^[a-z0-9][a-z0-9_-]*")]
    pub tenant_id_before: Option<String>,
    /// Set by the server.
    #[versions(since = "2.0")]
    #[check("TenantId")]
    pub tenant_id: Option<String>,
    /// Set by the server.
    #[versions(since = "1.3")]
    pub updated: Option<Moment>,
    /// The workers all tasks run on.
    #[versions(until = "2.0")]
    pub worker_group: Option<WorkerGroup>,
    /// The workers all tasks run on, by their tags.
    #[versions(since = "2.0")]
    pub worker_selector: Option<WorkerSelector>,
    /// A draft is used only where its revision is asked for.
    #[default(false)]
    #[versions(since = "2.0")]
    pub draft: bool,
    /// The policies that apply (enterprise edition).
    #[versions(since = "2.0")]
    pub policy_refs: Option<Vec<String>>,
    /// How much executions may use (enterprise edition).
    #[versions(since = "2.0")]
    pub quotas: Option<Vec<Quota>>,
}

/// A condition on inputs, tested before an execution is created.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Check {
    /// What must hold.
    #[name("condition")]
    #[versions(since = "1.2", until = "2.0")]
    #[not_empty]
    pub condition_before: String,
    /// What must hold.
    #[versions(since = "2.0")]
    pub condition: Option<String>,
    /// What must hold.
    #[versions(since = "2.0")]
    #[not_empty]
    pub when: String,
    /// What the person is told otherwise.
    #[versions(since = "1.2")]
    #[not_empty]
    pub message: String,
    /// How the message is shown.
    #[name("style")]
    #[versions(since = "1.2", until = "2.0")]
    pub style_before: Option<CheckStyle>,
    /// How the message is shown.
    #[default("INFO")]
    #[versions(since = "2.0")]
    pub style: CheckStyle,
    /// What follows where the condition does not hold.
    #[name("behavior")]
    #[versions(since = "1.2", until = "2.0")]
    pub behavior_before: Option<CheckBehavior>,
    /// What follows where the condition does not hold.
    #[default("BLOCK_EXECUTION")]
    #[versions(since = "2.0")]
    pub behavior: CheckBehavior,
}

/// What follows from a check that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CheckBehavior {
    /// No execution is created.
    #[versions(since = "1.2")]
    BlockExecution,
    /// The execution is created as failed.
    #[versions(since = "1.2")]
    FailExecution,
    /// The execution is created all the same.
    #[versions(since = "1.2")]
    CreateExecution,
}

/// How the message of a check is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CheckStyle {
    /// Red.
    #[versions(since = "1.2")]
    Error,
    /// Green.
    #[versions(since = "1.2")]
    Success,
    /// Yellow.
    #[versions(since = "1.2")]
    Warning,
    /// Blue.
    #[versions(since = "1.2")]
    Info,
}

/// How many executions of the flow may run at once.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Concurrency {
    /// What happens to one too many.
    #[default("QUEUE")]
    pub behavior: ConcurrencyBehavior,
    /// How many.
    #[min(1)]
    pub limit: i64,
}

/// What happens to an execution beyond the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ConcurrencyBehavior {
    /// It waits.
    Queue,
    /// It ends as cancelled.
    Cancel,
    /// It ends as failed.
    Fail,
}

/// Tasks that run after the end where conditions hold.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Listener {
    /// What must hold.
    pub conditions: Option<Vec<Condition>>,
    /// What it is for.
    pub description: Option<String>,
    /// The tasks.
    #[not_empty]
    pub tasks: Vec<Task>,
}

/// A value the flow gives back.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct FlowOutput {
    /// Its name.
    #[pattern("^[a-zA-Z0-9][.a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id: String,
    /// What it is converted to and checked as.
    pub r#type: InputType,
    /// What it is computed from.
    pub value: AnyOrText,
    /// What a page shows instead of the id.
    pub display_name: Option<String>,
    /// What it is, in Markdown.
    pub description: Option<String>,
    /// Whether an execution fails without it.
    pub required: Option<bool>,
}

/// Values for properties of all tasks of a type.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PluginDefault {
    /// The type, or the beginning of the names of several.
    pub r#type: String,
    /// Whether they win over what a task says itself.
    #[default(false)]
    pub forced: bool,
    /// The name tasks ask for these defaults by.
    pub r#ref: Option<String>,
    /// The properties with their values.
    pub values: Option<IndexMap<Text, Value>>,
}

/// An agreement an execution is held to.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(tag = "type", common = SlaCommon)]
pub enum Sla {
    /// A condition holds all the time.
    #[name("EXECUTION_ASSERTION")]
    AssertionSla(AssertionSla),
    /// It ends in time.
    #[name("MAX_DURATION")]
    DurationSla(DurationSla),
}

/// What all kinds of it have.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SlaCommon {
    /// What happens to one too many.
    pub behavior: SlaBehavior,
    /// Its name in messages.
    #[not_empty]
    pub id: String,
    /// Labels added when it is broken.
    pub labels: Option<Labels>,
    /// What is agreed.
    pub r#type: SlaType,
}

/// A condition that holds all the time.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct AssertionSla {
    /// What must hold.
    #[not_empty]
    pub assert: String,
    /// What happens to one too many.
    pub behavior: SlaBehavior,
    /// Its name in messages.
    #[not_empty]
    pub id: String,
    /// Labels added when it is broken.
    pub labels: Option<Labels>,
    /// What is agreed.
    pub r#type: SlaType,
}

/// A time the execution ends within.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DurationSla {
    /// Its name in messages.
    #[not_empty]
    pub id: String,
    /// What is agreed.
    pub r#type: SlaType,
    /// What follows when it is broken.
    pub behavior: SlaBehavior,
    /// Labels added when it is broken.
    pub labels: Option<Labels>,
    /// The longest time.
    #[name("duration")]
    #[versions(until = "2.0")]
    pub duration_before: SignedDuration,
    /// The longest time.
    #[versions(since = "2.0")]
    #[check("DurationMax")]
    pub duration: SignedDuration,
}

/// What follows when an agreement is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum SlaBehavior {
    /// The execution fails.
    Fail,
    /// The execution is cancelled.
    Cancel,
    /// Only labels and an entry in the log.
    None,
}

/// What is agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum SlaType {
    /// The execution ends in time.
    MaxDuration,
    /// A condition holds all the time.
    ExecutionAssertion,
}

/// How many executions may be created in a time (enterprise edition).
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Quota {
    /// What happens to one too many.
    pub behavior: QuotaBehavior,
    /// The time.
    pub duration: SignedDuration,
    /// How many.
    #[above(0)]
    pub limit: i64,
}

/// What happens to an execution beyond the quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum QuotaBehavior {
    /// It fails.
    Fail,
    /// It is cancelled.
    Cancel,
}

/// What an input or output holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum InputType {
    /// Text.
    String,
    /// One of several texts.
    Select,
    /// One of several texts.
    #[versions(until = "2.0")]
    Enum,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// True or false.
    Bool,
    /// True or false.
    #[versions(until = "2.0")]
    Boolean,
    /// A point in time.
    Datetime,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// An ISO 8601 duration.
    Duration,
    /// A file.
    File,
    /// A JSON document.
    Json,
    /// An ION document.
    #[versions(since = "2.0")]
    Ion,
    /// A URI.
    Uri,
    /// Text that is encrypted and never shown.
    Secret,
    /// A list.
    Array,
    /// Several of several texts.
    Multiselect,
    /// A YAML document.
    Yaml,
    /// An address of a person.
    Email,
    /// A group of inputs.
    #[versions(since = "1.3")]
    Form,
    /// Inputs defined elsewhere (enterprise edition).
    #[versions(since = "2.0")]
    ReusableInputs,
}

/// On which other inputs an input depends.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct DependsOn {
    /// Whether the input is asked for at all.
    pub condition: Option<String>,
    /// The ids of the other inputs.
    pub inputs: Option<Vec<String>>,
}

/// A value that is offered, with what a page shows for it; a text alone stands for both.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(from = String)]
pub struct ValueOption {
    /// The value.
    pub value: String,
    /// What a page shows.
    pub label: Option<String>,
}
