//! Triggers that ask a server again and again.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plan::step::LogLevel;
use plan::value::Map;
use plan::{Argument, Failure, Value, evaluate};

use super::begin::{Given, Inputs, Start, add_context};
use super::read::{duration, fixed, flag, property};
use super::standing::Standing;
use super::{Part, TriggerName};
use crate::creation::{execution_folder, slug};
use crate::execution::Program;
use crate::executor::Machine;
use crate::ids::ExecutionId;
use crate::metrics::Metric;
use crate::store::{StoreError, Table, Write, records};
use crate::tasks::{self, Journal, Properties};

/// How long between questions where nothing is said.
const INTERVAL: SignedDuration = SignedDuration::from_secs(60);

/// When an answer is the one that was waited for, where nothing is said.
const CONDITION: &str = "{{ response.statusCode < 400 }}";

/// What a question says goes nowhere: there is no execution yet.
struct Silent;

impl Journal for Silent {
    fn log(&self, level: LogLevel, message: String) {
        tracing::debug!("{level:?}: {message}");
    }

    fn metric(&self, _: Metric) {}
}

impl Machine {
    /// Asks once; how the trigger stands until there is an answer.
    pub(super) fn poll(
        self: &Arc<Self>,
        name: TriggerName,
        program: &Arc<Program>,
        index: usize,
        standing: Standing,
        now: Timestamp,
    ) -> Standing {
        let machine = Arc::clone(self);
        let program = Arc::clone(program);
        self.under_way.begin();
        self.handle.spawn(async move {
            if let Err(error) = machine.ask(&name, &program, index).await {
                tracing::warn!("trigger `{name}` cannot start what it was made for: {error}");
            }
            machine.triggers.bell.notify_one();
            machine.under_way.end();
        });
        Standing { next: None, updated: now, ..standing }
    }

    async fn ask(self: &Arc<Self>, name: &TriggerName, program: &Arc<Program>, index: usize) -> Result<(), StoreError> {
        let trigger = &program.plan.triggers[index];
        let id = ExecutionId::random(self.clock().now());
        let answer = self.answer_of(program, index, id).await;
        let interval = fixed(trigger, "interval").and_then(|text| duration(&text)).unwrap_or(INTERVAL);
        let mut standings = self.triggers.standings.lock().await;
        let Some(standing) = standings.get(name) else { return Ok(()) };
        let now = self.clock().now();
        let mut standing = Standing { next: now.checked_add(interval).ok(), updated: now, ..standing.clone() };
        let given = match answer {
            Ok(None) => None,
            Ok(Some(mut variables)) => {
                add_context(&mut variables, program.plan.dialect, trigger);
                match self.holds(program, trigger, variables.clone()) {
                    Ok(true) => Some((self.given(program, trigger, &variables), variables)),
                    Ok(false) => None,
                    Err(failure) => failed(name, trigger, failure),
                }
            }
            Err(failure) => failed(name, trigger, failure),
        };
        if let Some((given, variables)) = given {
            let inputs = Inputs::Checked;
            let start = Start { id: Some(id), program, trigger, variables, given, inputs, correlation: None };
            let (execution, event) = self.triggered(start);
            standing.running = Some(id);
            standing.last = Some(now);
            let write = Write::Put(Table::Triggers, name.key(Part::Standing), records::encode(&standing)?);
            let told = self.begin_beside(execution, event, vec![write]);
            told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned())))?;
        }
        standings.insert(name.clone(), standing);
        Ok(())
    }

    /// What the server answers, where that is what is waited for.
    async fn answer_of(
        self: &Arc<Self>,
        program: &Program,
        index: usize,
        id: ExecutionId,
    ) -> Result<Option<Map>, Failure> {
        let trigger = &program.plan.triggers[index];
        let asked = trigger.properties.iter().filter(|(name, _)| &**name != "responseCondition");
        let properties = self.in_trigger(program, Map::default(), |context| {
            let rendered = asked.map(|(name, argument)| Ok((name.clone(), evaluate::evaluate(argument, context)?)));
            rendered.collect::<Result<Map, Failure>>()
        })?;
        let folder = execution_folder(&program.plan.flow, id).join("trigger").join(&slug(&trigger.id));
        let plan = &program.plan;
        let here =
            tasks::Here { flow: plan.flow.clone(), execution: id, run: None, dialect: plan.dialect, value: None };
        let host = self.host(Arc::new(Silent), folder, here, None, tasks::stop_signal().1);
        let answer = tasks::http_answer(Properties::new(properties), host).await?;
        let response = Value::map([
            ("statusCode", answer.get("code").cloned().unwrap_or_default()),
            ("body", answer.get("body").cloned().unwrap_or_default()),
            ("headers", answer.get("headers").cloned().unwrap_or_default()),
        ]);
        let condition = match property(trigger, "responseCondition") {
            Some(Argument::Template(template)) => (**template).clone(),
            other => {
                let text = other.and_then(super::read::text).unwrap_or_else(|| CONDITION.to_owned());
                self.doors.parse.template(&text, program.plan.dialect)?
            }
        };
        let holds = self.in_trigger_with(program, vec![("response".into(), response)], |context| {
            evaluate::render(&condition, context).map(|text| evaluate::is_truthy(text.trim()))
        })?;
        Ok(holds.then_some(answer))
    }
}

/// A question without an answer starts an execution that fails, where that is asked for.
fn failed(name: &TriggerName, trigger: &plan::trigger::Trigger, failure: Failure) -> Option<(Given, Map)> {
    tracing::warn!("trigger `{name}` has no answer: {}", failure.message);
    flag(trigger, "failOnTriggerError").then(|| (Err(failure), Map::default()))
}
