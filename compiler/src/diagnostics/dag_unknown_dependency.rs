//! A `dependsOn` that names no task of its `Dag`.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A `dependsOn` names no task of its `Dag`.
///
/// Only the tasks of the same `Dag` can be waited for.
///
/// ```yaml error
/// id: build
/// namespace: company.team
/// tasks:
///   - id: dag
///     type: io.kestra.plugin.core.flow.Dag
///     tasks:
///       - task:
///           id: compile
///           type: io.kestra.plugin.core.log.Log
///           message: compiling
///       - task:
///           id: test
///           type: io.kestra.plugin.core.log.Log
///           message: testing
///         dependsOn:
///           - compilation
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "control", since = "0.1")]
pub struct DagUnknownDependency {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The dag.
    pub dag: String,
    /// The tasks that could be waited for.
    pub tasks: Vec<String>,
    /// The one that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for DagUnknownDependency {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is not a task of dag `{}`", self.name, self.dag)
    }

    fn details(&self, out: &mut Details) {
        if !self.tasks.is_empty() {
            out.label(format!("its tasks: {}", words::list(&self.tasks)));
        }
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("wait for `{nearest}`"), self.place, nearest);
        }
    }
}
