//! Values that can be written behind a key.

use catalog::{Enumeration, FieldType};
use compiler::Analysis;
use compiler::ast::{Object, Shape};
use compiler::signature::Signature;
use plan::FlowName;

use super::hole::{HOLE, LineForm, Space};
use super::{Asked, Completion, CompletionKind, Piece, Standing, types};

/// Durations that are often meant, in words.
const DURATIONS: &[(&str, &str)] = &[
    ("PT10S", "10 seconds"),
    ("PT30S", "30 seconds"),
    ("PT1M", "1 minute"),
    ("PT5M", "5 minutes"),
    ("PT10M", "10 minutes"),
    ("PT30M", "30 minutes"),
    ("PT1H", "1 hour"),
    ("PT6H", "6 hours"),
    ("P1D", "1 day"),
    ("P7D", "7 days"),
];

/// Schedules that are often meant, in words.
const SCHEDULES: &[(&str, &str)] = &[
    ("*/5 * * * *", "every 5 minutes"),
    ("*/15 * * * *", "every 15 minutes"),
    ("0 * * * *", "every hour"),
    ("0 6 * * *", "every day at 06:00"),
    ("0 9 * * MON-FRI", "at 09:00, Monday to Friday"),
    ("0 0 * * SUN", "every Sunday at midnight"),
    ("0 0 1 * *", "on the first of the month at midnight"),
];

/// What can stand behind the key of the hole.
pub(super) fn complete(asked: &Asked<'_>) -> Vec<Completion> {
    let (Some(object), Some(property)) = (asked.cursor.innermost(), asked.cursor.property) else { return Vec::new() };
    let mut found = match (property.name(), object.shape) {
        ("type", Shape::Plugin(kind, _)) => types::complete(asked, object, kind),
        (name, Shape::Record(record)) if record.body().variants.is_some_and(|variants| variants.tag == name) => {
            let cases = record.body().variants.map(|variants| variants.cases).unwrap_or_default();
            let covered = cases.iter().filter(|case| case.available.covers(asked.version));
            covered.map(|case| asked.completion(case.value, CompletionKind::Value)).collect()
        }
        ("namespace", _) => namespaces(asked),
        ("flowId", _) => flows(asked, object),
        ("cron", _) => presets(asked, SCHEDULES),
        ("id", _) => id(asked, object),
        ("dependsOn", _) if asked.in_list() || asked.hole.line != LineForm::Word => siblings(asked),
        ("inputs", _) if asked.cursor.objects.len() > 1 => input_names(asked),
        ("taskIds", _) => app_tasks(asked),
        _ => property.field.map(|field| of_type(asked, &field.ty)).unwrap_or_default(),
    };
    if asked.hole.line == LineForm::Value(Space::Missing) {
        for completion in &mut found {
            completion.insert.insert(0, Piece::Text(" ".into()));
        }
    }
    found
}

/// The values of a type that has few.
pub(super) fn of_type(asked: &Asked<'_>, ty: &FieldType) -> Vec<Completion> {
    match ty {
        FieldType::Boolean => ["true", "false"].map(|value| asked.completion(value, CompletionKind::Value)).to_vec(),
        FieldType::Enumeration(enumeration) => enumerated(asked, enumeration),
        FieldType::Duration => presets(asked, DURATIONS),
        FieldType::List(item) => of_type(asked, item),
        FieldType::AnyOf(types) => types.iter().flat_map(|ty| of_type(asked, ty)).collect(),
        _ => Vec::new(),
    }
}

fn enumerated(asked: &Asked<'_>, enumeration: &Enumeration) -> Vec<Completion> {
    let covered = enumeration.values.iter().filter(|value| value.available.covers(asked.version));
    covered
        .enumerate()
        .map(|(at, value)| {
            let mut found = asked.completion(value.text, CompletionKind::Value);
            found.rank = 10 + u32::try_from(at.min(500)).unwrap_or(500);
            found
        })
        .collect()
}

