//! From the graph to the plan: nothing left to look up, the same bytes for the same text.

mod app;
mod argument;
mod batches;
mod input;
mod retry;
mod shape;
mod step;
mod trigger;

use plan::flow::{
    Check, CheckBehavior, CheckStyle, Concurrency, ConcurrencyBehavior, Listener, Output, Sections, Sla, SlaBehavior,
    SlaKind, SourceText,
};
use plan::{Argument, Plan, StepId, Template, Text, Value};
use report::Source;

use crate::ast::flow::Section;
use crate::ast::{Content, Node, Object};
use crate::graph::Graph;
use crate::ir::{Flow, Owner, TaskId};

pub(crate) use app::flatten_app;
use argument::Arguments;

/// Flattens a flow; `None` where its tasks wait for each other.
pub(crate) fn flatten(flow: &Flow, graph: &Graph, source: &Source) -> Option<Plan> {
    if !graph.circles().is_empty() {
        return None;
    }
    let arguments = Arguments { sites: &flow.sites, dialect: flow.version.dialect() };
    let object = &flow.ast.object;
    let mut steps = flow.tasks.iter().map(|task| step::step(flow, task, arguments)).collect();
    batches::expand(flow, &mut steps, arguments);
    let triggers = flow.triggers.iter().enumerate();
    Some(Plan {
        flow: flow.name.clone(),
        dialect: flow.version.dialect(),
        description: object.text("description").cloned(),
        disabled: is_true(object, "disabled"),
        labels: labels(object),
        inputs: flow.ast.inputs().map(|it| input::input(flow, it, None, arguments)).collect(),
        variables: variables(flow),
        steps,
        sections: sections(flow, arguments),
        outputs: flow
            .outputs
            .iter()
            .enumerate()
            .map(|(at, it)| output(&it.object, Owner::Output(number(at)), arguments))
            .collect(),
        triggers: triggers.map(|(at, it)| trigger::trigger(it, Owner::Trigger(number(at)), arguments)).collect(),
        concurrency: object.object("concurrency").and_then(|it| concurrency(it)),
        retry: object.object("retry").and_then(|it| retry::retry(it)),
        sla: object.objects("sla").filter_map(|it| sla(it, arguments)).collect(),
        checks: object.objects("checks").map(|it| check(it, arguments)).collect(),
        source: SourceText { path: source.path.clone(), text: source.text.clone() },
    })
}

fn sections(flow: &Flow, arguments: Arguments<'_>) -> Sections {
    let mut sections = Sections::default();
    let mut listeners = flow.ast.object.objects("listeners");
    for (section, tasks) in &flow.sections {
        let tasks = steps(tasks);
        match section {
            Section::Tasks => sections.tasks = tasks,
            Section::Errors => sections.errors = tasks,
            Section::Finally => sections.finally = tasks,
            Section::AfterExecution => sections.after_execution = tasks,
            Section::Listeners => {
                let conditions =
                    listeners.next().map(|it| trigger::conditions(it, "conditions", Owner::Flow, arguments));
                sections.listeners.push(Listener { conditions: conditions.unwrap_or_default(), tasks });
            }
        }
    }
    sections
}

fn variables(flow: &Flow) -> Vec<(Text, Value)> {
    flow.variables.iter().map(|variable| (variable.name.clone(), argument::literal(&variable.value))).collect()
}

fn output(object: &Object, owner: Owner, arguments: Arguments<'_>) -> Output {
    let kind = object.text("type").map(|_| input::kind(object, arguments));
    Output {
        id: object.text("id").cloned().unwrap_or_default(),
        kind,
        value: object.property("value").map_or(Argument::Fixed(Value::Null), |it| arguments.property(it, owner)),
        display_name: object.text("displayName").cloned(),
        description: object.text("description").cloned(),
        required: !is_false(object, "required"),
    }
}

