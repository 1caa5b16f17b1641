//! An output that a task does not give.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// A task does not give out what is read of it.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: extract
///     type: io.kestra.plugin.core.http.Download
///     uri: https://example.com/data.csv
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.extract.url }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct UnknownOutputProperty {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it is looked for in: a type's short name, or a path.
    pub of: String,
    /// What there is.
    pub known: Vec<String>,
    /// What was probably meant, as it replaces the name.
    pub nearest: Option<String>,
    /// What was probably meant, as it replaces the whole path, with that path's place.
    pub instead: Option<(Place, String)>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for UnknownOutputProperty {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        if self.known.is_empty() {
            format!("`{}` gives out no `{}`: it has no outputs", self.of, self.name)
        } else {
            format!("`{}` gives out no `{}`; it has {}", self.of, self.name, words::list(&self.known))
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, path)) = &self.instead {
            out.suggest(format!("read `{path}`"), *place, path);
        } else if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
