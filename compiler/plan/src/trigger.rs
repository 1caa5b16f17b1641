//! What starts executions of a flow.

use report::Span;
use serde::{Deserialize, Serialize};

use crate::{Argument, Template, Text};

/// A trigger of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// Its `id`, unique in the flow.
    pub id: Text,
    /// The canonical trigger type.
    pub trigger_type: Text,
    /// Kept and shown, and never fires.
    pub disabled: bool,
    /// All must hold (1.x).
    pub conditions: Vec<Condition>,
    /// Fires only where this renders to something true (2.0).
    pub when: Option<Template>,
    /// What executions are started with.
    pub inputs: Vec<(Text, Argument)>,
    /// Labels of the executions.
    pub labels: Vec<(Text, Argument)>,
    /// After an execution ended in one of these states the trigger is disabled.
    pub stop_after: Vec<Text>,
    /// Everything else that was written, under canonical names.
    pub properties: Vec<(Text, Argument)>,
    /// The trigger's `id` in the file.
    pub place: Span,
}

/// A condition of a trigger or listener (1.x).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The canonical condition type.
    pub condition_type: Text,
    /// What was written, under canonical names; nested conditions are in `children`.
    pub properties: Vec<(Text, Argument)>,
    /// Conditions inside this one (`Or`, `Not`, `MultipleCondition`).
    pub children: Vec<Condition>,
    /// The condition's `type` in the file.
    pub place: Span,
}
