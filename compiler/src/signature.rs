//! What other files may depend on: of a flow its name and contract, of an app its name and flow.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use catalog::Form;
use plan::dialect::Version;
use plan::types::{Openness, Type};
use plan::{FlowName, Text};

use crate::ast::flow::Body;
use crate::ast::{App, Document, Flow, Object};
use crate::environment::record;
use crate::flatten::is_true;
use crate::graph::is_choice;
use crate::listened::listened;
use crate::resolve::{called, simple_type};

/// What others may know of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Signature {
    /// A flow.
    Flow(Box<FlowSignature>),
    /// An app.
    App(Box<AppSignature>),
    /// Nothing others could name.
    #[default]
    None,
}

/// What others may know of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FlowSignature {
    /// Its name.
    pub name: FlowName,
    /// Its inputs, by dotted name.
    pub inputs: Vec<InputSignature>,
    /// Its outputs.
    pub outputs: Vec<OutputSignature>,
    /// Its tasks, by name.
    pub tasks: Vec<TaskSignature>,
    /// The flows it starts, by name.
    pub calls: Vec<FlowName>,
    /// The flows it waits for, by name.
    pub listens: Vec<FlowName>,
    /// The inputs that become code as they are, each with a task in which they do.
    pub runs: Vec<(Text, Text)>,
    /// The version it is meant for, where the settings say so.
    pub target: Option<Version>,
    /// Whether a trigger starts it that waits for no flow of a name.
    pub starts_itself: bool,
    /// Whether it can be started at all.
    pub disabled: bool,
}

/// What others may know of an input.
#[derive(Clone, Debug)]
pub struct InputSignature {
    /// Its dotted name.
    pub name: Text,
    /// The type as written: `STRING`.
    pub input_type: Text,
    /// What its values are.
    pub ty: Type,
    /// Whether an execution is refused without it.
    pub required: bool,
}

impl PartialEq for InputSignature {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key() && self.ty == other.ty
    }
}

impl Eq for InputSignature {}

impl Hash for InputSignature {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
        if let Type::Enumeration(values) = &self.ty {
            values.hash(state);
        }
    }
}

impl InputSignature {
    fn key(&self) -> (&str, &str, bool) {
        (&self.name, &self.input_type, self.required)
    }
}

/// What others may know of an output.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OutputSignature {
    /// Its name.
    pub name: Text,
    /// The type as written.
    pub output_type: Text,
}

/// What others may know of a task.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TaskSignature {
    /// Its id.
    pub name: Text,
    /// The canonical type; empty where it is not known.
    pub task_type: Text,
    /// How it waits for a person, where it does.
    pub pause: Option<PauseSignature>,
    /// The outermost branch it is in, where it runs on some paths only.
    pub branch: Option<Branch>,
    /// Whether a loop runs it, so that what it gives out lies under the values of the loop.
    pub looped: bool,
}

/// How a task waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PauseSignature {
    /// How many inputs whoever resumes is asked for.
    pub asks: usize,
    /// What ends it.
    pub end: PauseEnd,
}

/// What ends a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PauseEnd {
    /// Only a person.
    Person,
    /// A time that passes, too.
    Time,
}

/// A branch of a task that chooses one of several.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Branch {
    /// The task that chooses.
    pub of: Text,
    /// Which of its branches.
    pub name: Text,
    /// How many branches there are, where one of them is always taken.
    pub closed: Option<usize>,
}

impl FlowSignature {
    /// What `inputs` holds in its executions.
    pub fn inputs_type(&self) -> Type {
        let inputs = self.inputs.iter().map(|input| (&*input.name, &input.ty));
        crate::environment::nested(inputs)
    }

    /// What `outputs.<call>.outputs` holds.
    pub fn outputs_type(&self) -> Type {
        let fields = self.outputs.iter().map(|output| (output.name.clone(), simple_type(&output.output_type)));
        record(fields.collect(), Openness::Closed)
    }
}

/// What others may know of an app.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AppSignature {
    /// Its own name.
    pub name: FlowName,
    /// The flow its pages start.
    pub flow: FlowName,
    /// The inputs and tasks of the flow that its texts read.
    pub reads: Vec<Text>,
    /// The ids of the apps that its first page leads to by itself.
    pub leads_to: Vec<Text>,
}

/// What others may know of a document.
pub(crate) fn of(document: &Document, target: Option<Version>) -> Signature {
    match document {
        Document::Flow(flow) => Signature::Flow(Box::new(of_flow(flow, target))),
        Document::App(app) => Signature::App(Box::new(of_app(app))),
        Document::Other => Signature::None,
    }
}

fn of_flow(flow: &Flow, target: Option<Version>) -> FlowSignature {
    let text = |object: &Object, key: &str| object.text(key).cloned().unwrap_or_default();
    let inputs = crate::resolve::inputs(flow).into_iter().map(|input| InputSignature {
        name: input.name,
        input_type: text(&input.object, "type"),
        ty: input.ty,
        required: input.demand == crate::ir::Demand::Required,
    });
    let outputs =
        flow.outputs().map(|output| OutputSignature { name: text(output, "id"), output_type: text(output, "type") });
    let free: Vec<&Text> = flow.inputs().filter(|input| is_free(input)).filter_map(|input| input.text("id")).collect();
    let name = name(&flow.object, "id");
    let (mut tasks, mut calls, mut runs) = (Vec::new(), Vec::new(), Vec::new());
    flow.tasks(&mut |task, around| {
        let task_type = task.declaration().map(|it| Text::from(it.name)).unwrap_or_default();
        let (pause, branch) = (pause(task), branch(task, around));
        let looped = around.iter().any(|around| matches!(around.form(), Some(Form::Each { .. })));
        tasks.push(TaskSignature { name: text(task, "id"), task_type, pause, branch, looped });
        calls.extend(called(task, &name.namespace));
        if !free.is_empty() {
            code(task, &free, &mut runs);
        }
    });
    let waits = flow.triggers().flat_map(|trigger| listened(trigger)).map(|it| it.flow);
    FlowSignature {
        name,
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        tasks,
        calls,
        listens: waits.collect(),
        runs,
        target,
        starts_itself: flow.triggers().any(|trigger| !is_true(trigger, "disabled") && listened(trigger).is_empty()),
        disabled: flow.object.text("disabled").is_some_and(|text| **text == *"true"),
    }
}