/// Texts with what they mean, quoted where YAML would read them as something else.
fn presets(asked: &Asked<'_>, presets: &[(&str, &str)]) -> Vec<Completion> {
    presets
        .iter()
        .enumerate()
        .map(|(at, (value, words))| {
            let mut found = asked.completion(*value, CompletionKind::Value);
            found.detail = (*words).to_owned();
            if value.starts_with('*') {
                found.insert = vec![Piece::Text(format!("\"{value}\""))];
            }
            found.rank = 10 + u32::try_from(at).unwrap_or_default();
            found
        })
        .collect()
}

fn namespaces(asked: &Asked<'_>) -> Vec<Completion> {
    let index = asked.workspace.index();
    let mut names: Vec<String> = index.flows().map(|flow| flow.namespace.to_string()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !name.is_empty() && name != HOLE);
    names.into_iter().map(|name| asked.completion(name, CompletionKind::Name)).collect()
}

/// The flows of the namespace beside the key, or of all.
fn flows(asked: &Asked<'_>, object: &Object) -> Vec<Completion> {
    let index = asked.workspace.index();
    let namespace = object.literal("namespace");
    let fits = |flow: &&FlowName| namespace.is_none_or(|namespace| *namespace == flow.namespace);
    let flows = index.flows().filter(|flow| !flow.id.is_empty() && &*flow.id != HOLE).filter(fits);
    flows
        .map(|flow| {
            let mut found = asked.completion(&*flow.id, CompletionKind::Name);
            found.detail = flow.namespace.to_string();
            found
        })
        .collect()
}

/// A name made from the type, with a number where it is taken.
fn id(asked: &Asked<'_>, object: &Object) -> Vec<Completion> {
    let Some(short) = object.text("type").and_then(|name| name.rsplit('.').next()).filter(|it| *it != HOLE) else {
        return Vec::new();
    };
    let mut base = String::new();
    for (at, letter) in short.char_indices() {
        if letter.is_uppercase() && at > 0 && !base.ends_with('_') {
            base.push('_');
        }
        base.extend(letter.to_lowercase());
    }
    let taken = task_names(asked);
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name));
    free.into_iter().map(|name| asked.completion(name, CompletionKind::Name)).collect()
}

/// The names of the file's tasks, as it was before the hole.
fn task_names(asked: &Asked<'_>) -> Vec<String> {
    let Some(Analysis::Flow { flow, .. }) = asked.workspace.analysis(asked.file).map(|it| (*it).clone()) else {
        return Vec::new();
    };
    flow.tasks.iter().map(|task| task.name.to_string()).collect()
}

/// The other tasks of the list the hole is in.
fn siblings(asked: &Asked<'_>) -> Vec<Completion> {
    let around = asked.cursor.objects.iter().rev().nth(1);
    let items = around.map(|dag| dag.objects("tasks").collect::<Vec<_>>()).unwrap_or_default();
    let own = asked.cursor.innermost();
    let others = items.into_iter().filter(|item| own.is_none_or(|own| !std::sync::Arc::ptr_eq(own, item)));
    let ids = others.filter_map(|item| item.object("task")?.id().map(|id| id.text.to_string()));
    ids.map(|id| asked.completion(id, CompletionKind::Name)).collect()
}

/// The other inputs of the flow.
fn input_names(asked: &Asked<'_>) -> Vec<Completion> {
    let Some(Analysis::Flow { flow, .. }) = asked.workspace.analysis(asked.file).map(|it| (*it).clone()) else {
        return Vec::new();
    };
    flow.inputs.iter().map(|input| asked.completion(&*input.name, CompletionKind::Name)).collect()
}

/// The tasks of the flow that an app starts.
fn app_tasks(asked: &Asked<'_>) -> Vec<Completion> {
    let index = asked.workspace.index();
    let Some(Signature::App(app)) = index.signature(asked.file) else { return Vec::new() };
    let Some((_, flow)) = index.flow(&app.flow) else { return Vec::new() };
    flow.tasks
        .iter()
        .map(|task| {
            let mut found = asked.completion(&*task.name, CompletionKind::Name);
            found.detail = task.task_type.to_string();
            found.standing = Standing::Current;
            found
        })
        .collect()
}
