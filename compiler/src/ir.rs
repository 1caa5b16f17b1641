//! A flow with ids instead of names: every task in a table, every expression compiled, every place known.

use std::sync::Arc;

use catalog::Field;
use grammar::yaml::Scalar;
use plan::dialect::Version;
use plan::{FlowName, Template, Text, Type};
use report::Span;
use rustc_hash::FxHashMap;

use crate::access::Access;
use crate::ast::flow::Section;
use crate::ast::{self, Object};
use crate::expression::{Fact, Finding};

/// A flow, resolved.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its name; a part that is missing is empty.
    pub name: FlowName,
    /// The version it is read under.
    pub version: Version,
    /// What was written.
    pub ast: ast::Flow,
    /// Its inputs, those of groups under their dotted names behind the group.
    pub inputs: Vec<Input>,
    /// Its `variables`, by name.
    pub variables: Vec<Variable>,
    /// Every task, each before those within it, in the order of the text within a section.
    pub tasks: Vec<Task>,
    /// The tasks at the top, by section; a section for each listener.
    pub sections: Vec<(Section, Vec<TaskId>)>,
    /// Its triggers.
    pub triggers: Vec<Trigger>,
    /// What it gives back.
    pub outputs: Vec<Output>,
    /// Every text that is rendered.
    pub sites: Sites,
    /// The first task of each name.
    pub(crate) names: FxHashMap<Text, TaskId>,
}

/// An app, resolved.
#[derive(Clone, Debug)]
pub struct App {
    /// Its own name; a part that is missing is empty.
    pub name: FlowName,
    /// The flow its pages start.
    pub flow: FlowName,
    /// The version it is read under.
    pub version: Version,
    /// What was written.
    pub ast: ast::App,
    /// Every text that is rendered.
    pub sites: Sites,
}

impl Flow {
    /// The task with this id.
    pub fn task(&self, id: TaskId) -> &Task {
        &self.tasks[id.index()]
    }

    /// The first task with this name.
    pub fn named(&self, name: &str) -> Option<&Task> {
        self.names.get(name).map(|id| self.task(*id))
    }

    /// The tasks around one, nearest first.
    pub fn around(&self, task: TaskId) -> impl Iterator<Item = &Task> {
        std::iter::successors(self.task(task).parent, |parent| self.task(*parent).parent).map(|id| self.task(id))
    }

    /// The input with this dotted name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| *input.name == *name)
    }
}

/// The place of a task in [`Flow::tasks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);

impl TaskId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every text that is rendered, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub struct Sites {
    list: Vec<Site>,
    /// By the byte a scalar starts at and the owner it is rendered for.
    at: FxHashMap<(u32, Owner), SiteId>,
}

impl Sites {
    /// The site of a scalar, rendered for an owner.
    pub fn of(&self, scalar: &Scalar, owner: Owner) -> Option<&Site> {
        self.at.get(&(scalar.content().start, owner)).map(|id| self.get(*id))
    }

    /// The site with this id.
    pub fn get(&self, id: SiteId) -> &Site {
        &self.list[id.0 as usize]
    }

    /// All sites.
    pub fn iter(&self) -> impl Iterator<Item = (SiteId, &Site)> {
        (0..).map(SiteId).zip(&self.list)
    }

    /// Takes in a site.
    pub(crate) fn add(&mut self, site: Site) -> SiteId {
        let id = SiteId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.at.insert((site.scalar.content().start, site.owner), id);
        self.list.push(site);
        id
    }
}

/// The place of a site in [`Sites`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(pub u32);

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its place in the table.
    pub id: TaskId,
    /// Its `id`; empty where there is none.
    pub name: Text,
    /// What was written.
    pub object: Arc<Object>,
    /// The section it is in.
    pub section: Section,
    /// The task it is within.
    pub parent: Option<TaskId>,
    /// Which of the parent's bodies, or of the flow's sections, it is in.
    pub body: usize,
    /// Its position there.
    pub position: usize,
    /// The tasks within it, list by list.
    pub bodies: Vec<Body>,
    /// What `outputs.<id>` holds once it ran, without the levels that loops add; [`Type::Null`] for nothing.
    pub outputs: Type,
}

impl Task {
    /// Where its `id` stands, or else its `type`.
    pub fn place(&self) -> Span {
        self.object.grip()
    }
}

/// A list of tasks within a task.
#[derive(Clone, Debug)]
pub struct Body {
    /// The property that holds it.
    pub property: &'static str,
    /// The value it stands for, where there are several lists under one property.
    pub case: Option<Text>,
    /// The tasks.
    pub tasks: Vec<TaskId>,
    /// For each task the siblings it waits for, where the list says so; unknown names are left out.
    pub needs: Vec<Vec<TaskId>>,
}

/// An input of the flow, or of a pause.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its dotted name.
    pub name: Text,
    /// What was written.
    pub object: Arc<Object>,
    /// What its values are.
    pub ty: Type,
    /// Whether an execution is refused without it.
    pub demand: Demand,
}

