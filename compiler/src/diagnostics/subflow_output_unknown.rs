//! An output that a called flow does not give.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// An output of a called flow is read that the flow does not declare, or that does not come because nobody waits.
///
/// ```yaml file
/// id: child
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.debug.Return
///     format: hello
/// outputs:
///   - id: file
///     type: STRING
///     value: "{{ outputs.say.value }}"
/// ```
///
/// ```yaml error
/// id: parent
/// namespace: company.team
/// tasks:
///   - id: call
///     type: io.kestra.plugin.core.flow.Subflow
///     namespace: company.team
///     flowId: child
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.call.outputs.fil }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "subflows", since = "0.1")]
pub struct SubflowOutputUnknown {
    /// The task that calls.
    pub task: String,
    /// Where the output is read.
    pub place: Place,
    /// Why it is not there.
    pub reason: NoOutput,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

/// Why an output is not there.
#[derive(Clone, Debug)]
pub enum NoOutput {
    /// The flow does not declare it.
    Undeclared {
        /// The flow.
        flow: String,
        /// The output.
        name: String,
        /// What it declares.
        declared: Vec<String>,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// The task does not wait for the flow.
    NotAwaited {
        /// Where it says so.
        wait: Place,
    },
}

impl Explain for SubflowOutputUnknown {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.reason {
            NoOutput::Undeclared { flow, name, declared, .. } if declared.is_empty() => {
                format!("`{flow}` has no output `{name}`: it declares none")
            }
            NoOutput::Undeclared { flow, name, declared, .. } => {
                format!("`{flow}` has no output `{name}`; it declares {}", words::list(declared))
            }
            NoOutput::NotAwaited { .. } => {
                format!("`{}` does not wait for the flow it starts, so there are no outputs to read", self.task)
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.reason {
            NoOutput::Undeclared { nearest: Some(nearest), .. } => {
                out.suggest(format!("use `{nearest}`"), self.place, nearest);
            }
            NoOutput::Undeclared { nearest: None, .. } => {}
            NoOutput::NotAwaited { wait } => {
                out.secondary(*wait, "this says so");
                out.note("remove `wait: false` to read what the flow gives out");
            }
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
