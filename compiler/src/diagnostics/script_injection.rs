//! Free text that becomes code.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Free text is put into a script, where it becomes code.
///
/// Whoever fills it in can run anything. Pass it through `env` and read it there: `"$BRANCH"`.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: branch
///     type: STRING
/// tasks:
///   - id: clone
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - git checkout {{ inputs.branch }}
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct ScriptInjection {
    /// Where it stands.
    pub place: Place,
    /// What is read.
    pub path: String,
}

impl Explain for ScriptInjection {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is free text and becomes code; pass it through `env`", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.note("set it under `env` and read it as a variable of the script, in quotes");
    }
}
