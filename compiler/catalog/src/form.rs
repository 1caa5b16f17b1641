//! What a type does to the flow of control, as the names of its own properties.
//!
//! The compiler lowers a control by its form alone: it reads the properties the form names and builds the
//! [`plan::Shape`] of the same name from them.

use plan::step::OnFailure;

/// How a declaration becomes a [`plan::Shape`]; texts are names of its own properties.
///
/// Every form with a `body` may also have the properties `errors` and `finally`, where it declares them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Run by its behaviour.
    Run,
    /// Children one after another.
    Sequence {
        /// The list of tasks.
        body: &'static str,
        /// Whether a failed child makes this a warning.
        on_failure: OnFailure,
    },
    /// Children side by side.
    Parallel {
        /// The list of tasks.
        body: &'static str,
        /// How many at once; 0 for all.
        at_most: &'static str,
        /// What becomes of siblings when one fails (2.0).
        on_child_failure: &'static str,
    },
    /// Children in the order of their dependencies.
    Graph {
        /// The list of `{task, dependsOn}`.
        body: &'static str,
        /// The key of the task in an element.
        task: &'static str,
        /// The key of the ids it waits for in an element.
        needs: &'static str,
        /// How many at once; 0 for all.
        at_most: &'static str,
        /// What becomes of siblings when one fails (2.0).
        on_child_failure: &'static str,
    },
    /// Children once for each value.
    Each {
        /// The list of tasks.
        body: &'static str,
        /// The values.
        over: &'static str,
        /// How many iterations at once.
        at_most: AtMost,
        /// How iterations see and are seen.
        style: EachForm,
    },
    /// One of two branches by truth.
    If {
        /// What is decided on.
        on: &'static str,
        /// The tasks where it is true.
        then: &'static str,
        /// The tasks where it is false.
        otherwise: &'static str,
    },
    /// One of several branches by a value.
    Switch {
        /// What is decided on.
        on: &'static str,
        /// The map of lists of tasks.
        cases: &'static str,
        /// The tasks where no case matches.
        otherwise: &'static str,
    },
    /// Children again and again until a condition holds.
    Repeat {
        /// The list of tasks.
        body: &'static str,
        /// What is tested after each round.
        until: &'static str,
        /// The object with the limits `interval`, `maxIterations`, `maxDuration`.
        limits: &'static str,
        /// Whether reaching a limit is a failure.
        fail_on_max_reached: &'static str,
    },
    /// Waits for a person, a call, or the end of a delay.
    Await {
        /// The list of tasks (deprecated).
        body: &'static str,
        /// Goes on by itself after this time.
        delay: &'static [&'static str],
        /// What the end of the delay means.
        behavior: &'static str,
        /// What whoever resumes is asked for.
        on_resume: &'static str,
        /// The task that runs when the pause begins.
        on_pause: &'static str,
    },
    /// Another flow.
    Call,
    /// Another flow once for each batch of a file.
    CallEach {
        /// The file to be split.
        items: &'static str,
        /// How it is split.
        batch: &'static str,
    },
    /// Children in one folder on one worker.
    Workspace {
        /// The list of tasks.
        body: &'static str,
    },
    /// Changes the execution itself, inside the engine.
    Update(UpdateForm),
}

/// How many iterations run at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtMost {
    /// One after another.
    One,
    /// As a property says; 0 for all.
    Property(&'static str),
}

/// How the iterations of a loop see and are seen; the lowered form is [`plan::step::EachStyle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EachForm {
    /// `taskrun.value`, outputs keyed by value.
    Values,
    /// Every combination of value and task is a sibling.
    Combinations,
    /// `item.value`, isolated iterations, declared outputs.
    Isolated {
        /// The outputs each iteration declares.
        outputs: &'static str,
        /// Whether a failed iteration fails the loop.
        transmit_failed: &'static str,
        /// Where outputs are kept.
        fetch: &'static str,
    },
}

/// Which [`plan::step::Update`] a task makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateForm {
    /// Adds labels.
    Labels {
        /// The labels.
        labels: &'static str,
    },
    /// Sets variables.
    SetVariables {
        /// The variables.
        variables: &'static str,
        /// Whether existing ones may be replaced.
        overwrite: &'static str,
    },
    /// Removes variables.
    UnsetVariables {
        /// Their names.
        variables: &'static str,
        /// Whether a missing one is no failure.
        ignore_missing: &'static str,
    },
    /// Ends the execution.
    Exit {
        /// The final state.
        state: &'static str,
    },
}

impl Form {
    /// The properties that hold tasks: a list of tasks, a map of lists of tasks, or one task.
    pub fn bodies(&self) -> Vec<&'static str> {
        let mut names = match self {
            Self::Run | Self::Call | Self::Update(_) => return Vec::new(),
            Self::CallEach { .. } => Vec::new(),
            Self::Sequence { body, .. }
            | Self::Parallel { body, .. }
            | Self::Graph { body, .. }
            | Self::Each { body, .. }
            | Self::Repeat { body, .. }
            | Self::Workspace { body } => vec![*body],
            Self::If { then, otherwise, .. } => vec![*then, *otherwise],
            Self::Switch { cases, otherwise, .. } => vec![*cases, *otherwise],
            Self::Await { body, on_pause, .. } => vec![*on_pause, *body],
        };
        names.extend(["errors", "finally"]);
        names
    }
}
