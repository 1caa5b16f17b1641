//! The static plan of one flow: self-contained, deterministic, addressed by its hash.

use serde::{Deserialize, Serialize};

use crate::step::Retry;
use crate::trigger::Trigger;
use crate::value::Value;
use crate::{Argument, Dialect, Step, StepId, Template, Text};

/// The name of a flow within a workspace or server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FlowName {
    /// The namespace, dots for levels.
    pub namespace: Text,
    /// The id within the namespace.
    pub id: Text,
}

impl std::fmt::Display for FlowName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}", self.namespace, self.id)
    }
}

/// A flow, compiled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Which flow this is.
    pub flow: FlowName,
    /// The rules it was compiled under.
    pub dialect: Dialect,
    /// Markdown for people.
    pub description: Option<Text>,
    /// A disabled flow is kept and shown, and never started.
    pub disabled: bool,
    /// Labels every execution starts with.
    pub labels: Vec<(Text, Text)>,
    /// What an execution is started with, in the author's order.
    pub inputs: Vec<Input>,
    /// The flow's `variables`, rendered only through `render()`.
    pub variables: Vec<(Text, Value)>,
    /// Every step of the flow; a [`StepId`] is an index.
    pub steps: Vec<Step>,
    /// The steps of each top-level section.
    pub sections: Sections,
    /// What the flow gives back.
    pub outputs: Vec<Output>,
    /// What starts it.
    pub triggers: Vec<Trigger>,
    /// How many executions may run at once.
    pub concurrency: Option<Concurrency>,
    /// What happens when an execution fails.
    pub retry: Option<Retry>,
    /// Agreements an execution is held to.
    pub sla: Vec<Sla>,
    /// Conditions on inputs, tested before an execution is created.
    pub checks: Vec<Check>,
    /// The file it was compiled from, so that a failure can be drawn over it.
    pub source: SourceText,
}

impl Plan {
    /// The step with this id.
    pub fn step(&self, id: StepId) -> &Step {
        &self.steps[id.index()]
    }
}

/// The file a plan was compiled from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceText {
    /// The path as it was given.
    pub path: Text,
    /// The text, byte for byte.
    pub text: Text,
}

/// The top-level steps of a flow, by section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sections {
    /// Run in order.
    pub tasks: Vec<StepId>,
    /// Run when one of the tasks failed.
    pub errors: Vec<StepId>,
    /// Run in the end in any case, before the final state is set.
    pub finally: Vec<StepId>,
    /// Run after the final state is set.
    pub after_execution: Vec<StepId>,
    /// Deprecated listeners: run after the end when their conditions hold.
    pub listeners: Vec<Listener>,
}

/// A deprecated listener.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listener {
    /// All must hold.
    pub conditions: Vec<crate::trigger::Condition>,
    /// Run in order.
    pub tasks: Vec<StepId>,
}

/// One value an execution is started (or a pause resumed) with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// How it is named in expressions: `inputs.<id>`; dots nest.
    pub id: Text,
    /// What it holds and what is accepted.
    pub kind: InputKind,
    /// What a form shows instead of the id.
    pub display_name: Option<Template>,
    /// Markdown under the field.
    pub description: Option<Text>,
    /// Whether an execution is refused without it.
    pub required: bool,
    /// The value where none is given.
    pub defaults: Option<Argument>,
    /// What a form starts with, without being a default.
    pub prefill: Option<Argument>,
    /// Shown and asked for only where this holds.
    pub depends_on: Option<DependsOn>,
}

/// On which other inputs an input depends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DependsOn {
    /// The ids of the others.
    pub inputs: Vec<Text>,
    /// Whether the input is asked for at all.
    pub condition: Option<Template>,
}

