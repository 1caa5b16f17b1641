//! Free text that becomes SQL.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Free text is put into SQL, where it becomes a part of the statement.
///
/// Bind it: `:name` in the statement, and its value under `parameters`.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: city
///     type: STRING
/// tasks:
///   - id: query
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://localhost/data
///     sql: SELECT * FROM cities WHERE name = '{{ inputs.city }}'
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct SqlInjection {
    /// Where it stands.
    pub place: Place,
    /// What is read.
    pub path: String,
}

impl Explain for SqlInjection {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is free text and becomes SQL; bind it as a parameter", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.note("write `:name` in the statement and its value under `parameters`");
    }
}
