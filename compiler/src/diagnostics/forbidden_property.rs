//! A property that the team does not want.

use macros::Diagnostic;
use report::{Explain, Place};

/// A property is one that `forbidden-properties` in `lanner.yaml` lists.
///
/// A name stands for the property of every object; `io.kestra.plugin.core.http.Request#options` for that of types
/// which begin like this.
///
/// With `forbidden-properties: [allowFailure]`:
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
///     allowFailure: true
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "policies", since = "0.1")]
pub struct ForbiddenProperty {
    /// The property.
    pub name: String,
    /// Its key.
    pub place: Place,
    /// What is listed.
    pub listed: String,
}

impl Explain for ForbiddenProperty {
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
