//! Flow triggers hear of every state that an execution enters, and start executions of their own with the
//! same commit.

use std::sync::{Arc, MutexGuard};

use jiff::Timestamp;
use plan::evaluate::{self, Context, Variables};
use plan::regex::Regex;
use plan::step::LogLevel;
use plan::value::Map;
use plan::{Dialect, Failure, FlowName, Value};

use super::Machine;
use super::drive::Effect;
use super::live::Live;
use crate::conditions::Test;
use crate::execution::{Execution, Kind, State};
use crate::query::Summary;
use crate::scope::Scope;
use crate::settings::Firing;
use crate::store::{Table, Write, records};
use crate::triggers::begin::{Inputs, Start, add_context};
use crate::triggers::listener::{Expected, Field, Filter, Listener, Progress, Upstream};
use crate::triggers::switches::Switch;
use crate::triggers::window::Met;
use crate::triggers::{Part, TriggerName, Windows, context, kinds};

/// So many steps may a regular expression go back.
const BACKTRACKS: usize = 100_000;

/// The execution as a trigger of another flow sees it.
struct Heard<'a> {
    scope: Scope<'a>,
    /// The flow of the trigger, where expressions see that (1.x).
    flow: Option<Value>,
    trigger: Option<Value>,
}

impl Variables for Heard<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        match name {
            "flow" if self.flow.is_some() => self.flow.as_ref(),
            "trigger" if self.trigger.is_some() => self.trigger.as_ref(),
            _ => self.scope.root(name),
        }
    }

    fn names(&self) -> Vec<&str> {
        let mut names = self.scope.names();
        if self.trigger.is_some() && !names.contains(&"trigger") {
            names.push("trigger");
        }
        names
    }
}

