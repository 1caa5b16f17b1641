//! An operator on what it never works for.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An operator, a condition or a loop is given a value that it never works for.
///
/// Numbers and texts that hold one can be calculated with; booleans, numbers and texts decide; lists and maps can be
/// looped over.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{% for letter in 'abc' %}{{ letter }}{% endfor %}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct WrongOperand {
    /// The operator as written, or the tag.
    pub operator: &'static str,
    /// Where it stands with its operands.
    pub place: Place,
    /// What it is given, in words.
    pub found: Vec<String>,
}

impl Explain for WrongOperand {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let found = self.found.join(" and ");
        match self.operator {
            "for" => format!("`for` loops over lists and maps, and this is {found}"),
            "if" | "and" | "or" | "not" | "? :" => {
                format!("`{}` decides by true or false, a number or text, and this is {found}", self.operator)
            }
            "contains" => format!("only a list, a map or text contains something, and this is {found}"),
            operator => format!("`{operator}` works for numbers, and this is {found}"),
        }
    }

    fn details(&self, out: &mut Details) {
        match self.operator {
            "if" | "and" | "or" | "not" | "? :" => {
                out.note("`is not empty` tells whether a list or map has something in it");
            }
            "for" => {
                out.note("text that holds JSON becomes a list or map with `fromJson()`");
            }
            _ => {}
        }
    }
}
