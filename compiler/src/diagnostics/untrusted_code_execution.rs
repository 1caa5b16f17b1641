//! Code that nobody has looked at.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// What a model answers, or what is downloaded, is executed as it is.
///
/// A `Pause` lets a person look at it first; a role that can only read limits what it can do.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: fetch
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com/query.sql
///   - id: query
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://localhost/data
///     sql: "{{ outputs.fetch.body }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct UntrustedCodeExecution {
    /// What is read.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// Where it comes from, in words: `a model`.
    pub source: &'static str,
    /// The task it comes from.
    pub task_place: Place,
}

impl Explain for UntrustedCodeExecution {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` comes from {} and is executed without a check", self.path, self.source)
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.task_place, "it comes from here");
        out.note("let a person approve it with a `Pause`, or use a role that can only read");
    }
}
