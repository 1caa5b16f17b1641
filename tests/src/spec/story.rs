//! What came of an execution, as chapters show it: its states, its task runs as a tree, and what they gave out.

use std::collections::BTreeMap;
use std::fmt::Write;

use plan::Value;
use plan::step::LogLevel;
use plan::value::Map;
use runtime::Execution;
use runtime::execution::TaskRun;

/// How outputs are shown, indented so deep.
pub(super) type Outputs<'a> = &'a dyn Fn(&Map, usize, &mut String);

/// Draws an execution.
pub(super) fn draw(execution: &Execution, outputs: Outputs<'_>) -> String {
    let states: Vec<&str> = execution.history().entries().iter().map(|entry| entry.state.name()).collect();
    let mut text = format!("{}\n", states.join(" → "));
    for run in execution.task_runs().iter().filter(|run| run.parent().is_none()) {
        draw_run(execution, run, 1, outputs, &mut text);
    }
    if let Some(given) = execution.outputs().filter(|given| !given.is_empty()) {
        text.push_str("outputs\n");
        outputs(given, 1, &mut text);
    }
    text
}

fn draw_run(execution: &Execution, run: &TaskRun, depth: usize, outputs: Outputs<'_>, text: &mut String) {
    let value = run.value().map(|value| format!("[{value}]")).unwrap_or_default();
    let attempts = match run.attempts().len() {
        0 | 1 => String::new(),
        count => format!(", {count} attempts"),
    };
    let (name, state) = (execution.task_name(run), run.state());
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{:indent$}{name}{value}: {state}{attempts}", "", indent = depth * 2);
    if let Some(given) = run.outputs() {
        outputs(given, depth + 1, text);
    }
    for child in execution.task_runs().iter().filter(|child| child.parent() == Some(run.key())) {
        draw_run(execution, child, depth + 1, outputs, text);
    }
}

/// Draws what was logged: how important it is, the task that said it, and what it said.
pub(super) fn draw_log<'a>(lines: impl IntoIterator<Item = (LogLevel, Option<&'a str>, &'a str)>) -> String {
    let mut text = String::new();
    for (level, task, message) in lines {
        let head = if text.is_empty() { "log\n" } else { "" };
        let (level, task) = (runtime::logs::level_name(level), task.unwrap_or("the execution"));
        let _ = writeln!(text, "{head}  {level} {task}: {message}");
    }
    text
}

/// Values as a chapter writes them.
pub(super) fn map(values: &BTreeMap<String, serde_json::Value>) -> Map {
    values.iter().map(|(key, value)| (key.as_str().into(), Value::from(value.clone()))).collect()
}
