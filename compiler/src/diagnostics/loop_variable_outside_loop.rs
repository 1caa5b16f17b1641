//! What only a loop gives, read without one.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// Something that only a loop gives is read where there is no such loop.
///
/// `taskrun.value` belongs to `ForEach` (1.x), `item` to `Loop` (2.0), `taskrun.items` to the `inputs` of `ForEachItem`.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "loops", since = "0.1")]
pub struct LoopVariableOutsideLoop {
    /// What is read.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The task that reads, where one does.
    pub task: Option<String>,
    /// What the loop of this version calls it, where there is a loop.
    pub instead: Option<String>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for LoopVariableOutsideLoop {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match (&self.instead, &self.task) {
            (Some(instead), _) => format!("a `Loop` does not set `{}`; use `{instead}`", self.path),
            (None, Some(task)) => format!("`{}` does not exist: there is no loop around `{task}`", self.path),
            (None, None) => format!("`{}` does not exist: there is no loop around this", self.path),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(instead) = &self.instead {
            out.fix(format!("use `{instead}`"), self.place, instead);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
