//! What is known of one type an author can name.

use plan::dialect::Version;
use plan::step::Effects;

use crate::available::{Available, Deprecated, Word};
use crate::field::{self, Field};
use crate::form::Form;
use crate::outputs::Outputs;

/// A type: a task, a trigger, a block of an app, the type of an input, …
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The canonical name: `io.kestra.plugin.core.log.Log`; for an input `STRING`.
    pub name: &'static str,
    /// Old names that are accepted.
    pub aliases: &'static [Word],
    /// What it is.
    pub kind: Kind,
    /// One line; empty where it comes from data without words.
    pub summary: &'static str,
    /// Markdown for people, with an example; empty where it comes from data without words.
    pub doc: &'static str,
    /// Its own properties; [`Declaration::property`] also knows those common to its kind.
    pub properties: &'static [Field],
    /// Properties common to its kind that it lacks.
    pub without: &'static [&'static str],
    /// The properties common to its kind.
    pub common: &'static [Field],
    /// What expressions can read of it: `outputs.<id>`, for a trigger `trigger`.
    pub outputs: Outputs,
    /// What it does to the flow of control.
    pub form: Form,
    /// Who does what it says.
    pub execution: Execution,
    /// Whether running it can be seen from outside its execution.
    pub effects: Effects,
    /// What it is able to do besides.
    pub abilities: &'static [Ability],
    /// The classes it is derived from, as far as properties ask for them.
    pub supers: &'static [&'static str],
    /// Names of Kestra's validators for the whole.
    pub checks: &'static [Word],
    /// The layouts of an app a block makes sense in: `OPEN`; all where empty.
    pub layouts: &'static [&'static str],
    /// Not for authors: it occurs only in what Kestra generates.
    pub internal: bool,
    /// Whether it should no longer be written.
    pub deprecated: Option<Deprecated>,
    /// The versions that have it.
    pub available: Available,
    /// Where what is known of it comes from.
    pub origin: Origin,
}

impl Declaration {
    /// The property with this name or alias, own or common: the one this version has, else any, so that a
    /// message can say which versions have it.
    pub fn property(&self, name: &str, version: Version) -> Option<&'static Field> {
        let common = || field::find(self.common, name, version).filter(|field| !self.without.contains(&field.name));
        match field::find(self.properties, name, version) {
            Some(own) if own.available.covers(version) => Some(own),
            own => common().filter(|field| own.is_none() || field.available.covers(version)).or(own),
        }
    }

    /// All properties a version has, own ones first.
    pub fn properties(&self, version: Version) -> impl Iterator<Item = &'static Field> {
        let own = self.properties;
        let hidden = self.without;
        let is_own = move |name| own.iter().any(|field| field.name == name && field.available.covers(version));
        let common = self.common.iter().filter(move |field| !hidden.contains(&field.name) && !is_own(field.name));
        own.iter().chain(common).filter(move |field| field.available.covers(version))
    }

    /// Whether it has an ability.
    pub fn is(&self, ability: Ability) -> bool {
        self.abilities.contains(&ability)
    }

    /// The part behind the last dot: `Log`.
    pub fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }
}

/// What a type is: where its name can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A task of a flow.
    Task,
    /// A trigger of a flow.
    Trigger,
    /// A condition of a trigger (1.x).
    Condition,
    /// Where scripts run.
    TaskRunner,
    /// Part of a plugin's own object.
    Additional,
    /// Where a server's logs go.
    LogExporter,
    /// An asset.
    Asset,
    /// A chart of a dashboard.
    Chart,
    /// What a chart shows.
    DataFilter,
    /// What a figure shows.
    DataFilterKpi,
    /// An app.
    App,
    /// A block of an app.
    Block,
    /// The type of an input.
    Input,
    /// Anything else.
    Other,
}

