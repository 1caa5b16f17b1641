//! The line that says how much was found.

use std::fmt;
use std::sync::Arc;

use compiler::FileReport;
use report::{Applicability, Severity};

/// How much was found.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    files: usize,
    files_with_findings: usize,
    counts: [usize; 4],
    fixable: usize,
}

/// The levels with their words, worst first.
const LEVELS: [(Severity, &str); 4] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "info"), (Severity::Hint, "hint")];

impl Summary {
    /// Counts.
    pub(crate) fn of(reports: &[Arc<FileReport>]) -> Self {
        let mut summary = Self { files: reports.len(), ..Self::default() };
        for report in reports {
            summary.files_with_findings += usize::from(!report.diagnostics.is_empty());
            for diagnostic in &report.diagnostics {
                summary.counts[diagnostic.severity as usize] += 1;
                let safe = diagnostic.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
                summary.fixable += usize::from(safe);
            }
        }
        summary
    }

    /// How many warnings there are.
    pub(crate) fn warnings(&self) -> usize {
        self.counts[Severity::Warning as usize]
    }

    /// Whether anything is at least this bad.
    pub(crate) fn reaches(&self, level: Severity) -> bool {
        LEVELS.iter().any(|(severity, _)| *severity <= level && self.counts[*severity as usize] > 0)
    }
}

/// `1 file`, `2 files`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 || word == "info" { "" } else { "s" })
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = LEVELS.iter().filter(|(severity, _)| self.counts[*severity as usize] > 0);
        let parts: Vec<String> =
            counted.map(|(severity, word)| plural(self.counts[*severity as usize], word)).collect();
        let files = plural(self.files, "file");
        if parts.is_empty() {
            return write!(out, "no findings in {files}");
        }
        write!(out, "{} in {} of {files}", parts.join(", "), self.files_with_findings)?;
        if self.fixable > 0 {
            write!(out, "; {} fixable with --fix", self.fixable)?;
        }
        Ok(())
    }
}
