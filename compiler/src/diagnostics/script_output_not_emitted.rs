//! An output that a script never gives out.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// `outputs.<script>.vars.…` reads something that the script never gives out.
///
/// A script gives out what it prints as `::{"outputs":{…}}::`, or passes to `Kestra.outputs`.
///
/// ```yaml warning
/// id: count
/// namespace: company.team
/// tasks:
///   - id: count
///     type: io.kestra.plugin.scripts.python.Script
///     script: |
///       print(1 + 2)
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.count.vars.sum }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "scripts", since = "0.1")]
pub struct ScriptOutputNotEmitted {
    /// The task.
    pub task: String,
    /// What is read.
    pub name: String,
    /// Where it is read.
    pub place: Place,
    /// Where the script stands.
    pub script_place: Place,
}

impl Explain for ScriptOutputNotEmitted {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("the script of `{}` never emits `{}`", self.task, self.name)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.script_place, "this script");
        out.note("in Python: `from kestra import Kestra` and `Kestra.outputs({'name': value})`");
        out.confidence(Confidence::Medium);
    }
}
