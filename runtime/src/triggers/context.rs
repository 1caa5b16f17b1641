//! What the expressions of a trigger see.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use plan::evaluate::{self, Context};
use plan::trigger::Trigger;
use plan::value::Map;
use plan::{Argument, Dialect, Failure, Text, Value, java};

use super::dates::{Dates, Judge};
use crate::conditions::Test;
use crate::execution::{Label, Program};
use crate::executor::Machine;
use crate::world::Outside;

impl Machine {
    /// Evaluates something as a trigger sees it that has no execution yet.
    pub(crate) fn in_trigger<R>(&self, program: &Program, variables: Map, act: impl FnOnce(&Context<'_>) -> R) -> R {
        let variables = Value::Map(Arc::new(variables));
        let mut roots = vec![("trigger".into(), variables.clone())];
        if variables.get("date").is_some() {
            roots.push(("schedule".into(), variables));
        }
        self.in_trigger_with(program, roots, act)
    }

    /// Evaluates something with the flow and further names.
    pub(crate) fn in_trigger_with<R>(
        &self,
        program: &Program,
        roots: Vec<(Text, Value)>,
        act: impl FnOnce(&Context<'_>) -> R,
    ) -> R {
        let mut seen = self.surroundings.of_flow(program, &Map::default());
        seen.shift_remove("inputs");
        seen.extend(roots);
        let mask = self.doors.mask.fresh();
        let no_logs = || Value::list([]);
        let outside = Outside {
            doors: &self.doors,
            flow: &program.plan.flow,
            execution: None,
            dialect: program.plan.dialect,
            mask: &mask,
            error_logs: &no_logs,
        };
        act(&Context::new(&seen).with_world(&outside).with_settings(&self.evaluation))
    }

    /// Whether the conditions of a trigger hold for what has happened.
    pub(crate) fn holds(&self, program: &Program, trigger: &Trigger, variables: Map) -> Result<bool, Failure> {
        if trigger.conditions.is_empty() && trigger.when.is_none() {
            return Ok(true);
        }
        self.in_trigger(program, variables, |context| {
            for condition in &trigger.conditions {
                let test = Test { condition, context, flow: &program.plan.flow, execution: None, state: None };
                if !test.holds()? {
                    return Ok(false);
                }
            }
            when(trigger, context)
        })
    }

    /// Whether the conditions of a trigger accept a date.
    pub(crate) fn accepts(
        &self,
        program: &Program,
        trigger: &Trigger,
        dates: &Dates,
        date: &Zoned,
    ) -> Result<bool, Failure> {
        if trigger.conditions.is_empty() && trigger.when.is_none() {
            return Ok(true);
        }
        let mut variables = Map::default();
        variables.insert("date".into(), tested(program.plan.dialect, date));
        for (name, neighbour) in
            [("next", dates.next(date.timestamp())), ("previous", dates.previous(date.timestamp()))]
        {
            if let Some(neighbour) = neighbour {
                variables.insert(name.into(), tested(program.plan.dialect, &neighbour));
            }
        }
        self.holds(program, trigger, variables)
    }

    /// The inputs and labels that a trigger gives, rendered.
    pub(crate) fn given(
        &self,
        program: &Program,
        trigger: &Trigger,
        variables: &Map,
    ) -> Result<(Map, Vec<Label>), Failure> {
        if trigger.inputs.is_empty() && trigger.labels.is_empty() {
            return Ok((Map::default(), Vec::new()));
        }
        self.in_trigger(program, variables.clone(), |context| {
            Ok((inputs(&trigger.inputs, context)?, labels(trigger, context)))
        })
    }
}

/// Whether `when` of a trigger holds; where it is absent, it does.
pub(crate) fn when(trigger: &Trigger, context: &Context<'_>) -> Result<bool, Failure> {
    match &trigger.when {
        Some(when) => Ok(evaluate::is_truthy(evaluate::render(when, context)?.trim())),
        None => Ok(true),
    }
}

/// The inputs a trigger gives, by id.
pub(crate) fn inputs(given: &[(Text, Argument)], context: &Context<'_>) -> Result<Map, Failure> {
    given.iter().map(|(id, argument)| Ok((id.clone(), evaluate::evaluate(argument, context)?))).collect()
}

/// The labels of a trigger; one that is null or cannot be evaluated is left out, as Kestra leaves it out.
pub(crate) fn labels(trigger: &Trigger, context: &Context<'_>) -> Vec<Label> {
    let mut labels = Vec::new();
    for (key, argument) in &trigger.labels {
        match evaluate::evaluate(argument, context) {
            Ok(value) if value.is_null() => {}
            Ok(value) => labels.push((key.clone(), Text::from(java::to_text(&value)))),
            Err(failure) => {
                tracing::warn!("the label `{key}` of trigger `{}` is left out: {}", trigger.id, failure.message);
            }
        }
    }
    labels
}

/// `trigger.date` and its neighbours, as an execution keeps them.
pub(crate) fn date_variables(dialect: Dialect, dates: &Dates, date: &Zoned, judge: Judge<'_>) -> Map {
    let mut variables = Map::default();
    variables.insert("date".into(), Value::text(written(dialect, date)));
    let at: Timestamp = date.timestamp();
    if let Some(next) = dates.next_accepted(at, judge) {
        variables.insert("next".into(), Value::text(written(dialect, &next.date)));
    }
    if let Some(previous) = dates.previous_accepted(at, judge) {
        variables.insert("previous".into(), Value::text(written(dialect, &previous.date)));
    }
    variables
}

/// A date as conditions see it: text in 1.x, a date in 2.0.
fn tested(dialect: Dialect, date: &Zoned) -> Value {
    match dialect {
        Dialect::V1 => Value::text(written(dialect, date)),
        Dialect::V2 => Value::Zoned(Box::new(date.clone())),
    }
}

/// A date as Kestra writes it: 2.0 with microseconds.
fn written(dialect: Dialect, date: &Zoned) -> String {
    let offset = match date.offset() == TimeZone::UTC.to_offset(date.timestamp()) {
        true => "Z".to_owned(),
        false => date.strftime("%:z").to_string(),
    };
    match dialect {
        Dialect::V1 => format!("{}{offset}", date.strftime("%FT%T")),
        Dialect::V2 => format!("{}.000000{offset}", date.strftime("%FT%T")),
    }
}