/// Whether anybody who fills in a form can write what they like.
fn is_free(input: &Object) -> bool {
    input.text("type").is_some_and(|it| **it == *"STRING") && input.get("validator").is_none()
}

/// The free inputs that become code of a task as they are.
fn code(task: &Object, free: &[&Text], runs: &mut Vec<(Text, Text)>) {
    let id = task.text("id").cloned().unwrap_or_default();
    for node in ["script", "commands", "beforeCommands", "sql"].iter().filter_map(|key| task.get(key)) {
        node.scalars(&mut |scalar| {
            for (at, _) in scalar.text.match_indices("inputs.") {
                let rest = &scalar.text[at + "inputs.".len()..];
                let Some(name) = free.iter().find(|name| rest.strip_prefix(&****name).is_some_and(ends_bare)) else {
                    continue;
                };
                if !runs.iter().any(|(input, _)| input == *name) {
                    runs.push(((*name).clone(), id.clone()));
                }
            }
        });
    }
}

/// Whether the braces end behind a name, and no filter changes what it stands for.
fn ends_bare(rest: &str) -> bool {
    rest.trim_start().starts_with("}}")
}

fn pause(task: &Object) -> Option<PauseSignature> {
    let Some(Form::Await { delay, on_resume, .. }) = task.form() else { return None };
    let timed = delay.iter().any(|key| task.get(key).is_some());
    let end = if timed { PauseEnd::Time } else { PauseEnd::Person };
    Some(PauseSignature { asks: task.items(on_resume).len(), end })
}

fn branch(task: &Arc<Object>, around: &[&Arc<Object>]) -> Option<Branch> {
    let at = around.iter().position(|around| is_choice(around.form()))?;
    let inner = around.get(at + 1).copied().unwrap_or(task);
    let bodies = around[at].bodies();
    let is_branch = |body: &&Body<'_>| !matches!(body.property, "errors" | "finally");
    let holds = |body: &&Body<'_>| body.tasks.iter().any(|task| Arc::ptr_eq(task, inner));
    let body = bodies.iter().filter(is_branch).find(holds)?;
    let otherwise = match around[at].form() {
        Some(Form::If { otherwise, .. } | Form::Switch { otherwise, .. }) => *otherwise,
        _ => return None,
    };
    let branches = bodies.iter().filter(is_branch).count();
    let closed = bodies.iter().any(|body| body.property == otherwise).then_some(branches);
    let name = body.case.cloned().unwrap_or_else(|| Text::from(body.property));
    Some(Branch { of: around[at].text("id").cloned().unwrap_or_default(), name, closed })
}

fn of_app(app: &App) -> AppSignature {
    let (mut reads, mut leads_to) = (Vec::new(), Vec::new());
    app.blocks(&mut |block, on| {
        if on.is_some_and(|on| *on.text == *"OPEN") {
            leads_to.extend(redirect(block).map(Text::from));
        }
        for property in &block.properties {
            property.value.scalars(&mut |scalar| reads.extend(named(&scalar.text)));
        }
        // What a filter names is shown.
        for key in ["include", "taskIds"] {
            let names = block.object("filter").map_or(&[][..], |filter| filter.items(key));
            reads.extend(names.iter().filter_map(crate::ast::Node::as_text).cloned());
        }
    });
    reads.sort();
    reads.dedup();
    AppSignature { name: name(&app.object, "id"), flow: name(&app.object, "flowId"), reads, leads_to }
}

/// The app that a block leads to without being asked.
pub(crate) fn redirect(block: &Object) -> Option<&str> {
    let is_redirect = block.declaration().is_some_and(|it| it.short_name() == "RedirectTo");
    let url = block.text("url").filter(|_| is_redirect)?;
    let arguments = url.split_once("appLink(")?.1.trim_start();
    let quoted = arguments.strip_prefix("appId").map_or(arguments, |rest| rest.trim_start_matches(['=', ' ']));
    let quote = quoted.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
    quoted[1..].split(quote).next()
}

/// The names behind `inputs.` and `outputs.` in a text that is rendered.
fn named(text: &str) -> Vec<Text> {
    if !crate::ast::is_template(text) {
        return Vec::new();
    }
    let behind = |root: &'static str| {
        text.match_indices(root).map(move |(at, root)| {
            let rest = &text[at + root.len()..];
            let end =
                rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-' | '.'))).unwrap_or(rest.len());
            Text::from(&rest[..end])
        })
    };
    behind("inputs.").chain(behind("outputs.")).collect()
}

/// The name a namespace and a key make; a part that is missing is empty.
pub(crate) fn name(object: &Object, id: &str) -> FlowName {
    let part = |key| object.text(key).cloned().unwrap_or_default();
    FlowName { namespace: part("namespace"), id: part(id) }
}
