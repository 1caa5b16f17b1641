//! Two things with one name.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

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
    pub first: First,
}

/// Where an id stood first.
#[derive(Clone, Copy, Debug)]
pub enum First {
    /// In the same file, on a line.
    OnLine(Place, u32),
    /// In another file, where both are meant for the same version.
    ElsewhereAt(Place),
}

impl Explain for DuplicateId {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.first {
            First::OnLine(_, line) => {
                format!("the {} id `{}` is already used on line {line}", self.what, self.name)
            }
            First::ElsewhereAt(_) => {
                format!("another file has the {} `{}`, too: the one that is deployed last wins", self.what, self.name)
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match self.first {
            First::OnLine(place, _) => {
                out.secondary(place, "first used here");
                let free = format!("{}_2", self.name);
                out.suggest(format!("write `{free}`"), self.place, free);
            }
            // Each works where it is alone.
            First::ElsewhereAt(place) => {
                out.severity(Severity::Warning);
                out.secondary(place, "the first of them");
            }
        }
    }
}
