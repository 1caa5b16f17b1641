//! An expression that means two things.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// 1.x and 2.0 read an expression differently, and nothing says for which one the file is.
///
/// In 1.x `a ?? b | f` is `(a ?? b) | f`; in 2.0 it is `a ?? (b | f)`. Parentheses say the same to both.
///
/// ```yaml info
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: day
///     type: DATE
///     required: false
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.day ?? now() | date('yyyy-MM-dd') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "versions", since = "0.1")]
pub struct ExpressionDiffersByVersion {
    /// The part that is read differently.
    pub place: Place,
    /// How it is read here.
    pub version: String,
}

impl Explain for ExpressionDiffersByVersion {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("1.x and 2.0 read this differently (here: {}); put what belongs together in parentheses", self.version)
    }

    fn details(&self, out: &mut Details) {
        out.note("in 1.x `??` binds tighter than `|` and `~`; in 2.0 it binds as loosely as `==`");
    }
}
