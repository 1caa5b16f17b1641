//! A flow, run as `lanner run` would run it, against a world that answers what the case says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use compiler::Checked;
use plan::step::LogLevel;
use plan::value::Map;
use plan::{Plan, Value};
use runtime::engine::Replay;
use runtime::execution::State;
use runtime::metrics::{MetricEntry, MetricQuery};
use runtime::query::Query;
use runtime::settings::{Redirect, Settings};
use runtime::{Creation, Engine, Execution, ExecutionId, FileUri, Storage};
use serde::Deserialize;

use super::story::{self, map};
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
    /// How often it is run, one time after the other on the same server.
    times: Option<u32>,
    /// What is done once it has ended, one after the other.
    then: Vec<Deed>,
}

/// What is done with an execution that has ended.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Deed {
    /// A deed that needs nothing else.
    Plain(Plain),
    /// It is repeated from a task on.
    Replay {
        /// The task.
        replay: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Plain {
    /// It is begun again at what failed.
    Restart,
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
    let mut text = String::new();
    for _ in 0..script.times.unwrap_or(1) {
        text.push_str(&once(&engine, script, plan).await?);
    }
    engine.drain(Duration::from_secs(1)).await;
    Ok(text)
}

/// Runs a flow to its end, or to a pause that nobody answers.
async fn once(engine: &Engine, script: &Script, plan: &Arc<Plan>) -> Result<String, String> {
    let mut creation = Creation::of(plan.flow.clone());
    creation.inputs = map(&script.inputs);
    let mut id = match engine.create(creation).await {
        Ok(id) => id,
        Err(refusal) => return Ok(format!("refused: {refusal}\n")),
    };
    let mut answers = script.resume.iter();
    let (mut text, mut seen) = follow(engine, id, None, &mut answers).await?;
    for deed in &script.then {
        match deed {
            Deed::Plain(Plain::Restart) => {
                engine.restart(id, None).await.map_err(|refusal| refusal.to_string())?;
            }
            Deed::Replay { replay: task } => {
                let execution =
                    engine.execution(id).await.map_err(|error| error.to_string())?.ok_or("the execution is gone")?;
                let run = execution.task_runs().iter().find(|run| **task == **execution.task_name(run));
                let task_run = Some(run.ok_or_else(|| format!("no task `{task}` was run"))?.id());
                let replay = Replay { task_run, ..Replay::default() };
                id = engine.replay(id, replay).await.map_err(|refusal| refusal.to_string())?.id();
                seen = None;
            }
        }
        let (more, last) = follow(engine, id, seen, &mut answers).await?;
        text.push_str(&more);
        seen = last;
    }
    Ok(text)
}

/// Follows an execution from behind a commit to its end, or to a pause that nobody answers; its last commit.
async fn follow(
    engine: &Engine,
    id: ExecutionId,
    seen: Option<u64>,
    answers: &mut impl Iterator<Item = &BTreeMap<String, serde_json::Value>>,
) -> Result<(String, Option<u64>), String> {
    let mut watch = engine.watch(id, seen);
    let mut logs: Vec<(LogLevel, Option<String>, String)> = Vec::new();
    while let Some(change) = watch.next().await {
        logs.extend(change.logs().into_iter().map(|line| {
            let task = line.entry.task.map(|task| task.to_string());
            (line.entry.level, task, line.entry.message.to_string())
        }));
        let state = change.execution.state();
        if state.is_terminated() {
            return Ok((draw(engine, &change.execution, &logs).await, Some(change.sequence)));
        }
        if state == State::Paused {
            let Some(inputs) = answers.next() else {
                return Ok((draw(engine, &change.execution, &logs).await, Some(change.sequence)));
            };
            engine.resume(id, map(inputs), None).await.map_err(|refusal| refusal.to_string())?;
        }
    }
    Err("the engine stopped".to_owned())
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
async fn draw(engine: &Engine, execution: &Execution, logs: &[(LogLevel, Option<String>, String)]) -> String {
    let files = engine.storage();
    let mut text = story::draw(execution, &|outputs, depth, text| draw_map(files, outputs, depth, text));
    let metrics = engine.metrics(&MetricQuery::of(execution.id()), 0, None).await.expect("the store is read").items;
    if !metrics.is_empty() {
        text.push_str("metrics\n");
    }
    for MetricEntry { task, metric, .. } in metrics.into_iter().map(|line| line.entry) {
        let tags = metric.tags.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {} {task}: {} = {}{tags}", metric.kind.name(), metric.name, metric.value);
    }
    let lines = logs.iter().map(|(level, task, message)| (*level, task.as_deref(), message.as_str()));
    text.push_str(&story::draw_log(lines));
    let others = engine.list(&Query::default()).await.expect("the store is read").items;
    let others = others.iter().filter(|other| other.id != execution.id());
    let text = others.fold(text, |text, other| text.replace(&other.id.to_string(), "ANOTHER"));
    mask(execution, text)
}

fn draw_map(files: &Storage, map: &Map, depth: usize, text: &mut String) {
    for (key, value) in map {
        let mut shown = serde_json::Value::from(value);
        if let Some(headers) = shown.as_object_mut().filter(|_| &**key == "headers") {
            headers.remove("date");
        }
        let _ = writeln!(text, "{:indent$}{key} = {shown}", "", indent = depth * 2);
        draw_files(files, value, depth, text);
    }
}

/// What is in the files that a value names.
fn draw_files(files: &Storage, value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::List(items) => items.iter().for_each(|item| draw_files(files, item, depth, text)),
        Value::Map(map) => map.values().for_each(|value| draw_files(files, value, depth, text)),
        other => {
            let address = other.as_str().and_then(|text| text.parse::<FileUri>().ok());
            let Some(content) = address.and_then(|uri| std::fs::read_to_string(files.locate(&uri)?).ok()) else {
                return;
            };
            for line in content.lines() {
                let _ = writeln!(text, "{:indent$}  | {line}", "", indent = depth * 2);
            }
        }
    }
}

/// Ids and what is made of them differ from run to run.
fn mask(execution: &Execution, text: String) -> String {
    let mut text = text.replace(&execution.id().to_string(), "EXECUTION");
    for run in execution.task_runs() {
        text = text.replace(&run.id().to_string(), &execution.task_name(run).to_uppercase());
    }
    times(&names(&text))
}

/// Points in time, of logs and of answers.
fn times(text: &str) -> String {
    let is_time = |word: &str| word.len() >= 20 && word.ends_with('Z') && word.parse::<jiff::Timestamp>().is_ok();
    let pieces = text.split_inclusive(|letter: char| !(letter.is_ascii_alphanumeric() || "-:.".contains(letter)));
    let mut masked = String::new();
    for piece in pieces {
        // `timestamp:2026-01-01T00:00:00Z,`
        let word = piece.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let from = word.find(':').filter(|_| word.starts_with("timestamp:")).map_or(0, |colon| colon + 1);
        if is_time(&word[from..]) {
            masked.push_str(&word[..from]);
            masked.push_str("TIME");
            masked.push_str(&piece[word.len()..]);
        } else {
            masked.push_str(piece);
        }
    }
    masked
}

/// Names of files that nobody else has: 32 hexadecimal digits.
fn names(text: &str) -> String {
    const DIGITS: usize = 32;
    let (mut masked, mut rest) = (String::new(), text);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let others = rest.bytes().skip(digits).take_while(|byte| !byte.is_ascii_hexdigit()).count();
        let (word, after) = rest.split_at(digits + others);
        masked.push_str(if digits == DIGITS { "FILE" } else { &word[..digits] });
        masked.push_str(&word[digits..]);
        rest = after;
    }
    masked
}