impl Machine {
    /// Tells the Flow triggers what states were entered since the last commit. The windows stay locked until the
    /// commit is on its way.
    pub(super) fn listen(&self, live: &mut Live, effect: &mut Effect) -> Option<MutexGuard<'_, Windows>> {
        let known = std::mem::replace(&mut live.heard, live.execution.history().entries().len());
        if known == live.heard || self.doors.settings.firing == Firing::Off || live.execution.kind() != Kind::Normal {
            return None;
        }
        let listeners = self.registry.listeners();
        if listeners.is_empty() {
            return None;
        }
        let entered: Vec<State> = live.execution.history().entries()[known..].iter().map(|entry| entry.state).collect();
        let mut windows = None;
        for state in entered.into_iter().filter(|state| *state != State::Created) {
            for listener in listeners.iter().filter(|listener| listener.waits_for(state)) {
                if listener.name.flow == *live.execution.flow()
                    || self.triggers.switches.of(&listener.name) == Switch::Off
                    || !self.passes(live, listener, state)
                {
                    continue;
                }
                match self.collect(live, listener, state, &mut windows, effect) {
                    Some(earlier) => self.start_listening(live, listener, state, &earlier, effect),
                    None => continue,
                }
            }
        }
        windows
    }

    /// Whether an execution passes the conditions of a trigger that look at it alone.
    fn passes(&self, live: &mut Live, listener: &Listener, state: State) -> bool {
        let result = self.hearing(live, listener, None, |context| {
            for condition in listener.gate() {
                let (flow, execution) = (&listener.name.flow, Some(&*live.execution));
                if !(Test { condition, context, flow, execution, state: Some(state) }).holds()? {
                    return Ok(false);
                }
            }
            context::when(listener.trigger(), context)
        });
        self.or_say(live, listener, result).unwrap_or(false)
    }

    /// Takes note of what an execution has met; what earlier ones gave back once there is enough.
    fn collect<'m>(
        &'m self,
        live: &mut Live,
        listener: &Listener,
        state: State,
        windows: &mut Option<MutexGuard<'m, Windows>>,
        effect: &mut Effect,
    ) -> Option<Vec<Met>> {
        let now = self.now(&live.execution);
        let mut earlier = Vec::new();
        let mut complete = true;
        for set in &listener.sets {
            let mut met = Vec::new();
            for (index, expected) in set.tests.iter().enumerate() {
                let result = self.hearing(live, listener, None, |context| {
                    meets(expected, &live.execution, &listener.name.flow, state, context)
                });
                if self.or_say(live, listener, result).unwrap_or(false) {
                    let condition = u32::try_from(index).unwrap_or(u32::MAX);
                    let (flow, outputs) = (live.execution.flow().clone(), live.execution.outputs().cloned());
                    met.push(Met { condition, at: now, flow, outputs });
                }
            }
            if met.is_empty() {
                complete = false;
                continue;
            }
            let windows = windows.get_or_insert_with(|| self.triggers.windows());
            let collected = windows.entry((listener.name.clone(), set.id.clone())).or_default();
            match set.meet(collected, met, now) {
                Progress::Complete(told) => earlier.extend(told),
                Progress::Partial => complete = false,
            }
            let key = listener.name.key(Part::Collected(&set.id));
            match records::encode(collected) {
                Ok(bytes) => effect.writes.push(Write::Put(Table::Triggers, key, bytes)),
                Err(error) => tracing::error!("{error}"),
            }
        }
        complete.then_some(earlier)
    }

    fn start_listening(
        &self,
        live: &mut Live,
        listener: &Arc<Listener>,
        state: State,
        earlier: &[Met],
        effect: &mut Effect,
    ) {
        if self.is_too_deep(&live.execution) {
            let message = format!("flow `{}` is not started: too long a chain of executions", listener.name.flow);
            self.say(live, None, LogLevel::Warn, &message);
            return;
        }
        let trigger = listener.trigger();
        let dialect = listener.program.plan.dialect;
        let variables = variables(listener, &live.execution, state, earlier);
        let seen = Value::Map(Arc::new(variables.clone()));
        let given = self.hearing(live, listener, Some(seen), |context| {
            Ok((context::inputs(&listener.inputs, context)?, context::labels(trigger, context)))
        });
        if let Err(failure) = &given {
            tracing::debug!("{}", failure.message);
            let flow = &listener.name.flow;
            let message = format!("Failed to trigger flow {flow} for trigger {}, invalid inputs", trigger.id);
            self.say(live, None, LogLevel::Warn, &message);
            if dialect == Dialect::V1 {
                return;
            }
        }
        let inputs = match dialect {
            Dialect::V1 => Inputs::AsGiven,
            Dialect::V2 => Inputs::Checked,
        };
        let correlation = live.execution.label("system.correlationId").cloned();
        let start = Start { id: None, program: &listener.program, trigger, variables, given, inputs, correlation };
        let (execution, event) = self.triggered(start);
        effect.newborn.push(self.bear_with(execution, event));
    }

    /// Whether an execution is the last of a chain that grew too long to be meant.
    fn is_too_deep(&self, execution: &Execution) -> bool {
        let mut source = execution.summary().trigger_execution;
        for _ in 0..self.doors.settings.limits.depth {
            let Some(id) = source else { return false };
            let bytes = self.store.get(Table::Summaries, &records::execution(id)).ok().flatten();
            source =
                bytes.and_then(|bytes| records::decode::<Summary>(&bytes).ok()).and_then(|it| it.trigger_execution);
        }
        source.is_some()
    }

    /// Evaluates something in an execution as a trigger of another flow sees it: 1.x shows its own flow there,
    /// 2.0 the flow of the execution.
    fn hearing<R>(
        &self,
        live: &Live,
        listener: &Listener,
        trigger: Option<Value>,
        act: impl FnOnce(&Context<'_>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let program = &listener.program;
        let own = program.plan.dialect == Dialect::V1;
        let heard = Heard {
            scope: Scope::of_execution(&live.execution, &self.surroundings),
            flow: own.then(|| crate::scope::flow_value(&program.plan.flow, program.revision)),
            trigger: trigger.or_else(|| own.then(|| outputs_alone(&live.execution)).flatten()),
        };
        self.with_scope(live, &heard, act)
    }

    fn or_say<T>(&self, live: &mut Live, listener: &Listener, result: Result<T, Failure>) -> Option<T> {
        result
            .map_err(|failure| {
                let TriggerName { flow, id } = &listener.name;
                let message =
                    format!("a condition of trigger `{id}` of flow `{flow}` cannot be evaluated: {}", failure.message);
                self.say(live, None, LogLevel::Warn, &message);
            })
            .ok()
    }

    /// A trigger whose execution has ended as it should not is switched off, with the commit of that end.
    pub(super) fn stop_after(&self, live: &Live, writes: &mut Vec<Write>) {
        let execution = &live.execution;
        let Some(started) = execution.trigger() else { return };
        let triggers = &execution.plan().triggers;
        let trigger = triggers.iter().find(|it| it.id == started.id && it.trigger_type == started.trigger_type);
        if trigger
            .is_some_and(|trigger| trigger.stop_after.iter().any(|name| State::parse(name) == Some(execution.state())))
        {
            let name = TriggerName { flow: execution.flow().clone(), id: started.id.clone() };
            writes.push(self.triggers.switches.set(&name, Switch::Off));
        }
    }

    /// Whoever waits for the end of an execution to fire again looks anew.
    pub(super) fn ring(&self, execution: &Execution) {
        let by_the_clock = [kinds::SCHEDULE, kinds::SCHEDULE_ON_DATES, kinds::HTTP];
        if execution.trigger().is_some_and(|started| by_the_clock.contains(&&*started.trigger_type)) {
            self.triggers.bell.notify_one();
        }
    }

    /// As [`Machine::bear`], for an execution that may have ended before it could begin.
    fn bear_with(&self, mut execution: Execution, event: crate::execution::Event) -> super::birth::Newborn {
        if event != crate::execution::Event::Begun {
            let now = self.now(&execution);
            // It says nothing; who started it has said it.
            drop(execution.apply(event, now));
        }
        self.bear(execution)
    }
}

