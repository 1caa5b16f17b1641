//! Inputs, variables and results that nothing reads.

use report::Report;

use super::FlowCheck;
use crate::access::Access;
use crate::diagnostics::unused_input::UnusedInput;
use crate::diagnostics::unused_task_output::UnusedTaskOutput;
use crate::diagnostics::unused_variable::UnusedVariable;

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
    if renders {
        return;
    }
    // Defaults are rendered with whatever they are put into.
    let mut defaults = String::new();
    for key in ["pluginDefaults", "taskDefaults"] {
        if let Some(node) = flow.ast.object.get(key) {
            node.scalars(&mut |scalar| defaults.push_str(&scalar.text));
        }
    }
    let in_defaults = |root: &str, name: &str| {
        defaults.contains(&format!("{root}.{name}")) || defaults.contains(&format!("{root}['{name}']"))
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
                other != at && needs.iter().filter_map(crate::ast::Node::as_text).any(|need| *need == input.name)
            });
            let ignored =
                check.base.settings.ignored_inputs.as_ref().is_some_and(|it| input.name.starts_with(it.as_str()));
            let shown = check.base.index.is_shown(&flow.name, &input.name);
            if input.name.is_empty()
                || in_defaults("inputs", &input.name)
                || depended
                || ignored
                || shown
                || accesses.iter().any(reads)
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
            if !read && !in_defaults("vars", &variable.name) {
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
