//! Executions on a call from outside.

use std::sync::Arc;

use plan::trigger::Trigger;
use plan::value::Map;
use plan::{Dialect, Failure, FlowName, Value, evaluate, java};
use sha2::{Digest, Sha256};

use super::begin::{Inputs, Start};
use super::read::{fixed, flag, property};
use super::switches::Switch;
use super::{TriggerName, kinds};
use crate::execution::Program;
use crate::executor::Machine;
use crate::ids::ExecutionId;
use crate::refusal::Refusal;
use crate::store::StoreError;

/// A call from outside.
#[derive(Clone, Debug)]
pub struct Call {
    /// The name of the execution that it starts; given beforehand, so that its end can be waited for.
    pub execution: ExecutionId,
    /// Who calls has to know it.
    pub key: String,
    /// What was sent, by the names under which the trigger shows it: `body`, `uri`, `formFields`, `parts`.
    pub sent: Map,
    /// The headers, each with its values.
    pub headers: Map,
    /// The query, each parameter with its values.
    pub parameters: Map,
    /// What stood behind the key in the path.
    pub path: Option<String>,
}

/// What becomes of what a call sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// It is not looked at.
    Nothing,
    /// It is shown as text or JSON, whatever it is (1.x).
    Text,
    /// It is shown as text or JSON; the files of a form are kept.
    Value,
    /// It is kept as a file; of a form, its files are.
    File,
}

/// What a call is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The execution that was started.
    pub execution: ExecutionId,
    /// Whether the answer waits for its end.
    pub wait: Wait,
    /// The status, where one is asked for.
    pub status: Option<u16>,
    /// The media type, where one is asked for.
    pub media_type: Option<String>,
}

/// What the answer to a call waits for, and holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// For nothing: it shows the execution as it begins.
    No,
    /// For the end: it shows the execution.
    ForEnd,
    /// For the end: it shows what the flow gave back.
    ForOutputs,
}

impl Machine {
    /// What becomes of what a call with a key sends.
    pub(crate) fn intake(&self, flow: &FlowName, key: &str) -> Result<Intake, Refusal> {
        let deployed = self.registry.flow(flow).ok_or_else(|| Refusal::UnknownFlow(flow.clone()))?;
        let trigger = self.answering(&deployed.program, key).ok_or(Refusal::UnknownKey)?;
        Ok(match (deployed.plan.dialect, fixed(trigger, "fetchType").as_deref()) {
            (Dialect::V1, _) => Intake::Text,
            (Dialect::V2, Some("NONE")) => Intake::Nothing,
            (Dialect::V2, Some("STORE")) => Intake::File,
            (Dialect::V2, _) => Intake::Value,
        })
    }

    /// Starts the flow that is called.
    pub(crate) async fn called(self: &Arc<Self>, flow: &FlowName, call: Call) -> Result<Called, Refusal> {
        let unknown = || Refusal::UnknownFlow(flow.clone());
        let program = Arc::clone(&self.registry.flow(flow).ok_or_else(unknown)?.program);
        let trigger = self.answering(&program, &call.key).ok_or(Refusal::UnknownKey)?;
        if program.plan.disabled {
            return Err(Refusal::Disabled(flow.clone()));
        }
        if self.stopping.load(std::sync::atomic::Ordering::Relaxed) {
            return Err(Refusal::Stopping);
        }
        self.has_room()?;
        let mut variables = call.sent;
        variables.insert("headers".into(), Value::Map(Arc::new(call.headers)));
        variables.insert("parameters".into(), Value::Map(Arc::new(call.parameters)));
        if let Some(path) = call.path {
            variables.insert("path".into(), Value::text(path));
        }
        match self.holds(&program, trigger, variables.clone()) {
            Ok(true) => {}
            Ok(false) => return Err(Refusal::ConditionFalse),
            Err(failure) => {
                tracing::warn!("a condition of trigger `{}` of flow `{flow}` fails: {}", trigger.id, failure.message);
                return Err(Refusal::ConditionFalse);
            }
        }
        let status = status(trigger, |argument| {
            self.in_trigger(&program, variables.clone(), |context| evaluate::evaluate(argument, context))
        });
        let given = self.given(&program, trigger, &variables);
        let inputs = Inputs::Checked;
        let start =
            Start { id: Some(call.execution), program: &program, trigger, variables, given, inputs, correlation: None };
        let (execution, event) = self.triggered(start);
        let id = execution.id();
        let told = self.begin_beside(execution, event, Vec::new());
        let result = told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned())));
        result.map_err(|error| Refusal::Store(error.0))?;
        Ok(Called { execution: id, wait: wait(trigger), status, media_type: fixed(trigger, "responseContentType") })
    }

    /// The webhook with a key. All of them are compared, and none stops early, so that the time it takes tells
    /// nothing of the keys.
    fn answering<'p>(&self, program: &'p Program, key: &str) -> Option<&'p Trigger> {
        let asked = Sha256::digest(key.as_bytes());
        let mut found = None;
        for trigger in &program.plan.triggers {
            let name = TriggerName { flow: program.plan.flow.clone(), id: trigger.id.clone() };
            let listens = *trigger.trigger_type == *kinds::WEBHOOK
                && !trigger.disabled
                && self.triggers.switches.of(&name) == Switch::On;
            if !listens {
                continue;
            }
            let Ok(expected) = self.key_of(program, trigger) else { continue };
            let expected = Sha256::digest(expected.as_bytes());
            let difference = asked.iter().zip(expected.iter()).fold(0, |all, (one, other)| all | (one ^ other));
            if difference == 0 {
                found = Some(trigger);
            }
        }
        found
    }

    fn key_of(&self, program: &Program, trigger: &Trigger) -> Result<String, Failure> {
        let key = property(trigger, "key").ok_or_else(|| Failure::new("the property `key` is missing"))?;
        if let plan::Argument::Fixed(key) = key {
            return Ok(java::to_text(key));
        }
        self.in_trigger(program, Map::default(), |context| Ok(java::to_text(&evaluate::evaluate(key, context)?)))
    }
}

fn wait(trigger: &Trigger) -> Wait {
    match (flag(trigger, "wait"), flag(trigger, "returnOutputs")) {
        (false, _) => Wait::No,
        (true, false) => Wait::ForEnd,
        (true, true) => Wait::ForOutputs,
    }
}

fn status(trigger: &Trigger, evaluate: impl Fn(&plan::Argument) -> Result<Value, Failure>) -> Option<u16> {
    let value = evaluate(property(trigger, "responseCode")?).ok()?;
    java::to_text(&value).trim().parse().ok().filter(|status| (200..=599).contains(status))
}
