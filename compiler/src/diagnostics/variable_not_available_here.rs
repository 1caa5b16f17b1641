//! A variable that exists, but not where it is read.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A variable exists, but not where it is read.
///
/// A trigger is evaluated before there is an execution, so it has neither `outputs` nor `taskrun`; an input's default is
/// worked out before there are outputs; the outputs of a flow belong to no task.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.debug.Return
///     format: hello
/// triggers:
///   - id: daily
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 9 * * *"
///     timezone: Europe/Paris
///     labels:
///       greeting: "{{ outputs.hello.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct VariableNotAvailableHere {
    /// What is read: `outputs`.
    pub name: String,
    /// Where it is read.
    pub place: Place,
    /// Why it is not there.
    pub reason: Unavailable,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

/// Why a variable is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// A trigger comes before an execution.
    Trigger,
    /// An input without default has no value before an execution.
    InputWithoutDefault,
    /// An input is asked for before anything runs.
    Input,
    /// Checks come before an execution.
    Check,
    /// It belongs to a task, and this to none.
    NoTask,
    /// It belongs to what a loop runs.
    NoLoop,
    /// Only some properties have it.
    Property,
    /// A page of an app does not have it.
    App,
    /// The first page of an app is shown before there is an execution.
    FirstPage,
}

impl Explain for VariableNotAvailableHere {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let name = &self.name;
        match self.reason {
            Unavailable::Trigger => format!("`{name}` does not exist here: a trigger is evaluated before an execution"),
            Unavailable::InputWithoutDefault => {
                format!(
                    "`{name}` has no value here: a trigger is evaluated before an execution, and the input has no default"
                )
            }
            Unavailable::Input => format!("`{name}` does not exist here: inputs are asked for before anything runs"),
            Unavailable::Check => format!("`{name}` does not exist here: checks come before an execution"),
            Unavailable::NoTask => format!("`{name}` does not exist here: it belongs to a task"),
            Unavailable::NoLoop => format!("`{name}` does not exist here: there is no `Loop` around this"),
            Unavailable::Property => format!("`{name}` does not exist in this property"),
            Unavailable::App => format!("`{name}` does not exist on the pages of an app"),
            Unavailable::FirstPage => {
                format!("`{name}` does not exist here: the first page is shown before there is an execution")
            }
        }
    }

    fn details(&self, out: &mut Details) {
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
