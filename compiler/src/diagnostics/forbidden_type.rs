//! A type that the team does not want.

use macros::Diagnostic;
use report::{Explain, Place};

/// A type begins with a text that `forbidden-types` in `lanner.yaml` lists.
///
/// Such a list says what flows of a team must not do, whoever writes them: run scripts, call other systems,
/// use what is going to be removed.
///
/// With `forbidden-types: [io.kestra.plugin.scripts]`:
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: list
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - ls
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "policies", since = "0.1")]
pub struct ForbiddenType {
    /// The type.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What is listed.
    pub listed: String,
}

impl Explain for ForbiddenType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let Self { name, listed, .. } = self;
        match name == listed {
            true => format!("`{name}` must not be used: `lanner.yaml` forbids it"),
            false => format!("`{name}` must not be used: `lanner.yaml` forbids `{listed}`"),
        }
    }
}
