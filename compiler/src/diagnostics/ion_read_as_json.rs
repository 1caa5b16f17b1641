//! An Ion file that is read as JSON.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A file of rows is read as JSON, and it is Ion.
///
/// What tasks store with `fetchType: STORE` is Ion, a row on each line. Convert it with `IonToJson`, or fetch the rows.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: query
///     type: io.kestra.plugin.jdbc.duckdb.Query
///     sql: SELECT 1 AS n
///     fetchType: STORE
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ fromJson(read(outputs.query.uri)) }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct IonReadAsJson {
    /// What is read, as it is written.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// The task that writes it.
    pub task: String,
    /// What makes it Ion.
    pub reason_place: Place,
}

impl Explain for IonReadAsJson {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` is an Ion file with a row on each line, and no JSON", self.path)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.reason_place, format!("`{}` writes Ion", self.task));
        out.note("convert it with `IonToJson`, or fetch the rows with `fetchType: FETCH`");
    }
}
