//! Outputs of a task that runs at the same time.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// Outputs are read of a task that runs at the same time.
///
/// Tasks of a `Parallel`, and tasks of a `Dag` that do not wait for each other, start in no order.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: both
///     type: io.kestra.plugin.core.flow.Parallel
///     tasks:
///       - id: extract
///         type: io.kestra.plugin.core.http.Download
///         uri: https://example.com/data.csv
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ outputs.extract.uri }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct OutputOfParallelSibling {
    /// The task that is read.
    pub task: String,
    /// Where it is named.
    pub place: Place,
    /// The task that reads.
    pub reader: String,
    /// The task that runs both.
    pub container: String,
    /// Whether the container lets tasks wait for each other.
    pub dag: bool,
    /// Where the container stands.
    pub container_place: Place,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for OutputOfParallelSibling {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (task, reader) = (&self.task, &self.reader);
        if self.dag {
            format!("`{task}` and `{reader}` may run at the same time; let `{reader}` depend on `{task}`")
        } else {
            format!("`{task}` and `{reader}` run at the same time")
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.container_place, format!("`{}` runs both", self.container));
        if self.dag {
            out.note(format!("add `dependsOn: [{}]`", self.task));
        } else {
            out.note("put one after the other in a `Sequential`, or use a `Dag` with `dependsOn`");
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