impl Kind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[
        Self::Task,
        Self::Trigger,
        Self::Condition,
        Self::TaskRunner,
        Self::Additional,
        Self::LogExporter,
        Self::Asset,
        Self::Chart,
        Self::DataFilter,
        Self::DataFilterKpi,
        Self::App,
        Self::Block,
        Self::Input,
        Self::Other,
    ];

    /// As data files write it: `taskRunner`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Trigger => "trigger",
            Self::Condition => "condition",
            Self::TaskRunner => "taskRunner",
            Self::Additional => "additional",
            Self::LogExporter => "logExporter",
            Self::Asset => "asset",
            Self::Chart => "chart",
            Self::DataFilter => "dataFilter",
            Self::DataFilterKpi => "dataFilterKPI",
            Self::App => "app",
            Self::Block => "block",
            Self::Input => "input",
            Self::Other => "other",
        }
    }

    /// As messages write it: `task runner`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Trigger => "trigger",
            Self::Condition => "condition",
            Self::TaskRunner => "task runner",
            Self::Additional => "plugin object",
            Self::LogExporter => "log exporter",
            Self::Asset => "asset",
            Self::Chart => "chart",
            Self::DataFilter => "data filter",
            Self::DataFilterKpi => "KPI data filter",
            Self::App => "app",
            Self::Block => "app block",
            Self::Input => "input",
            Self::Other => "plugin",
        }
    }

    /// The kind with this name in data files.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What a type is able to do, as Kestra's interfaces tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ability {
    /// A task that has tasks.
    Flowable,
    /// A task a worker runs.
    Runnable,
    /// A task that starts executions.
    Executable,
    /// A trigger that looks again and again.
    Polling,
    /// A trigger that listens.
    Realtime,
    /// A condition that a schedule can look ahead with.
    ScheduleCondition,
    /// Takes `inputFiles`.
    InputFiles,
    /// Takes `outputFiles`.
    OutputFiles,
    /// Takes `namespaceFiles`.
    NamespaceFiles,
}

impl Ability {
    /// All abilities.
    pub const ALL: &'static [Self] = &[
        Self::Flowable,
        Self::Runnable,
        Self::Executable,
        Self::Polling,
        Self::Realtime,
        Self::ScheduleCondition,
        Self::InputFiles,
        Self::OutputFiles,
        Self::NamespaceFiles,
    ];

    /// As data files write it: `scheduleCondition`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flowable => "flowable",
            Self::Runnable => "runnable",
            Self::Executable => "executable",
            Self::Polling => "polling",
            Self::Realtime => "realtime",
            Self::ScheduleCondition => "scheduleCondition",
            Self::InputFiles => "inputFiles",
            Self::OutputFiles => "outputFiles",
            Self::NamespaceFiles => "namespaceFiles",
        }
    }

    /// The ability with this name in data files.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|ability| ability.name() == name)
    }
}

/// Who does what a type says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Execution {
    /// The engine itself: controls, updates of the execution, triggers it knows, blocks it draws.
    Engine,
    /// A behaviour in the runtime, at the same relative path as the declaration.
    Behaviour,
    /// Nobody here: it is checked and completed, and `serve` says that it cannot be run.
    Elsewhere,
}

/// Where what is known of a type comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The artifact of Kestra's that has it: `core`, `plugin-aws`.
    pub artifact: &'static str,
    /// The artifact's version.
    pub version: &'static str,
    /// The version of the core it is built against; empty for the core.
    pub kestra_version: &'static str,
    /// How sure it is.
    pub method: Method,
}

impl Origin {
    /// Declared here, in Rust, after a type of an artifact of Kestra's.
    pub const fn here(artifact: &'static str) -> Self {
        Self { artifact, version: "", kestra_version: "", method: Method::Declared }
    }
}

/// How the facts on a type were gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Written here, and compared with Kestra's classes by a test.
    Declared,
    /// Read from Kestra's classes: exact.
    Reflection,
    /// Parsed from sources: a property may be newer than the released version.
    Source,
    /// A file of the user's.
    User,
}
