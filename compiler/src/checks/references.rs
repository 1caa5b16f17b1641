//! What expressions read: that roots, inputs and variables exist where they are read.

use plan::dialect::Dialect;
use plan::template::At;
use plan::types::Type;
use report::{Report, Span};

use super::{AppCheck, Base, FlowCheck};
use crate::access::{Access, Guard};
use crate::ast::{Content, Node, is_template};
use crate::diagnostics::hyphen_needs_brackets::HyphenNeedsBrackets;
use crate::diagnostics::unknown_flow_variable::UnknownFlowVariable;
use crate::diagnostics::unknown_property::UnknownProperty;
use crate::diagnostics::unknown_root_variable::UnknownRootVariable;
use crate::diagnostics::variable_not_available_here::{Unavailable, VariableNotAvailableHere};
use crate::environment::{Presence, Scope};
use crate::expression::Environment;
use crate::ir::{Demand, Owner, Site};
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (_, site) in check.flow.sites.iter() {
        // What lies in a name with dashes is no access of its own.
        let mut covered: Vec<At> = Vec::new();
        for access in &site.accesses {
            if covered.iter().any(|at| at.start <= access.root.at.start && access.root.at.end <= at.end) {
                continue;
            }
            if let Some((found, at)) = hyphen(check, site, access) {
                covered.push(at);
                report.add(found);
                continue;
            }
            root(check, site, access, report);
        }
    }
    forgotten(check, report);
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    for (_, site) in check.app.sites.iter() {
        site.accesses.iter().for_each(|access| context(check.base, site, access, report));
    }
}

fn root(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let scope = Scope { flow: check.flow, owner: site.owner, property: &site.property };
    let place = check.base.place(site.span(access.root.at));
    let guarded = access.may_be_skipped();
    match scope.presence(&access.root.text) {
        // Words of what cannot be read are no names.
        Presence::Nowhere if site.is_broken(access.root.at) => {}
        Presence::Nowhere => {
            let available: Vec<String> = scope.names().iter().map(ToString::to_string).collect();
            let name = access.root.text.to_string();
            let nearest = words::nearest(&name, available.iter().map(String::as_str)).map(str::to_owned);
            let namesake = namesake(check, &name).filter(|_| access.keys.is_empty());
            report.add(UnknownRootVariable { place, nearest, namesake, available, name, guarded });
        }
        Presence::Elsewhere => {
            // Loops tell of their own names, and say what would be right.
            if &*access.root.text == "item" {
                return;
            }
            let reason = match site.owner {
                Owner::Trigger(_) => Unavailable::Trigger,
                Owner::Input(_) => Unavailable::Input,
                Owner::Check => Unavailable::Check,
                Owner::Block => Unavailable::App,
                Owner::Task(_) | Owner::ResumeInput(_) | Owner::Variable(_) | Owner::Default => Unavailable::Property,
                Owner::Output(_) | Owner::Sla | Owner::Flow => Unavailable::NoTask,
            };
            report.add(VariableNotAvailableHere { name: access.root.text.to_string(), place, reason, guarded });
        }
        Presence::There => match &*access.root.text {
            "inputs" => inputs(check, site, access, report),
            "vars" => variables(check, site, access, report),
            _ => context(check.base, site, access, report),
        },
    }
}

/// What the names that an execution gives hold, in any version.
const CONTEXT: &[(&str, &[&str])] = &[
    ("flow", &["id", "namespace", "revision", "tenantId"]),
    ("execution", &["id", "startDate", "endDate", "originalId", "state", "outputs"]),
    ("task", &["id", "type"]),
    ("taskrun", &["id", "startDate", "attemptsCount", "parentId", "value", "iteration", "items"]),
    ("response", &["statusCode", "headers", "body"]),
    ("item", &["value", "index", "key", "iteration", "parent", "parents"]),
];

/// `taskrun.vale`: a key that what an execution gives does not have.
fn context(base: Base<'_>, site: &Site, access: &Access, report: &mut Report) {
    let root = &*access.root.text;
    let Some((_, known)) = CONTEXT.iter().find(|(name, _)| *name == root) else { return };
    let Some(key) = access.keys.first() else { return };
    let Some(name) = key.name.as_deref().filter(|name| !name.is_empty() && !known.contains(name)) else { return };
    // Words of what cannot be read are no names.
    if access.may_be_skipped() || site.is_broken(key.at) {
        return;
    }
    report.add(UnknownProperty {
        name: name.to_owned(),
        place: base.place(site.span(key.at)),
        owner: format!("`{root}`"),
        nearest: words::nearest(name, known.iter().copied()).map(str::to_owned),
    });
}

