//! Flows that start other flows: that they exist, get what they want, and come to an end.

use std::sync::Arc;

use catalog::Form;
use petgraph::algo::kosaraju_scc;
use petgraph::graphmap::DiGraphMap;
use plan::FlowName;
use plan::types::{Kind, Type};
use report::{Place, Report};

use super::inputs::mistyped;
use super::{FlowCheck, implicit};
use crate::ast::{Content, Node, Object, is_template};
use crate::diagnostics::recursive_subflow::RecursiveSubflow;
use crate::diagnostics::subflow_input_mismatch::{Misfit, SubflowInputMismatch};
use crate::diagnostics::subflow_unknown::{Neighbours, SubflowUnknown};
use crate::graph::is_choice;
use crate::index::Index;
use crate::ir::{Owner, Task};
use crate::resolve::called;
use crate::signature::{FlowSignature, InputSignature};
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        if !matches!(task.object.form(), Some(Form::Call | Form::CallEach { .. })) {
            continue;
        }
        let Some(name) = called(&task.object, &check.flow.name.namespace) else { continue };
        let Some(id) = task.object.scalar("flowId") else { continue };
        let place = check.base.place(id.content());
        match check.base.index.flow(&name) {
            Some((file, flow)) => {
                let declared = check.base.index.place_of_name(file);
                inputs(check, task, flow, declared, report);
            }
            None if name == check.flow.name => {}
            None if check.base.settings.accepts_flow(&name.namespace, &name.id) => {}
            None => report.add(unknown(check, &name, place)),
        }
        recursion(check, task, &name, place, report);
    }
}

fn unknown(check: &FlowCheck<'_>, name: &FlowName, place: Place) -> SubflowUnknown {
    let neighbours = neighbours(check.base.index, Some(&check.flow.name), name);
    SubflowUnknown { flow: name.to_string(), place, neighbours }
}

/// What is known of the namespace of a flow that is not there, as seen from another.
pub(super) fn neighbours(index: &Index, from: Option<&FlowName>, name: &FlowName) -> Neighbours {
    let neighbours: Vec<&str> = index.flows_of(&name.namespace).collect();
    let nearest = words::nearest(&name.id, neighbours.iter().copied()).map(str::to_owned);
    // A flow that is alone in its namespace says nothing about its neighbours.
    let own = from.is_some_and(|from| *from.namespace == *name.namespace);
    let alone = neighbours.is_empty() || own && neighbours.len() == 1;
    if alone { Neighbours::None } else { Neighbours::Some(nearest) }
}

fn inputs(
    check: &FlowCheck<'_>,
    task: &Task,
    flow: &FlowSignature,
    declared_place: Option<Place>,
    report: &mut Report,
) {
    let given = match task.object.get("inputs").map(|node| &node.content) {
        Some(Content::Map(entries)) => entries.as_slice(),
        // All inputs come out of one expression.
        Some(Content::Scalar(_)) => return,
        _ => &[],
    };
    let misfit = |place, misfit| SubflowInputMismatch {
        flow: flow.name.to_string(),
        place,
        misfit,
        declared: flow.inputs.iter().map(|input| input.name.to_string()).collect(),
        declared_place,
    };
    for entry in given {
        let place = check.base.place(entry.key.span);
        let name = &*entry.key.text;
        if is_template(name) || flow.inputs.iter().any(|input| input.name.starts_with(&format!("{name}."))) {
            continue;
        }
        match flow.inputs.iter().find(|input| *input.name == *name) {
            Some(input) if implicit::for_input(check.base, &input.input_type, &entry.value, report) => {}
            Some(input) => {
                if let Some((place, expected)) = value(check, task, input, &entry.value) {
                    report.add(misfit(place, Misfit::Value { name: name.to_owned(), expected }));
                }
            }
            None => {
                let names = flow.inputs.iter().map(|input| &*input.name);
                let nearest = words::nearest(name, names).map(str::to_owned);
                report.add(misfit(place, Misfit::Unknown { name: name.to_owned(), nearest }));
            }
        }
    }
    let is_given = |input: &InputSignature| {
        given.iter().any(|entry| {
            let name = &*entry.key.text;
            *name == *input.name || is_template(name) || input.name.starts_with(&format!("{name}."))
        })
    };
    let missing: Vec<String> = flow
        .inputs
        .iter()
        .filter(|input| input.required && !is_given(input))
        .map(|input| input.name.to_string())
        .collect();
    if !missing.is_empty() {
        report.add(misfit(check.base.place(task.place()), Misfit::Missing(missing)));
    }
}

