//! A test that does not exist.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use super::{Instead, words_of};

/// What stands behind `is` is no test.
///
/// There are `defined`, `empty`, `even`, `iterable`, `json`, `map`, `null` and `odd`.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: name
///     type: STRING
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.name is string ? inputs.name : '' }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct UnknownTest {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What was probably meant.
    pub instead: Option<Instead>,
    /// The tests that exist.
    pub known: Vec<&'static str>,
}

impl Explain for UnknownTest {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.instead {
            Some(instead) => format!("unknown test `{}`{}", self.name, words_of(Some(instead))),
            None => format!("unknown test `{}`; there are {}", self.name, crate::words::list(&self.known)),
        }
    }

    fn details(&self, out: &mut Details) {
        Instead::offer(self.instead.as_ref(), self.place, out);
    }
}