/// The type of an input with its validators; bounds are inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum InputKind {
    /// Any text; `validator` is a Java regular expression over the whole text.
    String {
        /// A Java regular expression the whole text must match.
        validator: Option<Text>,
    },
    /// A whole number.
    Int {
        /// The least, included.
        min: Option<i64>,
        /// The greatest, included.
        max: Option<i64>,
    },
    /// A number.
    Float {
        /// The least, included.
        min: Option<f64>,
        /// The greatest, included.
        max: Option<f64>,
    },
    /// True, false, or not given (`BOOL` and `BOOLEAN`).
    Bool,
    /// One of several texts (`SELECT`, `ENUM`).
    Select {
        /// What is offered.
        values: Values,
        /// Whether other values are accepted.
        custom: Custom,
        /// How it is shown.
        widget: Widget,
    },
    /// Several of several texts.
    MultiSelect {
        /// What is offered.
        values: Values,
        /// Whether other values are accepted.
        custom: Custom,
    },
    /// A point in time.
    DateTime {
        /// Not before this.
        after: Option<Text>,
        /// Not after this.
        before: Option<Text>,
    },
    /// A date.
    Date {
        /// Not before this.
        after: Option<Text>,
        /// Not after this.
        before: Option<Text>,
    },
    /// A time of day.
    Time {
        /// Not before this.
        after: Option<Text>,
        /// Not after this.
        before: Option<Text>,
    },
    /// An ISO 8601 duration.
    Duration {
        /// The least, included.
        min: Option<Text>,
        /// The greatest, included.
        max: Option<Text>,
    },
    /// An uploaded file; values are addresses in internal storage.
    File {
        /// Accepted endings, such as `.csv`; all where empty.
        extensions: Vec<Text>,
    },
    /// A JSON document.
    Json {
        /// The JSON Schema it must follow.
        schema: Option<Text>,
    },
    /// A YAML document.
    Yaml,
    /// An ION document.
    Ion,
    /// A URI.
    Uri,
    /// An address of a person.
    Email,
    /// Text that is encrypted at rest and masked everywhere.
    Secret {
        /// A Java regular expression the whole text must match.
        validator: Option<Text>,
    },
    /// A list of one type.
    Array {
        /// What each element is.
        item: Box<InputKind>,
    },
    /// A group whose members are `inputs.<form>.<child>`.
    Form {
        /// The members.
        inputs: Vec<Input>,
    },
    /// Known by name and not executed.
    Reusable,
}

impl InputKind {
    /// The name of the type in files; of several names the one that the newest documentation uses.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::String { .. } => "STRING",
            Self::Int { .. } => "INT",
            Self::Float { .. } => "FLOAT",
            Self::Bool => "BOOLEAN",
            Self::Select { .. } => "SELECT",
            Self::MultiSelect { .. } => "MULTISELECT",
            Self::DateTime { .. } => "DATETIME",
            Self::Date { .. } => "DATE",
            Self::Time { .. } => "TIME",
            Self::Duration { .. } => "DURATION",
            Self::File { .. } => "FILE",
            Self::Json { .. } => "JSON",
            Self::Yaml => "YAML",
            Self::Ion => "ION",
            Self::Uri => "URI",
            Self::Email => "EMAIL",
            Self::Secret { .. } => "SECRET",
            Self::Array { .. } => "ARRAY",
            Self::Form { .. } => "FORM",
            Self::Reusable => "REUSABLE_INPUTS",
        }
    }
}

/// The values offered by a selection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// Written in the file.
    Listed(Vec<Text>),
    /// Computed: an expression that gives a list.
    Computed(Template),
}

/// Whether a selection accepts values that are not offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Custom {
    /// Only the offered values.
    Refused,
    /// Any value.
    Accepted,
}

/// How a selection is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Widget {
    /// A list that opens.
    Dropdown,
    /// One button a value.
    Radio,
}

/// One output of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// Its name.
    pub id: Text,
    /// How the value is converted and checked; `None` keeps what the expression gives.
    pub kind: Option<InputKind>,
    /// What it is computed from.
    pub value: Argument,
    /// What a page shows instead of the id.
    pub display_name: Option<Text>,
    /// Markdown for people.
    pub description: Option<Text>,
    /// Whether an execution fails without it.
    pub required: bool,
}

/// How many executions of a flow may run at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concurrency {
    /// At least one.
    pub limit: u32,
    /// What happens to one too many.
    pub behavior: ConcurrencyBehavior,
}

/// What happens to an execution beyond the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConcurrencyBehavior {
    /// It waits.
    Queue,
    /// It ends as cancelled.
    Cancel,
    /// It ends as failed.
    Fail,
}

/// An agreement an execution is held to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sla {
    /// Its name in messages.
    pub id: Text,
    /// What is agreed.
    pub kind: SlaKind,
    /// What follows when it is broken.
    pub behavior: SlaBehavior,
    /// Labels added when it is broken.
    pub labels: Vec<(Text, Text)>,
}

/// What is agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SlaKind {
    /// The execution ends within this time (ISO 8601).
    MaxDuration(Text),
    /// The expression never becomes true.
    Assertion(Template),
}

/// What follows when an agreement is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SlaBehavior {
    /// The execution fails.
    Fail,
    /// The execution is cancelled.
    Cancel,
    /// Only labels and a log entry.
    None,
}

/// A condition on inputs, tested before an execution is created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Holds where all is well.
    pub condition: Template,
    /// What the person is told otherwise.
    pub message: Template,
    /// How it is shown.
    pub style: CheckStyle,
    /// What follows.
    pub behavior: CheckBehavior,
}

/// How a failed check is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckStyle {
    /// Red.
    Error,
    /// Green.
    Success,
    /// Yellow.
    Warning,
    /// Blue.
    Info,
}

/// What follows from a failed check, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CheckBehavior {
    /// The execution is created all the same.
    CreateExecution,
    /// The execution is created as failed.
    FailExecution,
    /// No execution is created.
    BlockExecution,
}
