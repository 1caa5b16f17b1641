//! Several executions in one window (old form).

use crate::objects::time_window::TimeWindow;
use crate::prelude::*;

/// Holds where each of several conditions held for some execution within a time.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// triggers:
///   - id: start
///     type: io.kestra.plugin.core.trigger.Flow
///     conditions:
///       - type: io.kestra.plugin.core.condition.MultipleCondition
///         id: both
///         conditions:
///           first:
///             type: io.kestra.plugin.core.condition.ExecutionFlow
///             namespace: demo
///             flowId: one
///           second:
///             type: io.kestra.plugin.core.condition.ExecutionFlow
///             namespace: demo
///             flowId: two
/// ```
#[derive(Clone, Debug, PartialEq, Condition)]
#[condition(
    "io.kestra.plugin.core.condition.MultipleCondition",
    until = "2.0",
    was("io.kestra.core.models.conditions.types.MultipleCondition"),
    obsolete("use `preconditions` of the trigger")
)]
pub struct MultipleCondition {
    /// A name, unique in the flow.
    #[fixed]
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id: String,
    /// The conditions by name.
    #[fixed]
    #[not_empty]
    pub conditions: IndexMap<Text, Condition>,
    /// The time within which all must hold.
    #[default((("type", "DURATION_WINDOW"), ))]
    #[fixed]
    pub time_window: TimeWindow,
    /// Whether counting begins anew after it held.
    #[default(true)]
    #[fixed]
    pub reset_on_success: bool,
    /// The length of the window.
    #[fixed]
    #[obsolete("use `timeWindow.window`")]
    pub window: Option<SignedDuration>,
    /// How long after the full hour or day it begins.
    #[fixed]
    #[obsolete("use `timeWindow.windowAdvance`")]
    pub window_advance: Option<SignedDuration>,
}
