//! A key taken from the value of a loop.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A property is read of `taskrun.value`, or of `item.value` in 2.0, which is always text.
///
/// A loop hands objects on as JSON text; `fromJson(taskrun.value)` makes an object of it.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values:
///       - name: Ada
///       - name: Bob
///     tasks:
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ taskrun.value.name }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct TaskrunValueIsString {
    /// The value: `taskrun.value`.
    pub path: String,
    /// From the root name to the last key.
    pub place: Place,
    /// Where the value alone stands.
    pub value_place: Place,
    /// What is read of it: `.name`.
    pub rest: String,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for TaskrunValueIsString {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{0}` is JSON text; use `fromJson({0}){1}`", self.path, self.rest)
    }

    fn details(&self, out: &mut Details) {
        out.fix("read it as JSON", self.value_place, format!("fromJson({})", self.path));
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
