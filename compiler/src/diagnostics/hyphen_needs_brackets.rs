//! A dash in a name, which expressions read as a minus.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A name with a dash follows a dot, where the dash is a minus.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// tasks:
///   - id: say-hello
///     type: io.kestra.plugin.core.debug.Return
///     format: hello
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.say-hello.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct HyphenNeedsBrackets {
    /// The name with its dashes.
    pub name: String,
    /// Where it stands, its dot included.
    pub place: Place,
    /// The path in front of it: `outputs`.
    pub path: String,
}

impl Explain for HyphenNeedsBrackets {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`-` is subtraction here; write `{}['{}']`", self.path, self.name)
    }

    fn details(&self, out: &mut Details) {
        out.fix("put the name in brackets", self.place, format!("['{}']", self.name));
    }
}
