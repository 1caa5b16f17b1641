//! A loop whose condition nothing in it can change.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The condition of a `LoopUntil` reads nothing that its tasks could change.
///
/// It either holds after the first round, or the loop runs until a limit ends it, or for ever.
///
/// ```yaml warning
/// id: poll
/// namespace: company.team
/// inputs:
///   - id: count
///     type: INT
/// tasks:
///   - id: until
///     type: io.kestra.plugin.core.flow.LoopUntil
///     condition: "{{ inputs.count == 1 }}"
///     tasks:
///       - id: look
///         type: io.kestra.plugin.core.http.Request
///         uri: https://example.com
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct LoopConditionInvariant {
    /// Where the condition stands.
    pub place: Place,
    /// The tasks whose outputs it could read.
    pub tasks: Vec<String>,
}

impl Explain for LoopConditionInvariant {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "this condition cannot change while the loop runs".to_owned()
    }

    fn details(&self, out: &mut Details) {
        if let Some(task) = self.tasks.first() {
            out.note(format!(
                "it could read what a task of the loop gives out: `outputs{}`",
                crate::access::key_notation(task)
            ));
        }
    }
}
