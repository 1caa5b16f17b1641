//! What routes take and give beside their paths, for the reference of the API.

use crate::execution::State;

/// One thing that is said of a route.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Parameters of the query.
    Query(&'static [Parameter]),
    /// What the request's body holds.
    Body(Body),
    /// What the answer holds.
    Gives(Gives),
}

/// A parameter of a query.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What is written there.
    pub kind: Kind,
    /// What it is for, in one line.
    pub doc: &'static str,
    /// Whether a request may do without it.
    pub need: Need,
}

/// What is written in a parameter.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// Texts, the parameter repeated.
    Texts,
    /// A whole number of at least 1 and at most this.
    Count(u32),
    /// `true` or `false`.
    Flag,
    /// A date with time in ISO 8601.
    Moment,
    /// A duration in ISO 8601.
    Span,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Some of these, the parameter repeated or with commas.
    SomeOf(&'static [&'static str]),
    /// Members in brackets: `filters[namespace][PREFIX]=company`.
    Filters,
}

/// Whether a request may do without a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may.
    Optional,
    /// It may not.
    Required,
}

/// What the body of a request holds.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// Sources in YAML; several are set apart by lines of `---`.
    Source,
    /// A form with a part for each input, files among them; or nothing.
    Inputs,
    /// A form with one file under this name.
    File(&'static str),
    /// A JSON document of this schema.
    Json(&'static str),
    /// A JSON list of documents of this schema.
    List(&'static str),
    /// A JSON list of texts.
    Texts,
    /// Text.
    Text,
    /// Whatever the sender likes, or nothing.
    Anything,
}

/// What an answer holds; a JSON document where nothing is said.
#[derive(Clone, Copy, Debug)]
pub enum Gives {
    /// A JSON document of this schema.
    Json(&'static str),
    /// A JSON list of documents of this schema.
    List(&'static str),
    /// A page of a list of documents of this schema.
    Page(&'static str),
    /// A JSON list of texts.
    Texts,
    /// Nothing.
    Nothing,
    /// Text.
    Text,
    /// A table with commas.
    Table,
    /// The bytes of a file.
    File,
    /// Server-sent events, whose data are documents of this schema.
    Events(&'static str),
}

const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Parameter {
    Parameter { name, kind, doc, need: Need::Optional }
}

const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Parameter {
    Parameter { name, kind, doc, need: Need::Required }
}

const STATES: &[&str] = &State::NAMES;
const LEVELS: &[&str] = &["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];

const TEXT: Parameter = optional("q", Kind::Text, "What is looked for");
const NAMESPACE: Parameter = optional("namespace", Kind::Text, "A namespace, with those below it");
const LABELS: Parameter = optional("labels", Kind::Texts, "`key:value`; all must be there");
const SCOPE: Parameter = optional("scope", Kind::SomeOf(&["USER", "SYSTEM"]), "Whose flows");
const FILTERS: Parameter = optional("filters", Kind::Filters, "`filters[field][OPERATION]=value`, all must hold");
const REVISION_NUMBER: Parameter = optional("revision", Kind::Count(u32::MAX), "A revision; the newest where absent");

/// Which part of a list.
pub const PAGING: Part = Part::Query(&[
    optional("page", Kind::Count(u32::MAX), "Which page, from 1"),
    optional("size", Kind::Count(1_000), "How many entries a page has; 10 where absent"),
    optional("sort", Kind::Texts, "`field:asc` or `field:desc`, the most important first"),
]);

/// Conditions on flows.
pub const FLOW_FILTERS: Part = Part::Query(&[TEXT, NAMESPACE, SCOPE, LABELS, FILTERS]);

/// A text to look for.
pub const SEARCH: Part = Part::Query(&[TEXT]);

/// A text to look for in a namespace.
pub const SEARCH_IN: Part = Part::Query(&[TEXT, NAMESPACE]);

/// Conditions on executions.
pub const EXECUTION_FILTERS: Part = Part::Query(&[
    TEXT,
    SCOPE,
    NAMESPACE,
    optional("flowId", Kind::Text, "The id of a flow"),
    optional("startDate", Kind::Moment, "Begun not before"),
    optional("endDate", Kind::Moment, "Begun not after"),
    optional("timeRange", Kind::Span, "Begun within the last…"),
    optional("state", Kind::SomeOf(STATES), "In one of these states"),
    LABELS,
    optional("triggerExecutionId", Kind::Text, "Started by this execution"),
    optional("childFilter", Kind::OneOf(&["CHILD", "MAIN"]), "Started by another execution, or not"),
    optional("kind", Kind::OneOf(&["NORMAL", "TEST", "PLAYGROUND", "LOOP"]), "What it is for"),
    FILTERS,
]);

/// Conditions on triggers.
pub const TRIGGER_FILTERS: Part =
    Part::Query(&[TEXT, NAMESPACE, optional("flowId", Kind::Text, "The id of a flow"), FILTERS]);

/// Conditions on log lines.
pub const LOG_FILTERS: Part = Part::Query(&[
    TEXT,
    NAMESPACE,
    optional("flowId", Kind::Text, "The id of a flow"),
    optional("triggerId", Kind::Text, "The id of a trigger"),
    optional("minLevel", Kind::OneOf(LEVELS), "At least this important"),
    optional("startDate", Kind::Moment, "Said not before"),
    optional("endDate", Kind::Moment, "Said not after"),
    FILTERS,
]);

/// Which lines of one execution.
pub const LINES: Part = Part::Query(&[
    optional("minLevel", Kind::OneOf(LEVELS), "At least this important"),
    optional("taskRunId", Kind::Text, "Of this task run"),
    optional("taskId", Kind::Texts, "Of one of these tasks"),
    optional("attempt", Kind::Count(u32::MAX), "Of this attempt"),
]);

/// What an event stream has in its ids.
pub const EVENT_IDS: Part = Part::Query(&[optional(
    "ids",
    Kind::OneOf(&["kind", "sequence"]),
    "What stands in `id`: the kind of an event, or a number behind which `Last-Event-ID` goes on",
)]);

/// A revision of a flow.
pub const REVISION: Part = Part::Query(&[REVISION_NUMBER]);

/// How far the flows around one are looked for.
pub const DEPENDENCIES: Part = Part::Query(&[
    optional("destinationOnly", Kind::Flag, "Only those it leads to"),
    optional("expandAll", Kind::Flag, "Those behind them as well, and so on"),
]);

/// A name and a password.
pub const CREDENTIALS: Part = Part::Body(Body::Json("Credentials"));

/// What is shown of a flow.
pub const FLOW_SHOWN: Part = Part::Query(&[
    optional("source", Kind::Flag, "With its source"),
    REVISION_NUMBER,
    optional("allowDeleted", Kind::Flag, "Also where it was taken away"),
]);

/// Which revisions of a flow.
pub const REVISIONS_SHOWN: Part = Part::Query(&[optional("allowDelete", Kind::Flag, "Also that it was taken away")]);

/// What becomes of flows that are not sent.
pub const OTHERS: Part =
    Part::Query(&[optional("delete", Kind::Flag, "Whether flows are taken away that are there and were not sent")]);

/// Which flows are sent.
pub const BULK: Part = Part::Query(&[
    optional("namespace", Kind::Text, "The namespace of all that is sent"),
    optional("allowNamespaceChild", Kind::Flag, "Or those below it"),
]);

/// Where a part of a flow stands.
pub const SECTION: Part =
    Part::Query(&[optional("section", Kind::OneOf(&["TASKS", "TRIGGERS"]), "What the document is")]);

/// How an execution is begun.
pub const CREATION: Part = Part::Query(&[
    optional("labels", Kind::Texts, "`key:value`"),
    optional("wait", Kind::Flag, "Answer once it has ended"),
    REVISION_NUMBER,
    optional("scheduleDate", Kind::Moment, "Begin not before"),
    optional("kind", Kind::OneOf(&["NORMAL", "TEST", "PLAYGROUND"]), "What it is for"),
]);

/// From where an execution is repeated.
pub const REPLAY: Part = Part::Query(&[optional("taskRunId", Kind::Text, "The task run to begin at"), REVISION_NUMBER]);

/// Whether what an execution started is stopped too.
pub const CASCADE: Part = Part::Query(&[optional("isOnKillCascade", Kind::Flag, "With what it started")]);

/// Another end.
pub const STATUS: Part = Part::Query(&[required("status", Kind::OneOf(STATES), "The state it ends in")]);

/// Another state.
pub const STATE: Part = Part::Query(&[optional("state", Kind::OneOf(STATES), "The state it goes on with")]);

/// Another end of several executions.
pub const NEW_STATUS: Part = Part::Query(&[required("newStatus", Kind::OneOf(STATES), "The state they end in")]);

/// Which executions are deleted.
pub const UNENDED: Part = Part::Query(&[optional("includeNonTerminated", Kind::Flag, "Also those that go on")]);

/// Figures of a task or task run.
pub const FIGURES: Part = Part::Query(&[
    optional("taskRunId", Kind::Text, "Of this task run"),
    optional("taskId", Kind::Text, "Of this task"),
]);

/// How figures are put together.
pub const AGGREGATION: Part = Part::Query(&[
    optional("startDate", Kind::Moment, "Reported not before; 30 days ago where absent"),
    optional("endDate", Kind::Moment, "Reported not after; now where absent"),
    optional("aggregation", Kind::OneOf(&["sum", "avg", "min", "max"]), "How those of an hour or a day become one"),
]);

/// A file of a namespace.
pub const PATH: Part = Part::Query(&[required("path", Kind::Text, "The path of the file or folder")]);

/// A file or folder of a namespace.
pub const FOLDER: Part = Part::Query(&[optional("path", Kind::Text, "The path; the outermost folder where absent")]);

/// A revision of a file.
pub const FILE_REVISION: Part = Part::Query(&[REVISION_NUMBER]);

/// From one path to another.
pub const FROM_TO: Part =
    Part::Query(&[required("from", Kind::Text, "The path it has"), required("to", Kind::Text, "The path it gets")]);

/// Whether one mistake refuses all.
pub const STRICT: Part = Part::Query(&[optional("failOnError", Kind::Flag, "Stop at the first mistake")]);

/// A field of executions.
pub const FIELD: Part = Part::Query(&[
    required("field", Kind::OneOf(&["NAMESPACE", "FLOW_ID", "STATE", "KIND"]), "Whose values are offered"),
    optional("size", Kind::Count(10_000), "How many at the most; 100 where absent"),
]);

/// A file of an execution.
pub const FILE_PATH: Part = Part::Query(&[required("path", Kind::Text, "The address of the file: `kestra:///…`")]);

/// One flow.
pub const OF_FLOW: Part = Part::Query(&[
    required("namespace", Kind::Text, "The namespace"),
    required("flowId", Kind::Text, "The id of the flow"),
]);

/// A trigger of a flow.
pub const TRIGGER_ID: Part = Part::Query(&[required("triggerId", Kind::Text, "The id of the trigger")]);

/// Whether triggers fire.
pub const DISABLED: Part = Part::Query(&[optional("disabled", Kind::Flag, "Whether they are switched off")]);

/// Sources.
pub const SOURCE: Part = Part::Body(Body::Source);
/// Inputs of a flow or a pause.
pub const INPUTS: Part = Part::Body(Body::Inputs);
/// Sources, or an archive of them.
pub const FLOW_FILE: Part = Part::Body(Body::File("fileUpload"));
/// A file of a namespace, or an archive of some.
pub const NAMESPACE_FILE: Part = Part::Body(Body::File("fileContent"));
/// Keys.
pub const KEY_NAMES: Part = Part::Body(Body::Json("KeyNames"));
/// A text that names of namespaces hold.
pub const NAMESPACE_NAMES: Part = Part::Body(Body::Json("NamespaceNames"));
/// A user.
pub const USER: Part = Part::Body(Body::Json("User"));
/// Ids of executions.
pub const IDS: Part = Part::Body(Body::Texts);
/// Names of flows.
pub const FLOW_NAMES: Part = Part::Body(Body::List("FlowName"));
/// Labels.
pub const LABEL_LIST: Part = Part::Body(Body::List("Label"));
/// Ids of executions with labels.
pub const LABELS_BY_IDS: Part = Part::Body(Body::Json("LabelsByIds"));
/// A state of a task run.
pub const TASK_STATE: Part = Part::Body(Body::Json("TaskState"));
/// A trigger.
pub const TRIGGER: Part = Part::Body(Body::Json("TriggerName"));
/// Triggers.
pub const TRIGGERS: Part = Part::Body(Body::List("TriggerName"));
/// Triggers, and whether they fire.
pub const SWITCHED: Part = Part::Body(Body::Json("SwitchedTriggers"));
/// An expression.
pub const EXPRESSION: Part = Part::Body(Body::Text);
/// A task or trigger.
pub const PIECE: Part = Part::Body(Body::Json("Task"));
/// Whatever a caller sends.
pub const ANYTHING: Part = Part::Body(Body::Anything);

/// A flow.
pub const GIVES_FLOW: Part = Part::Gives(Gives::Json("Flow"));
/// Flows.
pub const GIVES_FLOWS: Part = Part::Gives(Gives::List("Flow"));
/// A page of flows.
pub const GIVES_FLOW_PAGE: Part = Part::Gives(Gives::Page("Flow"));
/// An execution.
pub const GIVES_EXECUTION: Part = Part::Gives(Gives::Json("Execution"));
/// A page of executions.
pub const GIVES_EXECUTION_PAGE: Part = Part::Gives(Gives::Page("Execution"));
/// Changes of an execution.
pub const GIVES_EXECUTION_EVENTS: Part = Part::Gives(Gives::Events("Execution"));
/// Log lines.
pub const GIVES_LINES: Part = Part::Gives(Gives::List("LogEntry"));
/// A page of log lines.
pub const GIVES_LINE_PAGE: Part = Part::Gives(Gives::Page("LogEntry"));
/// Log lines as they are said.
pub const GIVES_LINE_EVENTS: Part = Part::Gives(Gives::Events("LogEntry"));
/// What the compiler says, for each document.
pub const GIVES_VALIDATIONS: Part = Part::Gives(Gives::List("Validation"));
/// What the compiler says of one document.
pub const GIVES_VALIDATION: Part = Part::Gives(Gives::Json("Validation"));
/// A page of what the compiler says of files.
pub const GIVES_VALIDATION_PAGE: Part = Part::Gives(Gives::Page("Validation"));
/// How many.
pub const GIVES_COUNT: Part = Part::Gives(Gives::Json("Count"));
/// What becomes of inputs.
pub const GIVES_EVALUATION: Part = Part::Gives(Gives::Json("Evaluation"));
/// How a trigger stands.
pub const GIVES_TRIGGER: Part = Part::Gives(Gives::Json("Trigger"));
/// A page of triggers.
pub const GIVES_TRIGGER_PAGE: Part = Part::Gives(Gives::Page("Trigger"));
/// Keys.
pub const GIVES_KEYS: Part = Part::Gives(Gives::List("Key"));
/// A page of keys.
pub const GIVES_KEY_PAGE: Part = Part::Gives(Gives::Page("Key"));
/// A page of figures.
pub const GIVES_FIGURE_PAGE: Part = Part::Gives(Gives::Page("Metric"));
/// A graph.
pub const GIVES_GRAPH: Part = Part::Gives(Gives::Json("Graph"));
/// Texts.
pub const GIVES_TEXTS: Part = Part::Gives(Gives::Texts);
/// Text.
pub const GIVES_TEXT: Part = Part::Gives(Gives::Text);
/// A table.
pub const GIVES_TABLE: Part = Part::Gives(Gives::Table);
/// A file.
pub const GIVES_FILE: Part = Part::Gives(Gives::File);
/// Nothing.
pub const GIVES_NOTHING: Part = Part::Gives(Gives::Nothing);
