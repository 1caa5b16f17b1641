//! A comparison of what cannot be ordered.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// `<`, `>`, `<=` or `>=` stands between values that cannot be compared.
///
/// 1.x compares numbers only; 2.0 also compares two texts, letter by letter. Dates are compared as numbers:
/// `(a | timestamp) < (b | timestamp)`.
///
/// ```yaml error 1.3
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     runIf: "{{ now() < '2030-01-01' }}"
///     message: still early
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct IncomparableOperands {
    /// The operator.
    pub operator: &'static str,
    /// The comparison.
    pub place: Place,
    /// What stands on the left, in words.
    pub left: String,
    /// What stands on the right, in words.
    pub right: String,
    /// Whether texts can be compared in this version.
    pub texts: bool,
    /// Whether one side is a date.
    pub dates: bool,
}

impl Explain for IncomparableOperands {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` cannot compare {} with {}", self.operator, self.left, self.right)
    }

    fn details(&self, out: &mut Details) {
        if self.dates {
            out.note("compare dates as numbers: `(a | timestamp) < (b | timestamp)`");
        } else if self.texts {
            out.note("numbers compare with numbers, texts with texts; `| number` reads a number from text");
        } else {
            out.note("this version compares numbers only; `| number` reads one from text, `| timestamp` from a date");
        }
    }
}