fn concurrency(object: &Object) -> Option<Concurrency> {
    let behavior = match object.text("behavior").map(AsRef::as_ref) {
        Some("CANCEL") => ConcurrencyBehavior::Cancel,
        Some("FAIL") => ConcurrencyBehavior::Fail,
        _ => ConcurrencyBehavior::Queue,
    };
    Some(Concurrency { limit: object.text("limit")?.parse().ok()?, behavior })
}

fn sla(object: &Object, arguments: Arguments<'_>) -> Option<Sla> {
    let kind = match object.text("type").map(AsRef::as_ref) {
        Some("EXECUTION_ASSERTION") => SlaKind::Assertion(arguments.template(object, "assert", Owner::Sla)?),
        _ => SlaKind::MaxDuration(object.text("duration")?.clone()),
    };
    let behavior = match object.text("behavior").map(AsRef::as_ref) {
        Some("FAIL") => SlaBehavior::Fail,
        Some("CANCEL") => SlaBehavior::Cancel,
        _ => SlaBehavior::None,
    };
    Some(Sla { id: object.text("id").cloned().unwrap_or_default(), kind, behavior, labels: labels(object) })
}

fn check(object: &Object, arguments: Arguments<'_>) -> Check {
    let style = match object.text("style").map(AsRef::as_ref) {
        Some("ERROR") => CheckStyle::Error,
        Some("SUCCESS") => CheckStyle::Success,
        Some("WARNING") => CheckStyle::Warning,
        _ => CheckStyle::Info,
    };
    let behavior = match object.text("behavior").map(AsRef::as_ref) {
        Some("FAIL_EXECUTION") => CheckBehavior::FailExecution,
        Some("CREATE_EXECUTION") => CheckBehavior::CreateExecution,
        _ => CheckBehavior::BlockExecution,
    };
    let template = |key| arguments.template(object, key, Owner::Check);
    let nothing = || Template::verbatim("", object.span, arguments.dialect);
    Check {
        condition: template("when").or_else(|| template("condition")).unwrap_or_else(nothing),
        message: template("message").unwrap_or_else(nothing),
        style,
        behavior,
    }
}

/// Labels that are not rendered, written as a map or as a list of keys and values.
fn labels(object: &Object) -> Vec<(Text, Text)> {
    let Some(node) = object.get("labels") else { return Vec::new() };
    entries(node).filter_map(|(key, value)| Some((key, value.as_text()?.clone()))).collect()
}

/// The keys and values of a map, or of a list of `{key, value}`.
pub(super) fn entries(node: &Node) -> impl Iterator<Item = (Text, &Node)> {
    let listed = match &node.content {
        Content::List(items) => items.as_slice(),
        Content::Missing | Content::Scalar(_) | Content::Map(_) | Content::Object(_) => &[],
    };
    let pair = |item: &'_ Node| -> Option<(Text, usize)> { Some((field(item, "key")?.as_text()?.clone(), 0)) };
    let listed = listed.iter().filter_map(move |item| Some((pair(item)?.0, field(item, "value")?)));
    node.entries().iter().map(|entry| (entry.key.text.clone(), &entry.value)).chain(listed)
}

fn field<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.content {
        Content::Object(object) => object.get(key),
        Content::Map(entries) => entries.iter().find(|entry| *entry.key.text == *key).map(|entry| &entry.value),
        Content::Missing | Content::Scalar(_) | Content::List(_) => None,
    }
}

pub(super) fn steps(tasks: &[TaskId]) -> Vec<StepId> {
    tasks.iter().map(|task| StepId(task.0)).collect()
}

pub(super) fn is_true(object: &Object, key: &str) -> bool {
    truth(object, key) == Some(true)
}

pub(super) fn is_false(object: &Object, key: &str) -> bool {
    truth(object, key) == Some(false)
}

/// What a key says where it says true or false.
pub(super) fn truth(object: &Object, key: &str) -> Option<bool> {
    grammar::yaml::resolve::boolean(object.text(key)?)
}

pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
