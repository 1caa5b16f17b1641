//! The sink every stage adds its findings to.

use crate::diagnostic::Diagnostic;

/// Findings so far; sorted and freed of duplicates when taken out.
#[derive(Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn add(&mut self, diagnostic: impl Into<Diagnostic>) {
        self.diagnostics.push(diagnostic.into());
    }

    /// The findings by place; one of several that say the same of the same place.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by(|a, b| {
            (a.primary.place, a.severity, a.code.name, &a.message).cmp(&(
                b.primary.place,
                b.severity,
                b.code.name,
                &b.message,
            ))
        });
        self.diagnostics
            .dedup_by(|a, b| a.primary.place == b.primary.place && a.code == b.code && a.message == b.message);
        self.diagnostics
    }
}
