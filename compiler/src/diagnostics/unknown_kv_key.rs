//! A key that is not in the key-value store.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A key of the key-value store is read that is not there.
///
/// `kv` in lanner.yaml lists the keys that are. A flow that writes keys itself is left alone.
///
/// With `kv: [region]`:
///
/// ```yaml info
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ kv('regoin') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "references", since = "0.1")]
pub struct UnknownKvKey {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The name that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for UnknownKvKey {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let meant = self.nearest.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        format!("no key `{}` is in the key-value store{meant}", self.name)
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, format!("'{nearest}'"));
        }
    }
}
