//! Inputs, variables and results that nothing reads.

use report::Report;

use super::FlowCheck;
use crate::access::Access;
use crate::ast::{Node, is_template};
use crate::diagnostics::unused_input::UnusedInput;
use crate::diagnostics::unused_task_output::UnusedTaskOutput;
use crate::diagnostics::unused_variable::UnusedVariable;
use crate::ir::Site;

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
    let mentioned = |root: &str, name: &str| {
        flow.ast.object.properties.iter().any(|property| mentions(&property.value, root, name))
    };
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
                || mentioned("inputs", &input.name)
            {
                continue;
            }
            let place = check.base.place(input.object.grip());
            report.add(UnusedInput { name: input.name.to_string(), place });
        }
    }
    if !reads_whole("vars") {
        for variable in &flow.variables {
            let read = accesses.iter().any(|access| access.starts_with("vars", &[&variable.name]));
            if !read && !mentioned("vars", &variable.name) {
                report.add(UnusedVariable { name: variable.name.to_string(), place: check.base.place(variable.place) });
            }
        }
    }
    if !reads_whole("outputs") {
        for task in flow.tasks.iter().filter(|task| PURE.iter().any(|name| task.object.is(name))) {
            let read = accesses.iter().any(|access| access.starts_with("outputs", &[&task.name]));
            if !read && !check.base.index.is_shown(&flow.name, &task.name) {
                report.add(UnusedTaskOutput { task: task.name.to_string(), place: check.base.place(task.place()) });
            }
        }
    }
}

/// Whether a text below speaks of a name in braces, be it that nobody renders them or that they cannot be read.
fn mentions(node: &Node, root: &str, name: &str) -> bool {
    let (dotted, quoted) = (format!("{root}.{name}"), format!("{root}['{name}']"));
    let mut found = false;
    node.scalars(&mut |scalar| {
        let text = &*scalar.text;
        let ends = |at: usize| {
            let next = text[at + dotted.len()..].chars().next();
            !next.is_some_and(|it| it.is_alphanumeric() || it == '_')
        };
        found |= is_template(text) && (text.contains(&quoted) || text.match_indices(&dotted).any(|(at, _)| ends(at)));
    });
    found
}
