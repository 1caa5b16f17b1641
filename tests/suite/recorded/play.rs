//! One entry of `flows.json`, played as it was recorded: by kind.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use plan::FlowName;
use runtime::engine::{Cascade, Replay};
use runtime::execution::{Execution, State, TaskRun};
use runtime::query::{Order, Query};
use runtime::triggers::webhook::Call;
use runtime::{Acceptance, Creation, Engine, ExecutionId};
use serde_json::{Value, json};

use super::truth;
use super::world::{WEBHOOK_KEY, World};

/// An entry with what it needs.
pub(super) struct Entry<'a> {
    pub(super) document: &'a Value,
    pub(super) recorded: &'a Value,
    pub(super) world: &'a World,
    pub(super) data: &'a Path,
}

/// What comes of an entry here, in the shape of its recording.
pub(super) async fn play(entry: &Entry<'_>) -> Result<Value, String> {
    let document = entry.document;
    let flow = entry.world.flow(text(&document["flow"])).map_err(|reason| format!("refused: {reason}"))?;
    let mut flows = vec![flow.clone()];
    for file in document["dependencies"].as_array().into_iter().flatten() {
        if !entry.recorded["dependenciesInvalid"][text(file)].is_null() {
            continue;
        }
        flows.extend(entry.world.flow(text(file)));
    }
    for step in document["steps"].as_array().into_iter().flatten() {
        flows.push(FlowName { namespace: flow.namespace.clone(), id: text(step).into() });
    }
    let engine = entry.world.engine(&flows, entry.data, document).await?;
    let player = Player { engine, document, flow, expect: &document["expect"] };
    let played = match text(&document["kind"]) {
        "run" => player.run().await,
        "inputs" => player.inputs().await,
        "pause" => player.pause(entry.recorded).await,
        "restart" => player.restart(entry.recorded).await,
        "replay" => player.replay().await,
        "mark-as" => player.mark_as().await,
        "kill" => player.kill().await,
        "schedule" => player.schedule().await,
        "multi-execution" => player.several(1).await,
        "concurrency" => player.several(2).await,
        "flow-trigger" => player.steps(entry.recorded).await,
        "webhook" => player.webhook(entry.recorded).await,
        "parse" => player.parse(entry.recorded).await,
        kind => Err(format!("`{kind}` is not played here")),
    };
    // An engine that is done with does not keep its threads.
    player.engine.drain(Duration::from_millis(50)).await;
    played
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

struct Player<'a> {
    engine: Engine,
    document: &'a Value,
    flow: FlowName,
    expect: &'a Value,
}

