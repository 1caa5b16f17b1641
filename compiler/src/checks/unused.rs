//! Inputs, variables and results that nothing reads.

use std::cell::LazyCell;
use std::collections::HashSet;

use report::Report;

use super::FlowCheck;
use crate::access::Access;
use crate::ast::{Node, is_template};
use crate::diagnostics::unused_input::UnusedInput;
use crate::diagnostics::unused_task_output::UnusedTaskOutput;
use crate::diagnostics::unused_variable::UnusedVariable;
use crate::ir::Site;
use crate::words;

/// Types of tasks that do nothing but give something out.
const PURE: &[&str] = &["io.kestra.plugin.core.debug.Return", "io.kestra.plugin.core.output.OutputValues"];

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let flow = check.flow;
    let accesses: Vec<&Access> = flow.sites.iter().flat_map(|(_, site)| &site.accesses).collect();
    // A text that comes from elsewhere and is rendered here can read anything.
    let renders = flow.sites.iter().any(|(_, site)| {
        let mut calls = site.scalar.text.match_indices("render(");
        calls.any(|(at, call)| !site.scalar.text[at + call.len()..].trim_start().starts_with("vars"))
    });
    let shows_all = |site: &Site| ["printContext(", "fetchContext("].iter().any(|it| site.scalar.text.contains(it));
    if renders || flow.sites.iter().any(|(_, site)| shows_all(site)) {
        return;
    }
    // Defaults are rendered with whatever they are put into; what is wrong with an expression is told elsewhere.
    let mentioned = LazyCell::new(|| Mentions::of(flow.ast.object.properties.iter().map(|property| &property.value)));
    let of_triggers = flow.triggers.iter().filter_map(|trigger| trigger.object.get("inputs")).flat_map(Node::entries);
    let given: Vec<&str> = of_triggers.map(|entry| &*entry.key.text).collect();
    let inputs: Vec<&str> = flow.inputs.iter().filter_map(|input| input.name.split('.').next()).collect();
    let variables: Vec<&str> = flow.variables.iter().map(|variable| &*variable.name).collect();
    let tasks: Vec<&str> = flow.tasks.iter().map(|task| &*task.name).collect();
    let meant_inputs = LazyCell::new(|| meant("inputs", &inputs, &accesses, &given));
    let meant_variables = LazyCell::new(|| meant("vars", &variables, &accesses, &[]));
    let meant_tasks = LazyCell::new(|| meant("outputs", &tasks, &accesses, &[]));
    let reads_whole = |root: &str| accesses.iter().any(|it| *it.root.text == *root && it.key(0).is_none());
    if !reads_whole("inputs") {
        for (at, input) in flow.inputs.iter().enumerate() {
            let keys: Vec<&str> = input.name.split('.').collect();
            let reads = |access: &&Access| {
                let shared = keys.len().min(access.keys.len());
                access.starts_with("inputs", &keys[..shared])
                    || access.starts_with("inputs", &[keys[0]]) && access.key(1).is_none()
            };
            let depended = flow.inputs.iter().enumerate().any(|(other, it)| {
                let needs = it.object.object("dependsOn").map_or(&[][..], |it| it.items("inputs"));
                other != at && needs.iter().filter_map(Node::as_text).any(|need| *need == input.name)
            });
            let ignored =
                check.base.settings.ignored_inputs.as_ref().is_some_and(|it| input.name.starts_with(it.as_str()));
            let shown = check.base.index.is_shown(&flow.name, &input.name);
            if input.name.is_empty()
                || !input.name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'))
                || depended
                || ignored
                || shown
                || accesses.iter().any(reads)
                || meant_inputs.contains(keys[0])
                || mentioned.inputs.contains(&*input.name)
            {
                continue;
            }
            let place = check.base.place(input.object.grip());
            report.add(UnusedInput { name: input.name.to_string(), place });
        }
    }
    if !reads_whole("vars") {
        for variable in &flow.variables {
            let read = accesses.iter().any(|access| access.starts_with("vars", &[&variable.name]))
                || meant_variables.contains(&*variable.name);
            if !read && !mentioned.variables.contains(&*variable.name) {
                report.add(UnusedVariable { name: variable.name.to_string(), place: check.base.place(variable.place) });
            }
        }
    }
    if !reads_whole("outputs") {
        for task in flow.tasks.iter().filter(|task| PURE.iter().any(|name| task.object.is(name))) {
            let read = accesses.iter().any(|access| access.starts_with("outputs", &[&task.name]))
                || meant_tasks.contains(&*task.name);
            if !read && !check.base.index.is_shown(&flow.name, &task.name) {
                report.add(UnusedTaskOutput { task: task.name.to_string(), place: check.base.place(task.place()) });
            }
        }
    }
}

/// For so many misspelt names of one kind the nearest is looked for, which is a look at all names each time.
const GUESSES: usize = 100;

/// The names that misspelt ones mean: whoever wrote `inputs.nmae` reads `name`.
fn meant<'a>(root: &str, declared: &[&'a str], accesses: &[&Access], given: &[&str]) -> HashSet<&'a str> {
    let known: HashSet<&str> = declared.iter().copied().collect();
    let read = accesses.iter().filter(|access| &*access.root.text == root).filter_map(|access| access.key(0));
    let written: HashSet<&str> = read.map(AsRef::as_ref).chain(given.iter().copied()).collect();
    let misspelt = written.into_iter().filter(|name| !known.contains(name)).take(GUESSES);
    misspelt.filter_map(|name| words::nearest(name, declared.iter().copied())).collect()
}

/// Names that a text speaks of in braces, be it that nobody renders them or that they cannot be read.
#[derive(Default)]
struct Mentions<'a> {
    inputs: HashSet<&'a str>,
    variables: HashSet<&'a str>,
}

impl<'a> Mentions<'a> {
    fn of(nodes: impl Iterator<Item = &'a Node>) -> Self {
        let mut found = Self::default();
        for node in nodes {
            node.scalars(&mut |scalar| {
                if is_template(&scalar.text) {
                    names_behind("inputs", &scalar.text, &mut found.inputs);
                    names_behind("vars", &scalar.text, &mut found.variables);
                }
            });
        }
        found
    }
}

/// How many dots and dashes of one path are looked at.
const PARTS: usize = 32;

/// What stands behind `root.`, whole and up to each dot or dash, and between `root['` and `']`.
fn names_behind<'a>(root: &str, text: &'a str, names: &mut HashSet<&'a str>) {
    for (at, _) in text.match_indices(root) {
        let rest = &text[at + root.len()..];
        if let Some(path) = rest.strip_prefix('.') {
            let is_part = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
            let path = &path[..path.find(|it| !is_part(it)).unwrap_or(path.len())];
            names.extend(path.match_indices(['.', '-']).take(PARTS).map(|(end, _)| &path[..end]));
            names.insert(path);
        } else if let Some((name, _)) = rest.strip_prefix("['").and_then(|rest| rest.split_once("']")) {
            names.insert(name);
        }
    }
}
