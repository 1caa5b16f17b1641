//! A name at the beginning of an expression that nobody knows.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place, Severity};

use crate::words;

/// The first name of an expression is no variable.
///
/// What begins with `inputs`, `outputs`, `vars`, `trigger`, … comes from the flow; other names have to be set in the
/// template itself. A text for another template engine goes between `{% raw %}` and `{% endraw %}`.
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "hello {{ user }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct UnknownRootVariable {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What there is.
    pub available: Vec<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// What else has this name: `input`, `task`.
    pub namesake: Option<(&'static str, String)>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for UnknownRootVariable {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("unknown variable `{}`; available here: {}", self.name, words::list(&self.available))
    }

    fn details(&self, out: &mut Details) {
        if let Some((kind, path)) = &self.namesake {
            out.suggest(format!("read the {kind} of this name: `{path}`"), self.place, path);
        } else if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        } else {
            out.note("text for another template engine goes between `{% raw %}` and `{% endraw %}`");
        }
        if self.guarded {
            out.severity(Severity::Warning).confidence(Confidence::Medium);
        }
    }
}