/// What else has a name: reading it was probably meant.
fn namesake(check: &FlowCheck<'_>, name: &str) -> Option<(&'static str, String)> {
    let notation = crate::access::key_notation(name);
    if check.flow.input(name).is_some() {
        return Some(("input", format!("inputs{notation}")));
    }
    if check.flow.variables.iter().any(|variable| *variable.name == *name) {
        return Some(("variable", format!("vars{notation}")));
    }
    None
}

fn inputs(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    if matches!(site.owner, Owner::Trigger(_)) && upstream(check, site) {
        return;
    }
    let guarded = access.may_be_skipped();
    let scope = Scope { flow: check.flow, owner: site.owner, property: &site.property };
    let mut ty = scope.root("inputs").unwrap_or_default();
    for (at, key) in access.keys.iter().enumerate() {
        let Some(name) = key.name.as_ref().filter(|name| !name.is_empty()) else { return };
        let Type::Record(record) = &ty else { break };
        match record.field(name) {
            Some(field) => ty = field.clone(),
            None if !check.is_read("inputs") => return,
            None => {
                let path: Vec<&str> = access.keys[..=at].iter().filter_map(|key| key.name.as_deref()).collect();
                let place = check.base.place(site.span(key.at));
                let mut found = super::inputs::unknown(check, &path.join("."), place);
                // The place is that of the last key, so that a name with dots cannot take it.
                found.nearest = found.nearest.filter(|nearest| !nearest.contains('.') && at == 0);
                found.guarded = guarded;
                report.add(found);
                return;
            }
        }
    }
    if matches!(site.owner, Owner::Trigger(_)) && access.guard == Guard::None {
        let path: Vec<&str> = access.keys.iter().map_while(|key| key.name.as_deref()).collect();
        let read = (1..=path.len()).rev().find_map(|keys| check.flow.input(&path[..keys].join(".")));
        if let Some(input) = read.filter(|input| input.demand != Demand::Default) {
            report.add(VariableNotAvailableHere {
                name: format!("inputs.{}", input.name),
                place: check.base.place(site.span(access.at)),
                reason: Unavailable::InputWithoutDefault,
                guarded,
            });
        }
    }
}

/// Whether a text is rendered where the execution of another flow ended.
fn upstream(check: &FlowCheck<'_>, site: &Site) -> bool {
    site.owner.trigger().is_some_and(|at| check.flow.triggers[at].object.is("io.kestra.plugin.core.trigger.Flow"))
}

fn variables(check: &FlowCheck<'_>, site: &Site, access: &Access, report: &mut Report) {
    let Some(key) = access.keys.first() else { return };
    let Some(name) = key.name.as_ref().filter(|name| !name.is_empty()) else { return };
    if upstream(check, site) || sets(check, name) || !check.is_read("variables") {
        return;
    }
    if let Some(variable) = check.flow.variables.iter().find(|variable| variable.name == *name) {
        within(check, site, access, &variable.value, report);
        return;
    }
    let defined: Vec<String> = check.flow.variables.iter().map(|variable| variable.name.to_string()).collect();
    let nearest = words::nearest(name, defined.iter().map(String::as_str)).map(str::to_owned);
    report.add(UnknownFlowVariable {
        name: name.to_string(),
        place: check.base.place(site.span(key.at)),
        nearest,
        defined,
        guarded: access.may_be_skipped(),
    });
}

