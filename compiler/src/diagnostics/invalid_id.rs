//! A name with characters that names cannot have.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An id or a namespace breaks the rules for such names.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: say hello
///     type: io.kestra.plugin.core.log.Log
///     message: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "structure", since = "0.1")]
pub struct InvalidId {
    /// What is named: `the id of a task`.
    pub owner: &'static str,
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What such names consist of.
    pub rule: &'static str,
    /// The name with everything else replaced, where something is left.
    pub slug: Option<String>,
}

impl Explain for InvalidId {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("{} cannot be `{}`: {}", self.owner, self.name, self.rule)
    }

    fn details(&self, out: &mut Details) {
        if let Some(slug) = &self.slug {
            out.suggest(format!("write `{slug}`, and the same wherever it is named"), self.place, slug);
        }
    }
}
