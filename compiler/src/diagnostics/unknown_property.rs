//! A key that a type, or a name of expressions, does not have.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A key is written that does not exist there.
///
/// Kestra refuses a flow with such a key; what it was meant to say is lost. An expression that reads one of `flow`,
/// `execution` or `taskrun` fails.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     mesage: Hello
///     message: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct UnknownProperty {
    /// The key as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What has no such key: `log.Log`, `a flow`.
    pub owner: String,
    /// The key that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for UnknownProperty {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let Self { owner, name, .. } = self;
        match &self.nearest {
            Some(nearest) => format!("{owner} has no property `{name}`; did you mean `{nearest}`?"),
            None => format!("{owner} has no property `{name}`"),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("write `{nearest}`"), self.place, nearest);
        }
    }
}