impl Player<'_> {
    async fn creation(&self, flow: &FlowName) -> Result<Creation, String> {
        let mut creation = Creation::of(flow.clone());
        if self.document["inputsMode"] == "raw" {
            creation.acceptance = Acceptance::AsGiven;
        }
        for (key, value) in self.document["executionLabels"].as_object().into_iter().flatten() {
            creation.labels.push((key.as_str().into(), text(value).into()));
        }
        for (name, value) in self.document["inputs"].as_object().into_iter().flatten() {
            let value = match value.as_str() {
                Some(description) if description.starts_with('<') => {
                    let uri = creation.upload(name, "application-test.txt");
                    let count = if description.contains("10 lines") { 10 } else { 102 };
                    let lines: String = (0..count).map(|line| format!("{line:>20}\n")).collect();
                    self.engine.storage().put(&uri, lines).await.map_err(|error| error.to_string())?;
                    plan::Value::text(uri.as_str())
                }
                _ => plan::Value::from(value.clone()),
            };
            creation.inputs.insert(name.as_str().into(), value);
        }
        Ok(creation)
    }

    async fn create(&self) -> Result<ExecutionId, String> {
        let mut creation = self.creation(&self.flow).await?;
        // Kestra's own tests put executions past the door.
        if self.document["inputsMode"].is_null() {
            creation.acceptance = Acceptance::AsGiven;
        }
        self.engine.create(creation).await.map_err(|refusal| format!("refused: {refusal}"))
    }

    /// The execution once nothing is left to do, not even after its end.
    async fn over(&self, id: ExecutionId) -> Result<Arc<Execution>, String> {
        self.until(id, Execution::is_over).await
    }

    async fn until(&self, id: ExecutionId, holds: impl Fn(&Execution) -> bool) -> Result<Arc<Execution>, String> {
        let mut watch = self.engine.watch(id, None);
        loop {
            let change = watch.next().await.ok_or("it is gone")?;
            if holds(&change.execution) {
                return Ok(change.execution);
            }
        }
    }

    async fn run(&self) -> Result<Value, String> {
        let id = self.create().await?;
        let execution = self.over(id).await?;
        let mut truth = truth::of(&self.engine, &execution).await;
        truth["subExecutions"] = Value::Array(self.others(id).await?);
        Ok(truth)
    }

    /// Whatever else has run, oldest first; more than six only once for each flow and state.
    async fn others(&self, id: ExecutionId) -> Result<Vec<Value>, String> {
        let query = Query { order: Order::OldestFirst, ..Query::default() };
        let mut truths = Vec::new();
        for summary in self.engine.list(&query).await.expect("the store is read").items {
            if summary.id != id {
                let execution = self.over(summary.id).await?;
                truths.push(truth::of(&self.engine, &execution).await);
            }
        }
        truths.sort_by_key(|truth: &Value| truth["trigger"]["variables"]["taskRunIteration"].as_u64());
        if truths.len() <= 6 {
            return Ok(truths);
        }
        let mut first: Vec<Value> = Vec::new();
        for truth in truths {
            match first.iter_mut().find(|it| it["flowId"] == truth["flowId"] && it["state"] == truth["state"]) {
                Some(known) => known["count"] = json!(known["count"].as_u64().unwrap_or(1) + 1),
                None => first.push(truth),
            }
        }
        Ok(first)
    }

    async fn inputs(&self) -> Result<Value, String> {
        let creation = self.creation(&self.flow).await?;
        let resolved = self.engine.check_inputs(&self.flow, None, &creation.inputs);
        let mut typed = plan::value::Map::default();
        for input in resolved.map_err(|refusal| refusal.to_string())? {
            if let Some(problem) = input.problems.first() {
                return Ok(json!({ "error": format!("InputOutputValidationException: {problem} | ") }));
            }
            let value = match input.value {
                Some(value @ plan::Value::Duration(_)) => Some(plan::Value::text(plan::java::to_text(&value))),
                value => value,
            };
            if let Some(value) = value.filter(|value| !value.is_null()) {
                nest(&mut typed, &input.id, value);
            }
        }
        Ok(json!({ "typed": truth::document(&typed) }))
    }

    async fn pause(&self, recorded: &Value) -> Result<Value, String> {
        let id = self.create().await?;
        let paused = self.until(id, |execution| execution.state() == State::Paused).await?;
        let mut truths = json!({ "paused": truth::without_logs(&paused) });
        let run = paused.task_runs().iter().find(|run| run.state() == State::Paused).ok_or("nothing is paused")?;
        let resumed = match self.expect["resumed"]["as"].as_str() {
            Some("KILLING") => self.engine.change_task_run(id, run.id(), State::Killing).await,
            _ => self.engine.resume(id, plan::value::Map::default(), None).await,
        };
        truths["resumed"] = truth::without_logs(&*resumed.map_err(|refusal| refusal.to_string())?);
        if !recorded["secondResume"].is_null() {
            let second = self.engine.resume(id, plan::value::Map::default(), None).await;
            truths["secondResume"] = match second {
                Ok(_) => Value::Null,
                Err(_) => recorded["secondResume"].clone(),
            };
        }
        truths["final"] = truth::of(&self.engine, &*self.over(id).await?).await;
        Ok(truths)
    }

    async fn restart(&self, recorded: &Value) -> Result<Value, String> {
        let id = self.create().await?;
        let mut truths = json!({ "first": truth::of(&self.engine, &*self.over(id).await?).await });
        for (action, end) in [("action", "final"), ("action2", "final2")] {
            if recorded[action].is_null() && action != "action" {
                continue;
            }
            match self.engine.restart(id, None).await {
                Ok(restarted) => truths[action] = truth::without_logs(&restarted),
                Err(_) => truths["secondError"] = recorded["secondError"].clone(),
            }
            truths[end] = truth::of(&self.engine, &*self.over(id).await?).await;
        }
        Ok(truths)
    }

    async fn replay(&self) -> Result<Value, String> {
        let id = self.create().await?;
        let first = self.over(id).await?;
        let mut truths = json!({ "first": truth::of(&self.engine, &first).await });
        let from = named(&first, text(&self.expect["replayed"]["fromTaskrun"])).ok_or("no such task run")?;
        let replay = Replay { task_run: Some(from.id()), ..Replay::default() };
        let replayed = self.engine.replay(id, replay).await.map_err(|refusal| refusal.to_string())?;
        truths["action"] = truth::without_logs(&replayed);
        truths["final"] = truth::of(&self.engine, &*self.over(replayed.id()).await?).await;
        Ok(truths)
    }

    async fn mark_as(&self) -> Result<Value, String> {
        let id = self.create().await?;
        let first = self.over(id).await?;
        let mut truths = json!({ "first": truth::of(&self.engine, &first).await });
        let marked = &self.expect["marked"];
        let run = named(&first, text(&marked["taskrun"])).ok_or("no such task run")?;
        let state = State::parse(text(&marked["as"])).ok_or("no such state")?;
        let changed = self.engine.change_task_run(id, run.id(), state).await.map_err(|refusal| refusal.to_string())?;
        truths["action"] = truth::without_logs(&changed);
        truths["final"] = truth::of(&self.engine, &*self.over(id).await?).await;
        Ok(truths)
    }

    async fn kill(&self) -> Result<Value, String> {
        let id = self.create().await?;
        let runs = |execution: &Execution| execution.task_runs().iter().any(|run| run.state() == State::Running);
        let mut truths = json!({ "first": truth::without_logs(&*self.until(id, runs).await?) });
        self.engine.kill(id, Cascade::Below).await.map_err(|refusal| refusal.to_string())?;
        truths["final"] = truth::of(&self.engine, &*self.over(id).await?).await;
        Ok(truths)
    }

    async fn schedule(&self) -> Result<Value, String> {
        let mut creation = self.creation(&self.flow).await?;
        let id = creation.id;
        creation.schedule_date = Some(jiff::Timestamp::now() + jiff::SignedDuration::from_secs(1));
        self.engine.create(creation).await.map_err(|refusal| refusal.to_string())?;
        let early = self.engine.execution(id).await.map_err(|error| error.to_string())?.ok_or("it is gone")?;
        let mut truths = json!({ "early": truth::without_logs(&early) });
        truths["final"] = truth::of(&self.engine, &*self.over(id).await?).await;
        Ok(truths)
    }

    /// So many executions, each begun once the one before has; and whatever follows from them.
    async fn several(&self, count: usize) -> Result<Value, String> {
        let mut begun = Vec::new();
        for _ in 0..count {
            let id = self.create().await?;
            begun.push(id);
            self.until(id, |execution| execution.state() != State::Created).await?;
        }
        let mut truths = Vec::new();
        let mut next = 0;
        loop {
            // Who takes the place of one that is tried again came to be with its end.
            let query = Query { order: Order::OldestFirst, ..Query::default() };
            let others =
                self.engine.list(&query).await.expect("the store is read").items.into_iter().map(|summary| summary.id);
            begun.extend(others.filter(|id| !begun.contains(id)).collect::<Vec<_>>());
            let Some(&id) = begun.get(next) else { break };
            next += 1;
            let execution = self.over(id).await?;
            truths.push(truth::of(&self.engine, &execution).await);
        }
        Ok(json!({ "executions": truths }))
    }

    /// Flows started one after another, and what others make of that.
    async fn steps(&self, recorded: &Value) -> Result<Value, String> {
        let mut steps = Vec::new();
        let mut started = Vec::new();
        for step in recorded["steps"].as_array().into_iter().flatten() {
            let flow = FlowName { namespace: self.flow.namespace.clone(), id: text(&step["run"]).into() };
            let id = self.engine.create(self.creation(&flow).await?).await.map_err(|refusal| refusal.to_string())?;
            started.push(id);
            let execution = self.over(id).await?;
            let expected: u64 =
                step["executionsSoFar"].as_object().into_iter().flatten().filter_map(|it| it.1.as_u64()).sum();
            // Those that follow come to be a moment later.
            for _ in 0..100 {
                if self.engine.list(&Query::default()).await.unwrap().total as u64 >= expected {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let mut so_far = serde_json::Map::new();
            for summary in self.engine.list(&Query::default()).await.expect("the store is read").items {
                let count = so_far.entry(summary.flow.id.to_string()).or_insert(json!(0));
                *count = json!(count.as_u64().unwrap_or_default() + 1);
            }
            steps.push(json!({ "run": step["run"], "exec": truth::of(&self.engine, &execution).await, "executionsSoFar": so_far }));
        }
        let query = Query { order: Order::OldestFirst, ..Query::default() };
        let mut triggered = Vec::new();
        for summary in self
            .engine
            .list(&query)
            .await
            .expect("the store is read")
            .items
            .into_iter()
            .filter(|it| !started.contains(&it.id))
        {
            let execution = self.over(summary.id).await?;
            triggered.push(truth::of(&self.engine, &execution).await);
        }
        triggered.sort_by_key(|truth| {
            let order = recorded["triggered"].as_array().into_iter().flatten();
            order.into_iter().position(|it| it["flowId"] == truth["flowId"] && it["outputs"] == truth["outputs"])
        });
        Ok(json!({ "steps": steps, "triggered": triggered }))
    }

    /// Calls from outside, as they were recorded.
    async fn webhook(&self, recorded: &Value) -> Result<Value, String> {
        let flow = self.engine.registry().flow(&self.flow).ok_or("it is not deployed")?;
        let mut truths = Vec::new();
        for call in recorded["executions"].as_array().into_iter().flatten() {
            let variables = &call["trigger"]["variables"];
            let map = |value: &Value| match plan::Value::from(value.clone()) {
                plan::Value::Map(map) => (*map).clone(),
                _ => plan::value::Map::default(),
            };
            let written = flow.plan.source.text.lines().find_map(|line| line.trim().strip_prefix("key: "));
            let key = match written.unwrap_or_default().trim_matches(['"', '\'']) {
                expression if expression.contains("secret(") => WEBHOOK_KEY.to_owned(),
                expression if expression.contains("{{") => expression_key(&flow.plan),
                key => key.to_owned(),
            };
            let body = Some(plan::Value::from(variables["body"].clone())).filter(|body| !body.is_null());
            let sent = body.map(|body| ("body".into(), body));
            let call = Call {
                execution: ExecutionId::random(self.engine.settings().clock.now()),
                key,
                sent: sent.into_iter().collect(),
                headers: map(&variables["headers"]),
                parameters: map(&variables["parameters"]),
                path: None,
            };
            let called = self.engine.call_webhook(&self.flow, call).await.map_err(|refusal| refusal.to_string())?;
            truths.push(truth::of(&self.engine, &*self.over(called.execution).await?).await);
        }
        Ok(json!({ "executions": truths, "requests": recorded["requests"] }))
    }

    async fn parse(&self, recorded: &Value) -> Result<Value, String> {
        let flow = self.engine.registry().flow(&self.flow).ok_or("it is not deployed")?;
        let labels = flow.plan.labels.iter().map(|(key, value)| format!("{key}={value}"));
        let mut changed = (*flow.plan).clone();
        changed.source.text = format!("{}\n# changed\n", changed.source.text).into();
        let after = self.engine.deploy(changed).await.map_err(|refusal| refusal.to_string())?;
        let mut truth = json!({
            "labels": labels.collect::<Vec<_>>(),
            "revision": flow.revision,
            "revisionAfterChange": after.revision,
        });
        if recorded["labels"].is_null() {
            truth["labels"] = Value::Null;
        }
        Ok(truth)
    }
}

/// What `{{ flow.id }}` or a variable gives as a key.
fn expression_key(plan: &plan::Plan) -> String {
    let variable = plan.variables.first().and_then(|(_, value)| value.as_str().map(str::to_owned));
    variable.unwrap_or_else(|| plan.flow.id.to_string())
}

/// The task run that a recording calls `task[v1][v2]`.
fn named<'a>(execution: &'a Execution, name: &str) -> Option<&'a TaskRun> {
    let (task, values) = name.split_once('[').unwrap_or((name, ""));
    let values: Vec<&str> = values.trim_end_matches(']').split("][").filter(|value| !value.is_empty()).collect();
    execution.task_runs().iter().find(|run| {
        let mut around: Vec<&str> =
            execution.ancestors(run).filter_map(|run| run.value().map(|value| &**value)).collect();
        around.reverse();
        around.extend(run.value().map(|value| &**value));
        **execution.task_name(run) == *task && around == values
    })
}

/// Puts a value under a dotted name.
fn nest(map: &mut plan::value::Map, id: &str, value: plan::Value) {
    match id.split_once('.') {
        None => {
            map.insert(id.into(), value);
        }
        Some((head, rest)) => {
            let inner = map.entry(head.into()).or_insert_with(|| plan::Value::Map(Arc::default()));
            if let plan::Value::Map(inner) = inner {
                nest(Arc::make_mut(inner), rest, value);
            }
        }
    }
}
