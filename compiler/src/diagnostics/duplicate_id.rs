//! Two things with one name.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Two tasks, triggers, inputs or outputs of a flow have the same id.
///
/// Tasks share one set of ids, however deep they lie: expressions name them by nothing else.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello again
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct DuplicateId {
    /// What is named: `task`, `input`.
    pub what: &'static str,
    /// The id.
    pub name: String,
    /// Where it stands the second time.
    pub place: Place,
    /// Where it stood first.
    pub first: Place,
    /// The line of the first.
    pub line: u32,
}

impl Explain for DuplicateId {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("the {} id `{}` is already used on line {}", self.what, self.name, self.line)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.first, "first used here");
        let free = format!("{}_2", self.name);
        out.suggest(format!("write `{free}`"), self.place, free);
    }
}
