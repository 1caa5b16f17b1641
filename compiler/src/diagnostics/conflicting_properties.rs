//! Properties that contradict each other.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// Two properties exclude or contradict each other.
///
/// ```yaml error
/// id: flaky
/// namespace: company.team
/// tasks:
///   - id: call
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com/job
///     retry:
///       type: constant
///       interval: PT12H
///       maxDuration: PT7H
/// ```
///
/// A property that another one makes void is a warning.
///
/// ```yaml warning
/// id: local
/// namespace: company.team
/// tasks:
///   - id: run
///     type: io.kestra.plugin.scripts.shell.Commands
///     containerImage: python:3.12-slim
///     taskRunner:
///       type: io.kestra.plugin.core.runner.Process
///     commands:
///       - python --version
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct ConflictingProperties {
    /// The property that has to change.
    pub place: Place,
    /// The one it contradicts.
    pub other: Place,
    /// How.
    pub conflict: Conflict,
}

/// How two properties contradict each other.
#[derive(Clone, Debug)]
pub enum Conflict {
    /// Only one of them may be there.
    Exclude {
        /// The one that has to go.
        this: String,
        /// The other one.
        that: String,
    },
    /// One makes the other void.
    Void {
        /// The one that is void.
        this: String,
        /// Why, as the end of a sentence.
        why: String,
    },
    /// One is greater than the other, and must not be.
    Greater {
        /// The greater one.
        this: String,
        /// The other one, in words.
        that: String,
    },
    /// One is earlier than the other, and must not be.
    Before {
        /// The earlier one.
        this: String,
        /// The other one.
        that: String,
    },
    /// No retry can ever start.
    RetryTooLate,
    /// An entry of a list says what another one says.
    Twice,
}

impl Explain for ConflictingProperties {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.conflict {
            Conflict::Exclude { this, that } => format!("`{this}` cannot stand beside `{that}`"),
            Conflict::Void { this, why } => format!("`{this}` has no effect {why}"),
            Conflict::Greater { this, that } => format!("`{this}` is greater than {that}"),
            Conflict::Before { this, that } => format!("`{this}` is before `{that}`"),
            Conflict::Twice => "this entry is there twice, and Kestra stops at the first event it waits for".to_owned(),
            Conflict::RetryTooLate => "the first retry would start after `maxDuration` has passed".to_owned(),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.other, "because of this");
        match self.conflict {
            Conflict::Exclude { .. }
            | Conflict::Greater { .. }
            | Conflict::Before { .. }
            | Conflict::RetryTooLate
            | Conflict::Twice => {}
            Conflict::Void { .. } => {
                out.severity(Severity::Warning);
            }
        }
    }
}
