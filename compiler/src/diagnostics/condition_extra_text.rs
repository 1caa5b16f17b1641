//! Text around the expression of a condition.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// Text, a space or a line break stands beside the expression of a condition, which is then never false.
///
/// A condition is rendered to text, and only empty text, `false`, `0` and `-0` count as false: `false` with a line
/// break behind it does not.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: amount
///     type: INT
///     defaults: 1
/// tasks:
///   - id: gate
///     type: io.kestra.plugin.core.flow.If
///     condition: |
///       {{ inputs.amount > 3 }}
///     then:
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: many
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct ConditionExtraText {
    /// The condition.
    pub place: Place,
    /// What stands beside the expression.
    pub extra: Extra,
}

/// What stands beside an expression.
#[derive(Clone, Debug)]
pub enum Extra {
    /// The line break that a block ends with; the block's indicator and what it should be, where it can be seen.
    LineBreak(Option<(Place, &'static str)>),
    /// Spaces.
    Space,
    /// Words.
    Text(String),
}

impl Explain for ConditionExtraText {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.extra {
            Extra::LineBreak(_) => "the line break at the end makes `false` count as true; use `|-` or `>-`".to_owned(),
            Extra::Space => "the space beside the expression makes `false` count as true".to_owned(),
            Extra::Text(text) => format!("`{text}` beside the expression makes this always true"),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Extra::LineBreak(Some((place, indicator))) = &self.extra {
            out.fix(format!("write `{indicator}`"), *place, *indicator);
        }
    }
}