/// A key of a variable that is a map.
fn within(check: &FlowCheck<'_>, site: &Site, access: &Access, value: &Node, report: &mut Report) {
    let mut node = value;
    for (at, key) in access.keys.iter().enumerate().skip(1) {
        let (Content::Map(entries), Some(name)) = (&node.content, key.name.as_ref()) else { return };
        if let Some(entry) = entries.iter().find(|entry| entry.key.text == *name) {
            node = &entry.value;
            continue;
        }
        let called = site.scalar.text.get(key.at.end as usize..).is_some_and(|rest| rest.trim_start().starts_with('('));
        if called || entries.iter().any(|entry| is_template(&entry.key.text)) {
            return;
        }
        let base = access.path_to(at);
        let base = base.strip_prefix("vars.").unwrap_or(&base);
        let defined: Vec<String> = entries.iter().map(|entry| format!("{base}.{}", entry.key.text)).collect();
        let nearest = words::nearest(name, entries.iter().map(|entry| &*entry.key.text));
        report.add(UnknownFlowVariable {
            name: format!("{base}.{name}"),
            place: check.base.place(site.span(key.at)),
            nearest: nearest.map(str::to_owned),
            defined,
            guarded: access.may_be_skipped(),
        });
        return;
    }
}

/// Variables that a task forgets: since 2.0 it fails where there is none.
fn forgotten(check: &FlowCheck<'_>, report: &mut Report) {
    if check.flow.version.dialect() == Dialect::V1 {
        return;
    }
    for task in &check.flow.tasks {
        let object = &task.object;
        if !object.is("io.kestra.plugin.core.execution.UnsetVariables") || object.get("ignoreMissing").is_some() {
            continue;
        }
        for scalar in object.items("variables").iter().filter_map(Node::as_scalar) {
            let known = check.flow.variables.iter().any(|variable| variable.name == scalar.text);
            if known || is_template(&scalar.text) || sets(check, &scalar.text) {
                continue;
            }
            let defined: Vec<String> = check.flow.variables.iter().map(|variable| variable.name.to_string()).collect();
            report.add(UnknownFlowVariable {
                name: scalar.text.to_string(),
                place: check.base.place(scalar.content()),
                nearest: words::nearest(&scalar.text, defined.iter().map(String::as_str)).map(str::to_owned),
                defined,
                guarded: false,
            });
        }
    }
}

/// Whether a task of the flow may set a variable.
pub(super) fn sets(check: &FlowCheck<'_>, name: &str) -> bool {
    check.flow.tasks.iter().filter(|task| task.object.is("io.kestra.plugin.core.execution.SetVariables")).any(|task| {
        match task.object.get("variables").map(|node| &node.content) {
            Some(Content::Map(entries)) => {
                entries.iter().any(|entry| *entry.key.text == *name || entry.key.scalar.is_some())
            }
            _ => true,
        }
    })
}

/// A name with dashes behind a dot, with all of the text that belongs to it.
fn hyphen(check: &FlowCheck<'_>, site: &Site, access: &Access) -> Option<(HyphenNeedsBrackets, At)> {
    let root = &*access.root.text;
    if !matches!(root, "inputs" | "outputs" | "tasks" | "vars" | "labels") {
        return None;
    }
    let key = access.keys.last()?;
    let name = key.name.as_deref()?;
    let text = &*site.scalar.text;
    let end = key.at.end as usize;
    // A key in brackets ends with one, and nothing can be subtracted from a name inside it.
    let plain = text.get(key.at.range()) == Some(name) && text[..key.at.start as usize].ends_with('.');
    let rest = text.get(end..).filter(|rest| plain && rest.starts_with('-'))?;
    let length = rest.find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-'))).unwrap_or(rest.len());
    let tail = rest[..length].trim_end_matches('-');
    if tail.len() < 2 || !tail[1..].starts_with(|it: char| it.is_alphabetic()) {
        return None;
    }
    let full = format!("{name}{tail}");
    let exists = |name: &str| match root {
        "inputs" => {
            check.flow.inputs.iter().any(|input| *input.name == *name || input.name.starts_with(&format!("{name}.")))
        }
        "vars" => check.flow.variables.iter().any(|variable| *variable.name == *name),
        "labels" => false,
        _ => check.flow.named(name).is_some(),
    };
    if !exists(&full) && (exists(name) || access.keys.len() > 1) {
        return None;
    }
    let path = access.path_to(access.keys.len() - 1);
    let place =
        Span { start: site.span(key.at).start.saturating_sub(1), end: site.scalar.span_of(end..end + tail.len()).end };
    // What follows with dots belongs to the same path.
    let behind = end + tail.len();
    let further = text[behind..]
        .find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-' | '.')))
        .unwrap_or(text.len() - behind);
    let at = At::new(access.at.start as usize, behind + further);
    Some((HyphenNeedsBrackets { name: full, place: check.base.place(place), path }, at))
}
