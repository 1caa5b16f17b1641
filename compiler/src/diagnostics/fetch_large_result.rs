//! All rows of a table in the memory of an execution.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// All columns of all rows are fetched into the execution, which keeps them.
///
/// `fetchType: STORE` writes them into a file, which `outputs.<task>.uri` names; a `LIMIT` keeps the result small.
///
/// ```yaml info
/// id: report
/// namespace: company.team
/// tasks:
///   - id: rows
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://db.example.com:5432/shop
///     sql: SELECT * FROM orders
///     fetchType: FETCH
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.rows.size }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "performance", since = "0.1")]
pub struct FetchLargeResult {
    /// Where the value of `fetchType` stands.
    pub place: Place,
    /// Where the statement stands.
    pub sql_place: Place,
}

impl Explain for FetchLargeResult {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "all rows are kept in the execution; `STORE` writes them into a file".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.sql_place, "nothing limits the number of rows");
        out.confidence(Confidence::Low);
    }
}
