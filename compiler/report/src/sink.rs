//! The sink every stage adds its findings to.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Place;

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

    /// Adds findings of another stage.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Whether an error was found that begins inside a place: what would be said there next may well follow
    /// from it.
    pub fn has_error_in(&self, place: Place) -> bool {
        self.diagnostics.iter().any(|diagnostic| {
            let at = diagnostic.primary.place;
            diagnostic.severity == Severity::Error
                && at.file == place.file
                && place.span.touches(at.span.start as usize)
        })
    }

    /// The findings by place; one of several that say the same of the same place.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        fn key(it: &Diagnostic) -> (Place, Severity, &str, &str) {
            (it.primary.place, it.severity, it.code.name, &it.message)
        }
        self.diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
        self.diagnostics.dedup_by(|a, b| key(a) == key(b));
        self.diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Code, Confidence, FileId, Label, Span};

    static CODE: Code = Code { name: "x", severity: Severity::Error, summary: "", doc: "", group: "", since: "0.1" };

    fn finding(start: usize, message: &str, severity: Severity) -> Diagnostic {
        Diagnostic {
            code: &CODE,
            severity,
            confidence: Confidence::High,
            message: message.into(),
            primary: Label { place: place(start, start + 1), message: String::new() },
            secondary: vec![],
            notes: vec![],
            fixes: vec![],
        }
    }

    fn place(start: usize, end: usize) -> Place {
        Place { file: FileId(0), span: Span::new(start, end) }
    }

    #[test]
    fn findings_come_by_place_and_once() {
        let mut report = Report::default();
        report.extend([
            finding(9, "b", Severity::Error),
            finding(2, "c", Severity::Warning),
            finding(9, "b", Severity::Error),
            finding(9, "a", Severity::Hint),
        ]);
        assert!(report.has_error_in(place(5, 20)));
        assert!(!report.has_error_in(place(0, 5)));
        let found = report.finish();
        let order: Vec<_> = found.iter().map(|it| &*it.message).collect();
        assert_eq!(order, ["c", "b", "a"]);
    }
}
