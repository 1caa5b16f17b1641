//! Something taken from a literal.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A list or map literal is followed by `.key` or `[index]`.
///
/// Literals take nothing behind them; in parentheses they do: `([1, 2])[0]`.
///
/// ```yaml error
/// id: pick
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ ['a', 'b'][0] }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct PostfixOnLiteral {
    /// What stands behind the literal.
    pub place: Place,
    /// The literal, and what it looks like in parentheses.
    pub literal: Option<(Place, String)>,
}

impl Explain for PostfixOnLiteral {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "a list or map literal takes no key or index here; put it in parentheses".to_owned()
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, text)) = &self.literal {
            out.secondary(*place, "this literal");
            out.fix("put it in parentheses", *place, text);
        }
    }
}
