//! An output that another `fetchType` would give.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An output is read that the task gives out with another `fetchType` only.
///
/// `STORE` gives `uri`, `FETCH` gives `rows`, `FETCH_ONE` gives `row`, and `NONE` none of them.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: query
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://localhost/data
///     sql: SELECT 1
///     fetchType: FETCH
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.query.uri }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct OutputNeedsFetchType {
    /// What is read: `uri`.
    pub output: String,
    /// Where it stands.
    pub place: Place,
    /// The task.
    pub task: String,
    /// What it fetches as.
    pub fetch_type: String,
    /// Where that stands, or where the task does.
    pub fetch_place: Place,
    /// Whether the task says so itself.
    pub written: bool,
    /// What would give it: `STORE`.
    pub wanted: &'static str,
    /// What the task gives instead: `rows`.
    pub instead: Option<&'static str>,
}

impl Explain for OutputNeedsFetchType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let Self { output, wanted, fetch_type, task, .. } = self;
        format!("`{output}` exists with `fetchType: {wanted}`; `{task}` uses `{fetch_type}`")
    }

    fn details(&self, out: &mut Details) {
        if self.written {
            out.secondary(self.fetch_place, format!("`{}` here", self.fetch_type));
            out.suggest(format!("fetch as `{}`", self.wanted), self.fetch_place, self.wanted);
        } else {
            out.secondary(self.fetch_place, format!("says no `fetchType`, which is `{}`", self.fetch_type));
        }
        if let Some(instead) = self.instead {
            out.suggest(format!("read `{instead}`"), self.place, instead);
        }
    }
}
