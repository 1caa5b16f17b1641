//! Values that a loop cannot take.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A loop is given values that it cannot take, or takes only once.
///
/// Values are text, numbers and maps; truths, empty values and lists in lists fail. A value that occurs twice runs
/// once. A text must be a JSON list, or an expression that gives one.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: [true, false]
///     tasks:
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ taskrun.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "loops", since = "0.1")]
pub struct ForeachInvalidValues {
    /// The value.
    pub place: Place,
    /// What is wrong with it.
    pub problem: BadValue,
}

/// What is wrong with a value.
#[derive(Clone, Debug)]
pub enum BadValue {
    /// It is of a kind that fails.
    Kind {
        /// As written.
        value: String,
        /// What it is: `a boolean`.
        kind: &'static str,
    },
    /// It occurs before.
    Repeated {
        /// As written.
        value: String,
        /// Where.
        first: Place,
    },
    /// The text is no list.
    Text,
    /// What is given there is none: `an integer`.
    Type(String),
}

impl Explain for ForeachInvalidValues {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.problem {
            BadValue::Kind { value, kind } => format!("`{value}` is {kind}, which a loop cannot take"),
            BadValue::Repeated { value, .. } => format!("`{value}` appears twice and runs once"),
            BadValue::Type(found) => format!("values must be a list, or text that is a JSON list, and this is {found}"),
            BadValue::Text => "values must be a list, or text that is a JSON list".to_owned(),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.problem {
            BadValue::Kind { value, kind } => {
                if *kind == "a boolean" || *kind == "a fraction" {
                    out.fix("quote it", self.place, format!("\"{value}\""));
                }
            }
            BadValue::Repeated { first, .. } => {
                out.secondary(*first, "first here");
                out.severity(Severity::Warning);
            }
            BadValue::Type(_) => {}
            BadValue::Text => {
                out.note("write `[\"a\", \"b\"]`, or `{{ … }}` for something that gives a list");
            }
        }
    }
}
