//! A flow, run as `lanner run` would run it, against a world that answers what the case says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use compiler::Checked;
use plan::step::LogLevel;
use plan::value::Map;
use plan::{Plan, Value};
use runtime::execution::{TaskRun, state::State};
use runtime::settings::{Redirect, Settings};
use runtime::{Creation, Engine, Execution};
use serde::Deserialize;

use crate::stub::{Answer, Stub};

/// No case takes this long; one that does hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a `run` block says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Script {
    /// What the flow is started with.
    inputs: BTreeMap<String, serde_json::Value>,
    /// What each pause is answered with, in order.
    resume: Vec<BTreeMap<String, serde_json::Value>>,
    /// What the world answers: `GET https://example.com/a` to a text.
    answers: BTreeMap<String, String>,
}

/// Runs a flow and tells what came of it.
///
/// # Errors
///
/// A line that says what is wrong with the script, or why the flow did not run.
pub fn run(script: &str, plan: &Arc<Plan>, checked: &Checked) -> Result<String, String> {
    let script: Script = match script.trim() {
        "" => Script::default(),
        text => serde_yaml::from_str(text).map_err(|error| error.to_string())?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let play = play(&script, plan, checked);
        tokio::time::timeout(PATIENCE, play).await.map_err(|_| format!("it did not end within {PATIENCE:?}"))?
    })
}

async fn play(script: &Script, plan: &Arc<Plan>, checked: &Checked) -> Result<String, String> {
    let stub = Stub::start(script.answers.iter().map(|(request, body)| (path_of(request), Answer::text(body))));
    let hosts = script.answers.keys().filter_map(|request| host_of(request));
    let redirects = hosts.filter_map(|host| Redirect::parse(&format!("{host}={}", stub.url())).ok());
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let settings = Settings { redirects: redirects.collect(), ..Settings::in_memory(folder.path()) };
    let parse = Arc::new(cli::Compiler::default());
    let engine = Engine::open(settings, parse).await.map_err(|error| error.to_string())?;
    for plan in checked.plans() {
        engine.deploy((**plan).clone()).await.map_err(|refusal| refusal.to_string())?;
    }
    let mut creation = Creation::of(plan.flow.clone());
    creation.inputs = map(&script.inputs);
    let id = match engine.create(creation).await {
        Ok(id) => id,
        Err(refusal) => return Ok(format!("refused: {refusal}\n")),
    };
    let mut watch = engine.watch(id, None);
    let mut answers = script.resume.iter();
    let mut logs: Vec<(LogLevel, Option<String>, String)> = Vec::new();
    while let Some(change) = watch.next().await {
        logs.extend(change.logs.into_iter().map(|line| {
            let task = line.entry.task.map(|task| task.to_string());
            (line.entry.level, task, line.entry.message.to_string())
        }));
        let state = change.execution.state();
        if state.is_terminated() {
            return Ok(draw(&change.execution, &logs));
        }
        if state == State::Paused {
            let Some(inputs) = answers.next() else { return Ok(draw(&change.execution, &logs)) };
            engine.resume(id, map(inputs), None).await.map_err(|refusal| refusal.to_string())?;
        }
    }
    Err("the engine stopped".to_owned())
}

fn map(values: &BTreeMap<String, serde_json::Value>) -> Map {
    values.iter().map(|(key, value)| (key.as_str().into(), Value::from(value.clone()))).collect()
}

/// `/a?b` of `GET https://example.com/a?b`.
fn path_of(request: &str) -> String {
    let url = request.split_once(' ').map_or(request, |(_, url)| url);
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or_else(|| "/".to_owned(), |at| rest[at..].to_owned())
}

fn host_of(request: &str) -> Option<&str> {
    let (_, rest) = request.split_once("://")?;
    rest.split(['/', '?']).next()
}

/// What came of an execution, without what differs from run to run.
fn draw(execution: &Execution, logs: &[(LogLevel, Option<String>, String)]) -> String {
    let states: Vec<&str> = execution.history().entries().iter().map(|entry| entry.state.name()).collect();
    let mut text = format!("{}\n", states.join(" → "));
    for run in execution.task_runs().iter().filter(|run| run.parent().is_none()) {
        draw_run(execution, run, 1, &mut text);
    }
    if let Some(outputs) = execution.outputs().filter(|outputs| !outputs.is_empty()) {
        text.push_str("outputs\n");
        draw_map(outputs, 1, &mut text);
    }
    if !logs.is_empty() {
        text.push_str("log\n");
    }
    for (level, task, message) in logs {
        let task = task.as_deref().unwrap_or("the execution");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {} {task}: {message}", runtime::logs::level_name(*level));
    }
    mask(execution, text)
}

fn draw_run(execution: &Execution, run: &TaskRun, depth: usize, text: &mut String) {
    let value = run.value().map(|value| format!("[{value}]")).unwrap_or_default();
    let attempts = match run.attempts().len() {
        0 | 1 => String::new(),
        count => format!(", {count} attempts"),
    };
    let (name, state) = (execution.task_name(run), run.state());
    let _ = writeln!(text, "{:indent$}{name}{value}: {state}{attempts}", "", indent = depth * 2);
    if let Some(outputs) = run.outputs() {
        draw_map(outputs, depth + 1, text);
    }
    for child in execution.task_runs().iter().filter(|child| child.parent() == Some(run.key())) {
        draw_run(execution, child, depth + 1, text);
    }
}

fn draw_map(map: &Map, depth: usize, text: &mut String) {
    for (key, value) in map {
        let value = serde_json::Value::from(value);
        let _ = writeln!(text, "{:indent$}{key} = {value}", "", indent = depth * 2);
    }
}

/// Ids and what is made of them differ from run to run.
fn mask(execution: &Execution, text: String) -> String {
    let mut text = text.replace(&execution.id().to_string(), "EXECUTION");
    for run in execution.task_runs() {
        text = text.replace(&run.id().to_string(), &execution.task_name(run).to_uppercase());
    }
    text
}
