//! A fallback that is never taken.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// What stands left of `??` is always there, so that the right side is never taken.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: amount
///     type: INT
///     defaults: 3
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.amount ?? 5 }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "types", since = "0.1")]
pub struct DeadCoalesce {
    /// From the left side to the right.
    pub place: Place,
    /// The left side, as it is written, where it is a path.
    pub path: Option<String>,
    /// Why it is always there.
    pub reason: &'static str,
    /// Where that stands.
    pub reason_place: Option<Place>,
}

impl Explain for DeadCoalesce {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.path {
            Some(path) => format!("`{path}` {}, so the right side of `??` is never taken", self.reason),
            None => format!("the left side {}, so the right side of `??` is never taken", self.reason),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(place) = self.reason_place {
            out.secondary(place, "declared here");
        }
        if let Some(path) = &self.path {
            out.suggest("remove the right side", self.place, path);
        }
    }
}
