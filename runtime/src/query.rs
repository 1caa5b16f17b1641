//! Finding executions.

use jiff::Timestamp;
use plan::{FlowName, Text};
use serde::{Deserialize, Serialize};

use crate::execution::{Execution, Kind, Label, State};
use crate::ids::ExecutionId;

/// Which executions are asked for; what is not set accepts all.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Flows in this namespace or below it.
    pub namespace: Option<String>,
    /// Flows in one of these namespaces or below them; all where absent.
    pub visible: Option<Vec<Text>>,
    /// Flows with this id.
    pub flow: Option<String>,
    /// In one of these states; all where empty.
    pub states: Vec<State>,
    /// With all of these labels.
    pub labels: Vec<Label>,
    /// Started by this execution.
    pub trigger_execution: Option<ExecutionId>,
    /// Repeats this execution.
    pub parent: Option<ExecutionId>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Started not before.
    pub from: Option<Timestamp>,
    /// Started not after.
    pub to: Option<Timestamp>,
    /// Whose id, namespace or flow contains this text.
    pub text: Option<String>,
    /// In which order.
    pub order: Order,
    /// How many to leave out.
    pub offset: usize,
    /// How many at the most; all where `None`.
    pub limit: Option<usize>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest start first.
    #[default]
    NewestFirst,
    /// The earliest start first.
    OldestFirst,
}

/// A part of what was asked for, with the number of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The part.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: usize,
}

/// What a list shows of an execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Its name.
    pub id: ExecutionId,
    /// The flow.
    pub flow: FlowName,
    /// The revision of the flow.
    pub revision: u32,
    /// Where it stands.
    pub state: State,
    /// When it began.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub start: Timestamp,
    /// When it ended or paused.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub end: Option<Timestamp>,
    /// Its labels.
    pub labels: Vec<Label>,
    /// The execution it repeats.
    pub parent: Option<ExecutionId>,
    /// The execution that started it by a trigger or a call.
    pub trigger_execution: Option<ExecutionId>,
    /// What it is for.
    pub kind: Kind,
}

impl Execution {
    /// What a list shows of it.
    pub fn summary(&self) -> Summary {
        Summary {
            id: self.id(),
            flow: self.flow().clone(),
            revision: self.revision(),
            state: self.state(),
            start: self.history().start(),
            end: self.history().end(),
            labels: self.labels().to_vec(),
            parent: self.lineage().parent,
            trigger_execution: self.starter(),
            kind: self.kind(),
        }
    }
}

impl Execution {
    /// The execution that started it: by a call, by a trigger, or as an iteration of a loop.
    pub fn starter(&self) -> Option<ExecutionId> {
        if let Some(item) = self.item() {
            return Some(item.execution);
        }
        self.trigger()?.variables.get("executionId")?.as_str()?.parse().ok()
    }
}

impl Query {
    /// Whether an execution is asked for.
    pub fn matches(&self, summary: &Summary) -> bool {
        self.namespace.as_ref().is_none_or(|namespace| within(&summary.flow.namespace, namespace))
            && self.visible.as_ref().is_none_or(|all| all.iter().any(|one| within(&summary.flow.namespace, one)))
            && self.flow.as_ref().is_none_or(|flow| **flow == *summary.flow.id)
            && (self.states.is_empty() || self.states.contains(&summary.state))
            && self.labels.iter().all(|label| summary.labels.contains(label))
            && self.trigger_execution.is_none_or(|id| summary.trigger_execution == Some(id))
            && self.parent.is_none_or(|id| summary.parent == Some(id))
            && self.kind.is_none_or(|kind| summary.kind == kind)
            && self.from.is_none_or(|from| summary.start >= from)
            && self.to.is_none_or(|to| summary.start <= to)
            && self.text.as_ref().is_none_or(|text| {
                let text = text.to_lowercase();
                summary.id.to_string().to_lowercase().contains(&text)
                    || summary.flow.namespace.contains(&text)
                    || summary.flow.id.to_lowercase().contains(&text)
            })
    }
}

/// Whether a namespace is another one or lies below it.
pub fn within(namespace: &str, outer: &str) -> bool {
    namespace.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_holds_itself_and_what_is_below_it() {
        assert!(within("company.team", "company.team"));
        assert!(within("company.team.a", "company.team"));
        assert!(!within("company.teams", "company.team"));
        assert!(!within("company", "company.team"));
    }
}
