//! What a file consists of, as a tree: inputs, tasks with the tasks within them, triggers, outputs, pages.

use compiler::Workspace;
use compiler::ast::{Document, Flow, Object};
use report::{FileId, Span};

/// A part of a file with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its type, or what else is worth a few words.
    pub detail: String,
    /// What it is.
    pub kind: PartKind,
    /// All of it.
    pub span: Span,
    /// Its name.
    pub grip: Span,
    /// What it consists of.
    pub parts: Vec<Part>,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A list of parts: `tasks`.
    Section,
    /// An input.
    Input,
    /// A variable.
    Variable,
    /// A task.
    Task,
    /// A branch of a task.
    Branch,
    /// A trigger.
    Trigger,
    /// An output.
    Output,
    /// A page of an app.
    Page,
    /// A block of a page.
    Block,
}

/// The parts of a file.
pub fn outline(workspace: &Workspace, file: FileId) -> Vec<Part> {
    match workspace.prepare(file).map(|prepared| &prepared.document) {
        Some(Document::Flow(flow)) => of_flow(flow),
        Some(Document::App(app)) => app.layouts().map(page).collect(),
        Some(Document::Other) | None => Vec::new(),
    }
}

fn of_flow(flow: &Flow) -> Vec<Part> {
    let mut parts = Vec::new();
    for property in &flow.object.properties {
        let inner: Vec<Part> = match property.name() {
            "inputs" => flow.inputs().map(|it| named(it, PartKind::Input, Vec::new())).collect(),
            "outputs" => flow.outputs().map(|it| named(it, PartKind::Output, Vec::new())).collect(),
            "triggers" => flow.triggers().map(|it| named(it, PartKind::Trigger, Vec::new())).collect(),
            "tasks" | "errors" | "finally" | "afterExecution" => {
                flow.object.objects(property.name()).map(|it| task(it)).collect()
            }
            "variables" => property
                .value
                .entries()
                .iter()
                .map(|entry| Part {
                    name: entry.key.text.to_string(),
                    detail: String::new(),
                    kind: PartKind::Variable,
                    span: entry.key.span.to(entry.value.span),
                    grip: entry.key.span,
                    parts: Vec::new(),
                })
                .collect(),
            _ => continue,
        };
        if !inner.is_empty() {
            parts.push(Part {
                name: property.name().to_owned(),
                detail: String::new(),
                kind: PartKind::Section,
                span: property.span(),
                grip: property.key.span,
                parts: inner,
            });
        }
    }
    parts
}

fn task(object: &Object) -> Part {
    let mut parts = Vec::new();
    let bodies = object.bodies();
    for body in &bodies {
        let tasks: Vec<Part> = body.tasks.iter().map(|it| task(it)).collect();
        let whole = tasks.iter().map(|it| it.span).reduce(Span::to);
        let label = body.case.map_or(body.property, |case| &**case);
        match whole {
            // A single list of tasks needs no name.
            Some(_) if bodies.len() == 1 && body.case.is_none() => parts.extend(tasks),
            Some(span) => parts.push(Part {
                name: label.to_owned(),
                detail: String::new(),
                kind: PartKind::Branch,
                span,
                grip: span,
                parts: tasks,
            }),
            None => {}
        }
    }
    named(object, PartKind::Task, parts)
}

fn page(object: &std::sync::Arc<Object>) -> Part {
    let blocks = object.objects("blocks").map(|it| named(it, PartKind::Block, Vec::new())).collect();
    let on = object.scalar("on");
    Part {
        name: on.map_or_else(|| "page".to_owned(), |on| on.text.to_string()),
        detail: String::new(),
        kind: PartKind::Page,
        span: object.span,
        grip: on.map_or(object.grip(), |on| on.content()),
        parts: blocks,
    }
}

fn named(object: &Object, kind: PartKind, parts: Vec<Part>) -> Part {
    let type_name = object.type_name().map(|it| it.text.to_string()).unwrap_or_default();
    let short = type_name.rsplit('.').next().unwrap_or_default().to_owned();
    let id = object.id().map(|id| id.text.to_string());
    let (name, detail) = match id.filter(|id| !id.is_empty()) {
        Some(id) => (id, short),
        None if short.is_empty() => ("?".to_owned(), String::new()),
        None => (short, String::new()),
    };
    Part { name, detail, kind, span: object.span, grip: object.grip(), parts }
}
