//! A namespace file that is not there.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A file of the namespace is read that the workspace does not have.
///
/// `namespace-files` in lanner.yaml says where the files of each namespace lie.
///
/// With the file `sql/orders.sql` in the folder of `company.team`:
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: rows
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://db.example.com:5432/shop
///     sql: "{{ read('sql/order.sql') }}"
///     fetchType: STORE
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "references", since = "0.1")]
pub struct UnknownNamespaceFile {
    /// The path as written.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The namespace.
    pub namespace: String,
    /// The path that was probably meant.
    pub nearest: Option<String>,
}

impl Explain for UnknownNamespaceFile {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let meant = self.nearest.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        format!("no namespace file `{}` in `{}`{meant}", self.path, self.namespace)
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, format!("'{nearest}'"));
        }
    }
}