/// `trigger.outputs`, which conditions of 1.x see where there are any.
fn outputs_alone(execution: &Execution) -> Option<Value> {
    let outputs = execution.outputs()?;
    Some(Value::map([("outputs", Value::Map(Arc::clone(outputs)))]))
}

/// Whether an execution in a state is what is expected.
fn meets(
    expected: &Expected,
    execution: &Execution,
    own: &FlowName,
    state: State,
    context: &Context<'_>,
) -> Result<bool, Failure> {
    match expected {
        Expected::Condition(condition) => {
            Test { condition, context, flow: own, execution: Some(execution), state: Some(state) }.holds()
        }
        Expected::Upstream(upstream) => is_upstream(upstream, execution, state, context),
        Expected::Filters { any, filters } => {
            for filter in filters {
                if passes(filter, execution, state, context)? == *any {
                    return Ok(*any);
                }
            }
            Ok(!any)
        }
    }
}

fn is_upstream(
    upstream: &Upstream,
    execution: &Execution,
    state: State,
    context: &Context<'_>,
) -> Result<bool, Failure> {
    let flow = execution.flow();
    let fits = upstream.namespace.as_ref().is_none_or(|namespace| *namespace == flow.namespace)
        && upstream.flow.as_ref().is_none_or(|id| *id == flow.id)
        && upstream.states.as_ref().is_none_or(|states| states.contains(&state))
        && upstream.labels.iter().all(|(key, value)| execution.label(key) == Some(value));
    match &upstream.when {
        Some(when) if fits => Ok(evaluate::is_truthy(evaluate::render(when, context)?.trim())),
        _ => Ok(fits),
    }
}

