//! The promise: what compiles runs. Random flows, typed by construction, are compiled and run with random inputs; none
//! may fail for a reason that the compiler should have found. Each flow broken on purpose is refused.
//!
//! `LANNER_SEEDS=1000..5000` tries other flows than those of every test run.

mod dice;
mod expression;
mod flow;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use compiler::{Settings as Rules, Workspace};
use plan::step::LogLevel;
use plan::value::Map;
use plan::{Plan, Value};
use runtime::execution::State;
use runtime::logs::LogQuery;
use runtime::{Creation, Engine, Refusal, Settings};

use flow::Flow;

/// Those that are tried in every test run; each flow is told by its seed.
const SEEDS: Range<u64> = 0..60;

/// Of the ways to break a flow so many are tried in every test run, others for each seed.
const WAYS: usize = 4;

/// What a task says that fails because it was told to.
const ON_PURPOSE: &str = "on purpose";

#[test]
fn what_compiles_runs() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let wrong = runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let compiler = Arc::new(cli::Compiler::new(Workspace::new(Rules::default())));
        let engine = Engine::open(Settings::in_memory(folder.path()), compiler).await.unwrap();
        let mut wrong = Vec::new();
        for seed in seeds() {
            let flow = Flow::of(seed);
            if let Err(reason) = run(&engine, &flow).await {
                wrong.push(format!("seed {seed}: {reason}\n{:?}\n{}\n---\n{}", flow.inputs, flow.text, flow.helper));
                eprintln!("seed {seed}: {reason}");
            }
        }
        engine.drain(Duration::from_millis(10)).await;
        wrong
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), seeds().count(), wrong.join("\n"));
}

#[test]
fn what_is_broken_on_purpose_is_refused() {
    let mut accepted = Vec::new();
    for seed in seeds() {
        let flow = Flow::of(seed);
        let all: Vec<_> = flow.broken().collect();
        let step = if asked().is_some() { 1 } else { (all.len() / WAYS).max(1) };
        for (what, text) in all.iter().skip(usize::try_from(seed).unwrap() % step).step_by(step) {
            if errors(&workspace(&flow, text)).is_empty() {
                let line = text.lines().zip(flow.text.lines()).find(|(broken, whole)| broken != whole);
                accepted.push(format!("seed {seed}, {what}: {}\n", line.map_or("", |line| line.0)));
                eprintln!("{}", accepted[accepted.len() - 1]);
            }
        }
    }
    assert!(accepted.is_empty(), "{} are accepted:\n{}", accepted.len(), accepted.join("\n"));
}

fn seeds() -> Range<u64> {
    asked().unwrap_or(SEEDS)
}

/// Other seeds than those of every test run.
fn asked() -> Option<Range<u64>> {
    let asked = std::env::var("LANNER_SEEDS").ok()?;
    let (from, to) = asked.split_once("..")?;
    Some(from.parse().unwrap()..to.parse().unwrap())
}

fn workspace(flow: &Flow, text: &str) -> Workspace {
    let mut workspace = Workspace::new(Rules { target: Some(flow.version), ..Rules::default() });
    workspace.set("random.yaml".to_owned(), text.to_owned());
    workspace.set("helper.yaml".to_owned(), flow.helper.clone());
    workspace
}

fn errors(workspace: &Workspace) -> Vec<String> {
    let checked = workspace.check();
    let found = checked.files.iter().flat_map(|file| &file.diagnostics);
    found.filter(|found| found.severity == report::Severity::Error).map(|found| found.message.clone()).collect()
}

async fn run(engine: &Engine, flow: &Flow) -> Result<(), String> {
    let workspace = workspace(flow, &flow.text);
    let plans: Vec<Arc<Plan>> = workspace.check().plans().cloned().collect();
    if plans.len() < 2 {
        return Err(format!("it is refused: {}", errors(&workspace).join("; ")));
    }
    for plan in &plans {
        engine.deploy((**plan).clone()).await.map_err(|refusal| refusal.to_string())?;
    }
    let random = plans.iter().find(|plan| &*plan.flow.id == "random").ok_or("it has no plan")?;
    let mut creation = Creation::of(random.flow.clone());
    for (id, text) in &flow.inputs {
        creation.inputs.insert(id.as_str().into(), Value::text(text));
    }
    let id = engine.create(creation).await.map_err(|refusal| refusal.to_string())?;
    let ended = tokio::time::timeout(Duration::from_secs(20), end(engine, id)).await;
    let state = ended.map_err(|_| "it does not end")??;
    let logs = engine.logs(&LogQuery::of(id), 0, None).await.unwrap().items;
    let said =
        logs.iter().filter(|line| line.entry.level == LogLevel::Error).map(|line| line.entry.message.to_string());
    let said: Vec<String> = said.filter(|message| message != ON_PURPOSE).collect();
    if matches!(state, State::Success | State::Warning) && said.is_empty() {
        Ok(())
    } else {
        Err(format!("{state}: {}", said.join("; ")))
    }
}

/// Where an execution ends; whatever it asks for is answered with what it proposes.
async fn end(engine: &Engine, id: runtime::ExecutionId) -> Result<State, String> {
    let mut watch = engine.watch(id, None);
    while let Some(change) = watch.next().await {
        let execution = change.execution;
        if execution.state().is_terminated() {
            return Ok(execution.state());
        }
        if execution.state() == State::Paused && execution.deadline().is_none() {
            match engine.resume(id, Map::default(), None).await {
                // What is no longer paused has gone on by itself.
                Ok(_) | Err(Refusal::WrongState { .. }) => {}
                Err(refusal) => return Err(refusal.to_string()),
            }
        }
    }
    Err("it is gone".to_owned())
}
