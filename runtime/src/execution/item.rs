//! An iteration of a 2.0 `Loop`: an execution of its own that runs the body of the loop.

use std::sync::Arc;

use plan::flow::Output;
use plan::step::{Children, EachStyle, Shape};
use plan::value::Map;
use plan::{Plan, StepId, Text, Value};
use serde::{Deserialize, Serialize};

use super::program::children;
use super::{Execution, Kind, Lineage, Program, RunKey};
use crate::ids::{ExecutionId, TaskRunId};

/// Which iteration of which loop an execution is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// The loop.
    pub(crate) step: StepId,
    /// The execution that the loop runs in.
    pub(crate) execution: ExecutionId,
    /// The run of the loop there.
    pub(crate) run: TaskRunId,
    /// What it goes over in this iteration.
    pub(crate) round: Round,
    /// The same of the loops around it, the outermost first.
    pub(crate) parents: Vec<Round>,
}

/// What a loop goes over in one iteration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Round {
    /// Its number, from 0.
    pub(crate) index: u32,
    /// Its key, where the values are a map.
    pub(crate) key: Option<Text>,
    /// Its value.
    pub(crate) value: Text,
}

/// What an iteration sees of the executions around it, as they were when it began.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Around {
    /// The outputs of their tasks.
    pub(crate) outputs: Arc<Map>,
    /// The states of their tasks.
    pub(crate) tasks: Arc<Map>,
}

impl Round {
    /// As `item` shows it.
    pub(crate) fn shown(&self) -> Map {
        let mut map = Map::default();
        map.insert("index".into(), Value::integer(i64::from(self.index)));
        if let Some(key) = &self.key {
            map.insert("key".into(), Value::Text(key.clone()));
        }
        map.insert("value".into(), Value::Text(self.value.clone()));
        map
    }
}

/// The lists an execution runs through.
pub(super) struct Lists<'a> {
    pub(super) tasks: &'a [StepId],
    pub(super) errors: &'a [StepId],
    pub(super) finally: &'a [StepId],
    pub(super) after: &'a [StepId],
}

impl Execution {
    /// Which iteration of which loop this is; `None` where it is none.
    pub(crate) fn item(&self) -> Option<&Arc<Item>> {
        self.head.item.as_ref()
    }

    /// What is seen of the executions around it.
    pub(crate) fn around(&self) -> Option<&Arc<Around>> {
        self.around.as_ref()
    }

    /// The lists it runs through: those of the flow, or those of the loop that it is an iteration of.
    pub(super) fn lists<'a>(&self, plan: &'a Plan) -> Lists<'a> {
        let body = self.head.item.as_ref().and_then(|item| children(&plan.step(item.step).shape));
        match body {
            Some(Children { tasks, errors, finally }) => Lists { tasks, errors, finally, after: &[] },
            None => Lists {
                tasks: &plan.sections.tasks,
                errors: &plan.sections.errors,
                finally: &plan.sections.finally,
                after: &plan.sections.after_execution,
            },
        }
    }

    /// What it gives back: what the flow declares, or the loop that it is an iteration of.
    pub(crate) fn declared_outputs(&self) -> &[Output] {
        let plan = &self.program.plan;
        match self.head.item.as_ref().map(|item| &plan.step(item.step).shape) {
            Some(Shape::Each { style: EachStyle::Isolated { outputs, .. }, .. }) => outputs,
            _ => &plan.outputs,
        }
    }

    /// The execution of one iteration of a loop of this one.
    pub(crate) fn iteration(
        &self,
        id: ExecutionId,
        run: RunKey,
        round: Round,
        around: Around,
        now: jiff::Timestamp,
    ) -> Self {
        let lineage = Lineage { parent: None, original: id, attempt: 1, created: now };
        let mut parents = Vec::new();
        if let Some(item) = &self.head.item {
            parents.clone_from(&item.parents);
            parents.push(item.round.clone());
        }
        let at = self.at(run);
        let item = Item { step: at.step, execution: self.head.id, run: at.id, round, parents };
        let birth = super::Birth {
            id,
            kind: Kind::Loop,
            labels: self.head.labels.clone(),
            inputs: Arc::clone(&self.head.inputs),
            trigger: self.head.trigger.clone(),
            lineage: Some(lineage),
            schedule_date: None,
            hold: None,
        };
        let mut new = Self::new(Arc::<Program>::clone(&self.program), birth, now);
        new.head.variables = Arc::clone(&self.head.variables);
        new.head.item = Some(Arc::new(item));
        new.known.outputs = Arc::clone(&around.outputs);
        new.around = Some(Arc::new(around));
        new
    }
}
