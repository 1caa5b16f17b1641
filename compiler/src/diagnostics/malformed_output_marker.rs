//! A line of a script that looks like an output and is none.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A script prints something between `::` that is no output marker.
///
/// A marker is one line of JSON between `::`, with `outputs` or `metrics`: `::{"outputs":{"n":3}}::`.
///
/// ```yaml warning
/// id: count
/// namespace: company.team
/// tasks:
///   - id: count
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - echo "::n::3"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "scripts", since = "0.1")]
pub struct MalformedOutputMarker {
    /// Where it stands.
    pub place: Place,
}

impl Explain for MalformedOutputMarker {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "not an output marker; use `::{\"outputs\":{\"name\":value}}::`".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.note("everything between the `::` is one line of JSON");
    }
}
