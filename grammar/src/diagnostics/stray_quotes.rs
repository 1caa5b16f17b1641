//! Quotes that stay in the value.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// An expression inside an address has quotes around it.
///
/// The value as a whole has none, so YAML takes these for a part of it and they end up in the address.
///
/// ```yaml error
/// id: read
/// namespace: demo
/// tasks:
///   - id: rows
///     type: io.kestra.plugin.jdbc.postgresql.Query
///     url: jdbc:postgresql://"{{ secret('HOST') }}":5432/data
///     sql: SELECT 1
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "yaml", since = "0.1")]
pub struct StrayQuotes {
    /// The expression with its quotes.
    pub place: Place,
    /// The quote in front.
    pub opening: Place,
    /// The quote behind.
    pub closing: Place,
}

impl Explain for StrayQuotes {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "these quotes are part of the value".into()
    }

    fn details(&self, out: &mut Details) {
        let edits = [self.opening, self.closing].map(|place| Edit { place, text: String::new() });
        out.edits(Applicability::Safe, "remove them", edits.into());
    }
}
