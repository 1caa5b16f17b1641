//! One of two branches.

use crate::prelude::*;

/// Run some tasks where a condition holds, and others where it does not.
///
/// `false`, `0`, an empty text and null are false; everything else is true.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: weekend
///     type: io.kestra.plugin.core.flow.If
///     condition: "{{ now() | date('u') > 5 }}"
///     then:
///       - id: rest
///         type: io.kestra.plugin.core.log.Log
///         message: rest
///     else:
///       - id: work
///         type: io.kestra.plugin.core.log.Log
///         message: work
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.If",
    was("io.kestra.core.tasks.flows.If", until = "2.0"),
    form = Form::If { on: "condition", then: "then", otherwise: "else" },
    outputs = IfOutputs
)]
pub struct If {
    /// What is tested.
    #[name("condition")]
    #[rendered]
    #[versions(until = "2.0")]
    pub condition_before: Option<String>,
    /// What is tested.
    #[rendered]
    #[versions(since = "2.0")]
    pub condition: String,
    /// Tasks that run where the condition holds.
    #[not_empty]
    pub then: Vec<Task>,
    /// Tasks that run where it does not.
    pub r#else: Option<Vec<Task>>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// What the decision was.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct IfOutputs {
    /// Whether the condition held.
    pub evaluation_result: bool,
}
