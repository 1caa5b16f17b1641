//! Outputs of a task that has not run yet.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// Outputs are read of a task that has not run yet.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.extract.uri }}"
///   - id: extract
///     type: io.kestra.plugin.core.http.Download
///     uri: https://example.com/data.csv
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct OutputUsedBeforeTask {
    /// The task that is read.
    pub task: String,
    /// Where it is named.
    pub place: Place,
    /// The task that reads.
    pub reader: String,
    /// Why it has not run.
    pub reason: NotYet,
    /// Where the task that is read stands.
    pub task_place: Place,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

/// Why a task has not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// It comes later.
    Later,
    /// It is the one that reads.
    Itself,
    /// It is around the one that reads, and not over.
    Around,
    /// It is within the one that reads.
    Within,
}

impl Explain for OutputUsedBeforeTask {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (task, reader) = (&self.task, &self.reader);
        match self.reason {
            NotYet::Later => format!("`{task}` runs after `{reader}`"),
            NotYet::Itself => format!("`{task}` has no outputs yet while it starts"),
            NotYet::Around => format!("`{task}` is around `{reader}`, and has no outputs before it is over"),
            NotYet::Within => format!("`{task}` is within `{reader}`, which is evaluated before it"),
        }
    }

    fn details(&self, out: &mut Details) {
        if self.reason != NotYet::Itself {
            out.secondary(self.task_place, format!("`{}` is here", self.task));
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
