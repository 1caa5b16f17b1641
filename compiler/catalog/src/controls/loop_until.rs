//! Tasks again and again until a condition holds.

use crate::prelude::*;

/// Run tasks again and again until a condition holds.
///
/// The condition is tested after each round and sees what the tasks of the round gave out.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: poll
///     type: io.kestra.plugin.core.flow.LoopUntil
///     condition: "{{ outputs.ask.value == 'ready' }}"
///     checkFrequency:
///       interval: PT5S
///       maxIterations: 10
///     tasks:
///       - id: ask
///         type: io.kestra.plugin.core.debug.Return
///         format: ready
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.LoopUntil",
    was("io.kestra.plugin.core.flow.WaitFor"),
    form = Form::Repeat { body: "tasks", until: "condition", limits: "checkFrequency", fail_on_max_reached: "failOnMaxReached" },
    outputs = LoopUntilOutputs
)]
pub struct LoopUntil {
    /// What is done in each round.
    #[name("tasks")]
    #[versions(until = "2.0")]
    pub tasks_before: Vec<Task>,
    /// What is done in each round.
    #[versions(since = "2.0")]
    #[not_empty]
    pub tasks: Vec<Task>,
    /// When it is enough.
    #[property]
    pub condition: String,
    /// How long between rounds, and how many.
    #[default((("interval", "PT1M"), ))]
    pub check_frequency: CheckFrequency,
    /// Whether reaching a limit is a failure.
    #[default(false)]
    #[property]
    pub fail_on_max_reached: bool,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// How many rounds there were.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct LoopUntilOutputs {
    /// How many rounds there were.
    pub iteration_count: i64,
}

/// How long between rounds, and how many.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct CheckFrequency {
    /// How long to wait between rounds.
    #[default("PT1M")]
    #[property]
    pub interval: SignedDuration,
    /// No round starts later than this after the first.
    #[property]
    pub max_duration: Option<SignedDuration>,
    /// The greatest number of rounds.
    #[property]
    pub max_iterations: Option<i64>,
}
