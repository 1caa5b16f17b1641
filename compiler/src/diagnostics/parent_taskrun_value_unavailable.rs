//! The value of a loop, read of a task that has none.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A value is read of an enclosing task or loop that has none.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: ["a", "b"]
///     tasks:
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ parent.taskrun.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "loops", since = "0.1")]
pub struct ParentTaskrunValueUnavailable {
    /// What is read: `parent.taskrun.value`.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// What would be right here.
    pub instead: Option<String>,
    /// Why it is not there.
    pub reason: NoValue,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

/// Why there is no value.
#[derive(Clone, Debug)]
pub enum NoValue {
    /// No task around this one has a value.
    NoAncestor,
    /// The task around this one that is meant has none: it is not a direct child of a loop.
    Ancestor(String),
    /// There are fewer loops around this.
    NoOuterLoop,
}

impl Explain for ParentTaskrunValueUnavailable {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let reason = match &self.reason {
            NoValue::NoAncestor => "no enclosing task has a value here".to_owned(),
            NoValue::Ancestor(name) => format!("`{name}` has no value, not being a direct child of a loop"),
            NoValue::NoOuterLoop => "there is no further loop around this one".to_owned(),
        };
        match &self.instead {
            Some(instead) => format!("`{}` does not exist: {reason}; use `{instead}`", self.path),
            None => format!("`{}` does not exist: {reason}", self.path),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(instead) = &self.instead {
            out.suggest(format!("use `{instead}`"), self.place, instead);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