/// What an input wants where a value is known to be something else.
fn value(check: &FlowCheck<'_>, task: &Task, input: &InputSignature, node: &Node) -> Option<(Place, String)> {
    let place = check.base.place(node.span);
    let scalar = match &node.content {
        Content::Scalar(scalar) => scalar,
        Content::Missing => return None,
        Content::List(_) | Content::Map(_) | Content::Object(_) => {
            let scalar = matches!(
                &*input.input_type,
                "INT" | "FLOAT" | "BOOL" | "BOOLEAN" | "DATE" | "DATETIME" | "TIME" | "DURATION"
            );
            return scalar.then(|| {
                (place, format!("{} {}, not a list or map", words::article(&input.input_type), input.input_type))
            });
        }
    };
    if let Some(site) = check.flow.sites.of(scalar, Owner::Task(task.id)) {
        return never_fits(&input.input_type, &site.ty).then(|| {
            let found = super::expressions::in_words(&site.ty);
            (place, format!("{} {}, not {found}", words::article(&input.input_type), input.input_type))
        });
    }
    if let Type::Enumeration(values) = &input.ty {
        let offered = values.iter().any(|value| *value == scalar.text);
        return (!offered).then(|| (place, format!("one of {}", words::list(values.iter()))));
    }
    let (expected, _) = mistyped(&input.input_type, scalar)?;
    Some((place, expected.to_owned()))
}

/// Whether no value of a type is one that an input takes: what is text may hold anything.
fn never_fits(input_type: &str, ty: &Type) -> bool {
    let kinds = ty.kinds();
    let none = |fits: &[Kind]| {
        let may = |kind: &Kind| matches!(kind, Kind::Text | Kind::Null) || fits.contains(kind);
        !kinds.is_empty() && *ty != Type::FileUri && !kinds.iter().any(may)
    };
    match input_type {
        "INT" => *ty == Type::FileUri || none(&[Kind::Int]),
        "FLOAT" => *ty == Type::FileUri || none(&[Kind::Int, Kind::Float]),
        "BOOL" | "BOOLEAN" => *ty == Type::FileUri || none(&[Kind::Bool]),
        "DATE" | "DATETIME" | "TIME" => *ty == Type::FileUri || none(&[Kind::Temporal]),
        "DURATION" => *ty == Type::FileUri || none(&[Kind::Duration]),
        "ARRAY" | "MULTISELECT" => *ty == Type::FileUri || none(&[Kind::List]),
        "FILE" | "URI" | "EMAIL" => none(&[]),
        _ => false,
    }
}

/// Circles of flows that start each other, told where this flow starts the next.
fn recursion(check: &FlowCheck<'_>, task: &Task, name: &FlowName, place: Place, report: &mut Report) {
    let guarded = is_guarded(check, task);
    if *name == check.flow.name {
        report.add(RecursiveSubflow { round: vec![name.to_string()], place, guarded });
        return;
    }
    let mut calls: DiGraphMap<&FlowName, ()> = DiGraphMap::new();
    let mut seen = vec![name];
    let mut at = 0;
    while let Some(from) = seen.get(at).copied() {
        at += 1;
        let Some((_, flow)) = check.base.index.flow(from) else { continue };
        for to in &flow.calls {
            calls.add_edge(from, to, ());
            if !seen.contains(&to) {
                seen.push(to);
            }
        }
    }
    calls.add_edge(&check.flow.name, name, ());
    let circle = kosaraju_scc(&calls)
        .into_iter()
        .find(|circle| circle.len() > 1 && circle.contains(&&check.flow.name) && circle.contains(&name));
    if let Some(circle) = circle {
        let mut round = vec![check.flow.name.to_string()];
        let mut at = name;
        while *at != check.flow.name && round.len() <= circle.len() {
            round.push(at.to_string());
            let back = calls.neighbors(at).find(|next| **next == check.flow.name);
            let Some(next) = back.or_else(|| calls.neighbors(at).find(|next| circle.contains(next))) else { break };
            at = next;
        }
        report.add(RecursiveSubflow { round, place, guarded });
    }
}

/// Whether a task only runs on some condition.
fn is_guarded(check: &FlowCheck<'_>, task: &Task) -> bool {
    let conditional = |object: &Arc<Object>| object.get("runIf").is_some();
    conditional(&task.object)
        || check.flow.around(task.id).any(|around| is_choice(around.object.form()) || conditional(&around.object))
}
