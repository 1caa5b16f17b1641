//! A secret in the text of a script.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A secret is put into the text of a script.
///
/// It ends up in files and lists of processes, and quotes in it break the script. Pass it through `env`.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: call
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - send --key {{ secret('KEY') }}
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct SecretInScript {
    /// Where it stands.
    pub place: Place,
}

impl Explain for SecretInScript {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "a secret becomes part of the script; pass it through `env`".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.note("set it under `env` and read it as a variable of the script, in quotes");
    }
}
