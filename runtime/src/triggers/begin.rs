//! Executions that triggers start.

use std::sync::Arc;

use jiff::Timestamp;
use plan::trigger::Trigger;
use plan::value::Map;
use plan::{Dialect, Failure, Text, Value};

use super::kinds;
use crate::execution::{Birth, Event, Execution, Kind, Label, Program, Started};
use crate::executor::Machine;
use crate::ids::ExecutionId;

/// Raw inputs with labels besides those of the flow, or why there are none.
pub(crate) type Given = Result<(Map, Vec<Label>), Failure>;

/// What an execution is started with.
pub(crate) struct Start<'a> {
    /// Its name, where it was given beforehand.
    pub(crate) id: Option<ExecutionId>,
    pub(crate) program: &'a Arc<Program>,
    pub(crate) trigger: &'a Trigger,
    /// What expressions see as `trigger`.
    pub(crate) variables: Map,
    /// What the trigger gives.
    pub(crate) given: Given,
    /// What the inputs are taken for.
    pub(crate) inputs: Inputs,
    /// The correlation that it is handed; its own where there is none.
    pub(crate) correlation: Option<Text>,
}

/// What inputs of a trigger are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inputs {
    /// They are converted and checked.
    Checked,
    /// They are taken as they are; where none are given, the defaults of the flow count.
    AsGiven,
}

impl Machine {
    /// The execution that a trigger starts, and what begins it: one that lacks its inputs fails at once.
    pub(crate) fn triggered(&self, start: Start<'_>) -> (Execution, Event) {
        let Start { id, program, trigger, variables, given, inputs, correlation } = start;
        let now = self.clock().now();
        let id = id.unwrap_or_else(|| ExecutionId::random(now));
        let (labels, inputs) = match given {
            Ok((raw, labels)) => (labels, self.trigger_inputs(program, &raw, inputs)),
            Err(failure) => (Vec::new(), Err(failure)),
        };
        let (inputs, event) = match inputs {
            Ok(inputs) => (inputs, Event::Begun),
            Err(failure) => (Map::default(), Event::Refused(failure.message.as_ref().into())),
        };
        let started = Started {
            id: trigger.id.clone(),
            trigger_type: trigger.trigger_type.clone(),
            variables: Arc::new(crate::outputs::stored_map(variables)),
        };
        let birth = Birth {
            id,
            kind: Kind::Normal,
            labels: labels_of(program, trigger, labels, correlation, id),
            inputs: Arc::new(inputs),
            trigger: Some(started),
            lineage: None,
            schedule_date: None,
            hold: None,
        };
        (Execution::new(Arc::clone(program), birth, now), event)
    }

    fn trigger_inputs(&self, program: &Program, raw: &Map, taken: Inputs) -> Result<Map, Failure> {
        match taken {
            Inputs::Checked => self.typed_inputs(program, ExecutionId::random(Timestamp::UNIX_EPOCH), raw),
            Inputs::AsGiven => {
                let resolved = self.resolve_inputs(program, &program.plan.inputs, &Map::default());
                let defaults = resolved.into_iter().filter(|input| input.is_default && input.problems.is_empty());
                let mut inputs = crate::inputs::kept(defaults.collect()).unwrap_or_default();
                for (id, value) in raw {
                    crate::inputs::nest(&mut inputs, id, crate::outputs::stored(value.clone()));
                }
                Ok(inputs)
            }
        }
    }
}

/// `_context`, which 2.0 adds to the variables of a trigger.
pub(crate) fn add_context(variables: &mut Map, dialect: Dialect, trigger: &Trigger) {
    if dialect == Dialect::V2 {
        let context = [("type", Value::Text(trigger.trigger_type.clone())), ("id", Value::Text(trigger.id.clone()))];
        variables.insert("_context".into(), Value::map(context));
    }
}

/// The labels of the flow, those of the trigger, where it came from, the correlation; of two the first counts.
/// An execution after another has no origin of its own, and 1.x put that of a webhook first (recorded).
fn labels_of(
    program: &Program,
    trigger: &Trigger,
    given: Vec<Label>,
    correlation: Option<Text>,
    id: ExecutionId,
) -> Vec<Label> {
    let origin = (*trigger.trigger_type != *kinds::FLOW).then(|| ("system.from".into(), "trigger".into()));
    let origin_first = *trigger.trigger_type == *kinds::WEBHOOK && program.plan.dialect == Dialect::V1;
    let (before, behind) = if origin_first { (origin, None) } else { (None, origin) };
    let mut labels: Vec<Label> = before.into_iter().chain(program.plan.labels.iter().cloned()).collect();
    labels.extend(given);
    labels.extend(behind);
    labels.push(("system.correlationId".into(), correlation.unwrap_or_else(|| id.to_string().into())));
    labels
}
