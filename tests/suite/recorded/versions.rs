//! The entries of `version-runs.json`: single constructs, run on one version or the other.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use plan::FlowName;
use plan::dialect::Version;
use runtime::engine::Engine;
use runtime::execution::{Execution, Kind};
use runtime::logs::{LogQuery, level_name};
use runtime::query::{Order, Query};
use runtime::{Creation, ExecutionId, Refusal};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Outcome;
use super::compare::compare;
use super::truth;
use super::world::World;

const PATIENCE: Duration = Duration::from_secs(40);
const AT_ONCE: usize = 12;
const NAMESPACE: &str = "lanner.versions";

/// Runs every entry, in the order of the file.
pub(super) fn replay(entries: &[Value]) -> Vec<Outcome> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let places = Arc::new(Semaphore::new(AT_ONCE));
        let mut plays = JoinSet::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let name = format!("{} on {}", entry["name"].as_str().unwrap(), &entry["engine"].as_str().unwrap()[..3]);
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            let name = if *count == 1 { name } else { format!("{name} {count}") };
            let (entry, places) = (entry.clone(), Arc::clone(&places));
            plays.spawn(async move {
                let place = places.acquire_owned().await;
                let played = tokio::time::timeout(PATIENCE, differences(&entry)).await;
                drop(place);
                let differences = played.unwrap_or_else(|_| vec![format!("it does not end within {PATIENCE:?}")]);
                (index, (name, differences))
            });
        }
        let mut outcomes = plays.join_all().await;
        outcomes.sort_by_key(|outcome| outcome.0);
        outcomes.into_iter().map(|outcome| outcome.1).collect()
    })
}

async fn differences(entry: &Value) -> Vec<String> {
    let ours = match play(entry).await {
        Ok(ours) => ours,
        Err(reason) => return vec![reason],
    };
    let mut differences = Vec::new();
    let expect = &entry["expect"];
    for key in ["state", "history", "taskRuns", "outputs", "errorLogs", "iterations", "otherExecutions"] {
        if !expect[key].is_null() {
            let recorded = match key {
                "otherExecutions" | "iterations" => {
                    Value::Array(expect[key].as_array().unwrap().iter().map(told).collect())
                }
                _ => expect[key].clone(),
            };
            compare(key, &recorded, &ours[key], &[], &mut differences);
        }
    }
    if let Some(fired) = expect["fired"].as_u64() {
        let count = ours["otherExecutions"].as_array().map_or(0, Vec::len) as u64;
        if count != fired {
            differences.push(format!("{count} executions were triggered and not {fired}"));
        }
    }
    differences
}

/// What of an execution beside the main one is compared.
fn told(execution: &Value) -> Value {
    let parts = ["flowId", "state", "history", "taskRuns", "outputs"];
    let parts = parts.iter().filter(|part| !execution[**part].is_null());
    Value::Object(parts.map(|part| ((*part).to_owned(), execution[*part].clone())).collect())
}

async fn play(entry: &Value) -> Result<Value, String> {
    let at_home = |text: &str| text.replace("@NS@", NAMESPACE);
    let texts: Vec<String> = match entry["yaml"].as_str() {
        Some(yaml) => vec![at_home(yaml)],
        None => entry["flows"].as_array().into_iter().flatten().filter_map(Value::as_str).map(at_home).collect(),
    };
    let version = if entry["engine"] == "2.0.0" { Version::new(2, 0) } else { Version::new(1, 3) };
    let files: Vec<(String, String)> =
        texts.into_iter().enumerate().map(|(index, text)| (format!("{index}.yaml"), text)).collect();
    let world = World::of_failing(files.clone(), version);
    let mut flows = Vec::new();
    for (path, _) in &files {
        flows.push(world.flow(path).map_err(|reason| format!("refused: {reason}"))?);
    }
    let main = match entry["run"].as_str() {
        Some(id) => FlowName { namespace: NAMESPACE.into(), id: id.into() },
        None => flows[0].clone(),
    };
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let engine = world.engine(&flows, folder.path(), &json!({})).await?;
    let played = follow(&engine, entry, &main).await;
    engine.drain(Duration::from_millis(50)).await;
    played
}

async fn follow(engine: &Engine, entry: &Value, main: &FlowName) -> Result<Value, String> {
    let mut id = None;
    for _ in 0..entry["times"].as_u64().unwrap_or(1) {
        let mut creation = Creation::of(main.clone());
        for (name, value) in entry["inputs"].as_object().into_iter().flatten() {
            creation.inputs.insert(name.as_str().into(), plan::Value::from(value.clone()));
        }
        let created = creation.id;
        match engine.create(creation).await {
            Ok(_) => {}
            // The API refuses what a check blocks; the recordings were made behind it.
            Err(Refusal::Check(message)) if entry["expect"]["failedChecks"][0]["message"] == *message => {
                return Ok(entry["expect"].clone());
            }
            Err(refusal) => return Err(format!("refused: {refusal}")),
        }
        id = Some(created);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let id = id.ok_or("nothing was started")?;
    if entry["expect"]["state"].is_null() {
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let execution = over(engine, id, entry["expect"]["state"].as_str()).await?;
    if entry["expect"]["otherExecutions"].is_array() || entry["expect"]["fired"].is_number() {
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let mut ours = told_by(engine, &execution).await;
    let (mut iterations, mut others) = (Vec::new(), Vec::new());
    let query = Query { order: Order::OldestFirst, ..Query::default() };
    for summary in engine.list(&query).await.unwrap().items.into_iter().filter(|summary| summary.id != id) {
        let execution = over(engine, summary.id, None).await?;
        let truth = told_by(engine, &execution).await;
        if execution.kind() == Kind::Loop { iterations.push(truth) } else { others.push(truth) }
    }
    ours["iterations"] = Value::Array(iterations);
    ours["otherExecutions"] = Value::Array(others);
    Ok(ours)
}

/// The execution once it stands as it was recorded, or nothing is left to do.
async fn over(engine: &Engine, id: ExecutionId, state: Option<&str>) -> Result<Arc<Execution>, String> {
    let mut watch = engine.watch(id, None);
    loop {
        let change = watch.next().await.ok_or("it is gone")?;
        let rests = state.is_some_and(|state| state == change.execution.state().name())
            && !change.execution.state().is_terminated();
        if change.execution.is_over() || rests {
            return Ok(change.execution);
        }
    }
}

async fn told_by(engine: &Engine, execution: &Execution) -> Value {
    let mut truth = truth::without_logs(execution);
    let runs = truth["taskruns"].as_array().cloned().unwrap_or_default();
    let named = runs.iter().map(|run| {
        let mut run = run.clone();
        let parent = run["parent"].as_u64().and_then(|at| runs.get(usize::try_from(at).ok()?));
        run["parent"] = parent.map_or(Value::Null, |parent| parent["task"].clone());
        run
    });
    truth["taskRuns"] = named.collect();
    let lines =
        engine.logs(&LogQuery::of(execution.id()), 0, None).await.unwrap().items.into_iter().map(|line| line.entry);
    let lines = lines.filter(|entry| entry.level >= plan::step::LogLevel::Warn).map(|entry| {
        let task = entry.task.as_deref().unwrap_or("null");
        let first = entry.message.lines().next().unwrap_or_default();
        Value::from(format!("{} [{task}] {first}", level_name(entry.level)))
    });
    truth["errorLogs"] = lines.collect();
    truth
}
