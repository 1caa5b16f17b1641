//! Flows on a server whose clock a chapter sets: what triggers start, and when.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use compiler::Checked;
use jiff::Timestamp;
use plan::value::Map;
use plan::{FlowName, Plan, Value};
use runtime::execution::Started;
use runtime::query::{Order, Query};
use runtime::settings::{Settings, Sync};
use runtime::store::IN_USE;
use runtime::triggers::switches::Switch;
use runtime::triggers::webhook::Call;
use runtime::triggers::{BackfillRequest, TriggerName};
use runtime::{Clock, Creation, Engine, Execution, ExecutionId, State};
use serde::Deserialize;

/// No case takes this long; one that does hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a `clock` block says: when everything is deployed, and what happens then, in order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    from: Timestamp,
    #[serde(with = "serde_yaml::with::singleton_map_recursive")]
    then: Vec<Step>,
}

/// What happens; triggers are named by their id, flows of other files by theirs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
enum Step {
    /// Time passes.
    Until(Timestamp),
    /// Time passes while no server runs.
    Down(Timestamp),
    /// Somebody starts a flow.
    Run(String),
    /// Somebody goes on with the executions of a flow that are paused.
    Resume(String),
    /// A trigger is switched off.
    Off(String),
    /// A trigger is switched on.
    On(String),
    /// A trigger makes up for dates.
    Backfill(Backfill),
    /// Somebody calls a webhook.
    Call(Called),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Backfill {
    trigger: String,
    start: Timestamp,
    end: Timestamp,
    #[serde(default)]
    inputs: BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Called {
    key: String,
    #[serde(default)]
    body: serde_json::Value,
}

/// Plays what a chapter says, and tells every execution that a trigger started.
///
/// # Errors
///
/// A line that says what is wrong with the script, or why it could not be played.
pub fn play(script: &str, plan: &Arc<Plan>, checked: &Checked) -> Result<String, String> {
    let script: Script = serde_yaml::from_str(script).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let played = steps(&script, plan, checked);
        tokio::time::timeout(PATIENCE, played).await.map_err(|_| format!("it did not end within {PATIENCE:?}"))?
    })
}

async fn steps(script: &Script, plan: &Arc<Plan>, checked: &Checked) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut now = script.from;
    let mut engine = open(folder.path(), now, checked).await?;
    let mut refused = String::new();
    for step in &script.then {
        let own = |id: &str| TriggerName { flow: plan.flow.clone(), id: id.into() };
        let other = |id: &str| FlowName { namespace: plan.flow.namespace.clone(), id: id.into() };
        let done = match step {
            Step::Until(time) => {
                now = *time;
                Ok(())
            }
            Step::Down(time) => {
                engine.drain(Duration::from_secs(1)).await;
                drop(engine);
                now = *time;
                engine = open_again(folder.path(), now, checked).await?;
                engine.recover_schedules().await;
                Ok(())
            }
            Step::Run(flow) => engine.create(Creation::of(other(flow))).await.map(|_| ()),
            Step::Resume(flow) => {
                let paused = Query { flow: Some(flow.clone()), states: vec![State::Paused], ..Query::default() };
                for summary in engine.list(&paused).await.expect("the store is read").items {
                    engine.resume(summary.id, Map::default(), None).await.map_err(|refusal| refusal.to_string())?;
                }
                Ok(())
            }
            Step::Off(id) => engine.switch_trigger(&own(id), Switch::Off).await,
            Step::On(id) => engine.switch_trigger(&own(id), Switch::On).await,
            Step::Backfill(backfill) => {
                let inputs = backfill.inputs.iter().map(|(id, value)| (id.as_str().into(), value.clone().into()));
                let (start, end) = (backfill.start, Some(backfill.end));
                let asked = BackfillRequest { start, end, inputs: inputs.collect(), labels: Vec::new() };
                engine.backfill(&own(&backfill.trigger), asked).await
            }
            Step::Call(called) => {
                let body = Some(Value::from(called.body.clone())).filter(|body| !body.is_null());
                let call = Call {
                    execution: ExecutionId::random(now),
                    key: called.key.clone(),
                    sent: body.map(|body| ("body".into(), body)).into_iter().collect(),
                    headers: Map::default(),
                    parameters: Map::default(),
                    path: None,
                };
                engine.call_webhook(&plan.flow, call).await.map(|_| ())
            }
        };
        if let Err(refusal) = done {
            let _ = writeln!(refused, "{now} refused: {refusal}");
        }
        engine.advance(now).await;
    }
    let mut text = draw(&engine).await;
    text.push_str(&refused);
    engine.drain(Duration::from_secs(1)).await;
    Ok(if text.is_empty() { "nothing\n".to_owned() } else { text })
}

async fn open(folder: &Path, now: Timestamp, checked: &Checked) -> Result<Engine, String> {
    let settings = Settings { clock: Clock::scripted(now), sync: Sync::Never, ..Settings::on_disk(folder) };
    let engine = Engine::open(settings, Arc::new(cli::Compiler::default())).await.map_err(|error| error.to_string())?;
    for plan in checked.plans() {
        engine.deploy((**plan).clone()).await.map_err(|refusal| refusal.to_string())?;
    }
    Ok(engine)
}

/// As [`open`], as soon as the engine before is let go: one of its threads may be at its last statement still.
async fn open_again(folder: &Path, now: Timestamp, checked: &Checked) -> Result<Engine, String> {
    loop {
        match open(folder, now, checked).await {
            Err(error) if error.contains(IN_USE) => tokio::task::yield_now().await,
            done => return done,
        }
    }
}

/// Every execution that a trigger started, oldest first: when, which flow, by which trigger, how it stands.
async fn draw(engine: &Engine) -> String {
    let query = Query { order: Order::OldestFirst, ..Query::default() };
    let mut lines = Vec::new();
    for summary in engine.list(&query).await.expect("the store is read").items {
        let Ok(Some(execution)) = engine.execution(summary.id).await else { continue };
        if let Some(started) = execution.trigger() {
            lines.push(line(&execution, started));
        }
    }
    lines.sort();
    lines.concat()
}

fn line(execution: &Execution, started: &Started) -> String {
    let at = execution.history().start();
    let mut line = format!("{at} {} by {}: {}\n", execution.flow().id, started.id, execution.state());
    // Ids differ from run to run.
    let told = started.variables.iter().filter(|(name, value)| {
        !matches!(&***name, "executionId" | "_context" | "executionLabels" | "namespace" | "flowRevision")
            && !value.is_null()
            && value.elements().is_none_or(|elements| !elements.is_empty())
            && !matches!(value, Value::Map(map) if map.is_empty())
    });
    for (name, value) in told {
        let _ = writeln!(line, "  trigger.{name} = {}", serde_json::Value::from(value));
    }
    for (id, value) in execution.inputs().iter() {
        let _ = writeln!(line, "  inputs.{id} = {}", serde_json::Value::from(value));
    }
    line
}
