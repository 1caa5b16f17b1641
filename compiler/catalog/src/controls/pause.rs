//! Waiting for somebody or something.

use crate::objects::state::State;
use crate::outputs::with;
use crate::prelude::*;

/// Wait until somebody resumes the execution, or for a time.
///
/// Whoever resumes is asked for the inputs in `onResume`: `{{ outputs.pause.onResume.id }}`. With
/// `pauseDuration` the execution goes on by itself.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: approve
///     type: io.kestra.plugin.core.flow.Pause
///     onResume:
///       - id: reason
///         type: STRING
///   - id: tell
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.approve.onResume.reason }}"
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Pause",
    was("io.kestra.core.tasks.flows.Pause", until = "2.0"),
    form = Form::Await {
        body: "tasks",
        delay: &["pauseDuration", "delay"],
        behavior: "behavior",
        on_resume: "onResume",
        on_pause: "onPause",
    },
    depends = outputs
)]
pub struct Pause {
    /// Goes on by itself after this time; `behavior` says how.
    #[property]
    pub pause_duration: Option<SignedDuration>,
    /// What the end of `pauseDuration` means.
    #[default("RESUME")]
    #[property]
    pub behavior: PauseBehavior,
    /// What whoever resumes is asked for.
    pub on_resume: Option<Vec<Input>>,
    /// A task that runs when the pause begins, for telling somebody.
    pub on_pause: Option<Task>,
    /// Goes on by itself after this time.
    #[property]
    #[versions(until = "2.0")]
    #[obsolete("use `pauseDuration`")]
    pub delay: Option<SignedDuration>,
    /// Tasks that run after the pause.
    #[versions(until = "2.0")]
    #[obsolete("put the tasks behind the pause")]
    pub tasks: Option<Vec<Task>>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct PauseOutputs {
    /// What whoever resumed answered.
    pub on_resume: IndexMap<Text, Value>,
    /// Who resumed, and when.
    pub resumed: Option<Resumed>,
}

/// The answers are typed as the inputs that ask for them.
fn outputs(site: &dyn Site) -> Type {
    match site.declared("onResume") {
        Some(answers) => with(<PauseOutputs as typed::Object>::RECORD, "onResume", answers),
        None => <PauseOutputs as typed::Object>::RECORD.value_type(),
    }
}

/// What the end of a pause's time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum PauseBehavior {
    /// It goes on.
    Resume,
    /// It goes on with a warning.
    Warn,
    /// The execution is cancelled.
    Cancel,
    /// It fails.
    Fail,
}

/// Who resumed, and when.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct Resumed {
    /// Who resumed.
    pub by: Option<String>,
    /// When.
    pub on: Moment,
    /// The state the execution went on with.
    pub to: State,
}