/// Whether an input must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Demand {
    /// An execution is refused without it.
    Required,
    /// It has a default.
    Default,
    /// It is null where it is not given.
    Optional,
    /// Whether it is asked for depends on other inputs.
    Conditional,
}

/// One of the flow's `variables`.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Text,
    /// Where the name stands.
    pub place: Span,
    /// What it holds.
    pub value: ast::Node,
    /// What is known of it; text that holds expressions is text.
    pub ty: Type,
}

/// A trigger.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// What was written.
    pub object: Arc<Object>,
    /// What `trigger` holds in executions it starts.
    pub outputs: Type,
}

/// An output of the flow.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: Text,
    /// What was written.
    pub object: Arc<Object>,
}

/// What a rendered text belongs to; it decides which names the text can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A task.
    Task(TaskId),
    /// A trigger, by its place in [`Flow::triggers`].
    Trigger(u32),
    /// An input, by its place in [`Flow::inputs`].
    Input(u32),
    /// An input of a pause.
    ResumeInput(TaskId),
    /// An output of the flow, by its place in [`Flow::outputs`].
    Output(u32),
    /// One of the flow's `variables`, which is rendered wherever `render()` is called on it.
    Variable(u32),
    /// One of the flow's `checks`, rendered before there is an execution.
    Check,
    /// One of the flow's agreements, rendered again and again while an execution runs.
    Sla,
    /// Anything else of the flow that is rendered with an execution.
    Flow,
    /// A value of the flow's `pluginDefaults`, rendered in whatever it is put into.
    Default,
    /// A block of an app.
    Block,
}

impl Owner {
    /// The task, where it is one.
    pub fn task(self) -> Option<TaskId> {
        match self {
            Self::Task(task) => Some(task),
            Self::Trigger(_)
            | Self::Input(_)
            | Self::ResumeInput(_)
            | Self::Output(_)
            | Self::Variable(_)
            | Self::Check
            | Self::Sla
            | Self::Flow
            | Self::Default
            | Self::Block => None,
        }
    }

    /// The place of the trigger in [`Flow::triggers`], where it is one.
    pub fn trigger(self) -> Option<usize> {
        match self {
            Self::Trigger(index) => Some(index as usize),
            Self::Task(_)
            | Self::Input(_)
            | Self::ResumeInput(_)
            | Self::Output(_)
            | Self::Variable(_)
            | Self::Check
            | Self::Sla
            | Self::Flow
            | Self::Default
            | Self::Block => None,
        }
    }
}

/// A text that is rendered.
#[derive(Clone, Debug)]
pub struct Site {
    /// What it belongs to.
    pub owner: Owner,
    /// The property of its owner it stands in, by canonical name.
    pub property: Text,
    /// The innermost declaration above it.
    pub field: Option<&'static Field>,
    /// The text.
    pub scalar: Arc<Scalar>,
    /// The text, compiled.
    pub template: Arc<Template>,
    /// What its expressions read.
    pub accesses: Vec<Access>,
    /// What there is to tell of its syntax and its calls.
    pub findings: Vec<Finding>,
    /// What it gives.
    pub ty: Type,
}

impl Site {
    /// The braces around some bytes of the decoded text, or those bytes where there are none.
    pub(crate) fn braces(&self, at: plan::template::At) -> plan::template::At {
        let text = &*self.scalar.text;
        let before = text.get(..at.start as usize).unwrap_or_default();
        let start = before.rfind("{{").max(before.rfind("{%")).unwrap_or(at.start as usize);
        let behind = text.get(at.end as usize..).unwrap_or_default();
        let ends = [behind.find("}}"), behind.find("%}")];
        let end = ends.into_iter().flatten().min().map_or(text.len(), |end| at.end as usize + end + 2);
        plan::template::At::new(start, end)
    }

    /// What is not looked at behind something that cannot be read: its braces, and where `{% raw %}` begins something
    /// that spans lines, all up to its end.
    pub(crate) fn unread(&self, at: plan::template::At) -> plan::template::At {
        let text = &*self.scalar.text;
        let braces = self.braces(at);
        let end = (text.get(at.range()) == Some("raw"))
            .then(|| text.get(at.end as usize..)?.find("endraw"))
            .flatten()
            .map(|found| self.braces(plan::template::At::new(at.end as usize + found, at.end as usize + found)).end);
        plan::template::At { end: end.unwrap_or(braces.end), ..braces }
    }

    /// Whether something in the same braces cannot be read.
    pub(crate) fn is_broken(&self, at: plan::template::At) -> bool {
        let mut problems = self.findings.iter().filter(|it| matches!(it.fact, Fact::Syntax { .. })).peekable();
        problems.peek().is_some() && {
            let braces = self.braces(at);
            problems.any(|it| {
                let unread = self.unread(it.at);
                braces.start <= it.at.start && it.at.start <= braces.end
                    || unread.start <= at.start && at.end <= unread.end
            })
        }
    }

    /// Where some bytes of the decoded text stand in the file.
    pub fn span(&self, at: plan::template::At) -> Span {
        self.scalar.span_of(at.range())
    }
}