/// The tests of `preconditions.where`, as 1.x makes them: on rendered text.
fn passes(filter: &Filter, execution: &Execution, state: State, context: &Context<'_>) -> Result<bool, Failure> {
    let rendered;
    let tested: &str = match &filter.field {
        Field::FlowId => &execution.flow().id,
        Field::Namespace => &execution.flow().namespace,
        Field::State => state.name(),
        Field::Expression(template) => {
            rendered = evaluate::render(template, context)?;
            &rendered
        }
    };
    let value = &*filter.value;
    Ok(match &*filter.comparison {
        "EQUAL_TO" => tested == value,
        "NOT_EQUAL_TO" => tested != value,
        "IN" => filter.values.iter().any(|it| **it == *tested),
        "NOT_IN" => !filter.values.iter().any(|it| **it == *tested),
        "IS_TRUE" => tested == "true",
        "IS_FALSE" => tested == "false",
        "IS_NULL" => false,
        "IS_NOT_NULL" => true,
        "STARTS_WITH" => tested.starts_with(value),
        "ENDS_WITH" => tested.ends_with(value),
        "CONTAINS" => tested.contains(value),
        "REGEX" => {
            let regex = Regex::new(&format!("^(?:{value})$"), BACKTRACKS);
            let found = regex.and_then(|regex| regex.is_found(tested));
            found.map_err(|error| Failure::new(error.to_string()))?
        }
        other => return Err(Failure::new(format!("`{other}` is no test"))),
    })
}

/// What expressions see as `trigger`, in the order in which Kestra prints it.
fn variables(listener: &Listener, execution: &Execution, state: State, earlier: &[Met]) -> Map {
    let dialect = listener.program.plan.dialect;
    let mut variables = Map::default();
    if let Some(outputs) = outputs(execution, dialect, earlier) {
        variables.insert("outputs".into(), Value::Map(Arc::new(outputs)));
    }
    variables.insert("executionId".into(), Value::text(execution.id().to_string()));
    let ended = execution.task_runs();
    if dialect == Dialect::V2
        && let Some(last) = ended.last()
    {
        variables.insert("lastTaskId".into(), Value::Text(execution.task_name(last).clone()));
    }
    variables.insert("flowRevision".into(), Value::integer(i64::from(execution.revision())));
    if dialect == Dialect::V2 {
        if let Some(end) = execution.history().end() {
            variables.insert("endDate".into(), date(end));
        }
        if let Some(failed) = ended.iter().find(|run| run.state() == State::Failed) {
            variables.insert("firstFailedTaskId".into(), Value::Text(execution.task_name(failed).clone()));
        }
    }
    add_context(&mut variables, dialect, listener.trigger());
    let labels = execution.labels().iter().filter(|label| !super::answer::is_system(&label.0));
    variables
        .insert("executionLabels".into(), Value::map(labels.map(|(key, value)| (key, Value::Text(value.clone())))));
    variables.insert("namespace".into(), Value::Text(execution.flow().namespace.clone()));
    variables.insert("state".into(), Value::text(state.name()));
    variables.insert("flowId".into(), Value::Text(execution.flow().id.clone()));
    if dialect == Dialect::V2 {
        variables.insert("startDate".into(), date(execution.history().start()));
    }
    variables
}

fn date(at: Timestamp) -> Value {
    Value::text(format!("{at:.6}"))
}

/// What the flows gave back: 1.x merges all of them, 2.0 puts those of earlier executions below their namespace
/// and flow.
fn outputs(execution: &Execution, dialect: Dialect, earlier: &[Met]) -> Option<Map> {
    let own = execution.outputs();
    let mut outputs = Map::default();
    match dialect {
        Dialect::V1 => {
            let all = earlier.iter().filter_map(|met| met.outputs.as_ref()).chain(own);
            for (key, value) in all.flat_map(|outputs| outputs.iter()) {
                outputs.insert(key.clone(), value.clone());
            }
        }
        Dialect::V2 => {
            outputs.extend(
                own.into_iter().flat_map(|outputs| outputs.iter()).map(|(key, value)| (key.clone(), value.clone())),
            );
            for met in earlier {
                let Some(given) = &met.outputs else { continue };
                let flows = outputs.entry(met.flow.namespace.clone()).or_insert_with(|| Value::Map(Arc::default()));
                if let Value::Map(flows) = flows {
                    Arc::make_mut(flows).insert(met.flow.id.clone(), Value::Map(Arc::clone(given)));
                }
            }
        }
    }
    (!outputs.is_empty()).then_some(outputs)
}
