//! A default, or what a trigger passes, that the input's type does not accept.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// The default of an input is none of its type, or cannot be given to it at all; so is what a trigger passes.
///
/// A default always applies, so an input with a default is never optional; `required: false` beside it is refused
/// since 1.1.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// inputs:
///   - id: days
///     type: INT
///     defaults: ten
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.days }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "inputs", since = "0.1")]
pub struct InputDefaultTypeMismatch {
    /// Where the value stands, or what contradicts it.
    pub place: Place,
    /// What is wrong.
    pub mismatch: Mismatch,
    /// Where the type stands.
    pub type_place: Option<Place>,
}

/// What is wrong with a value.
#[derive(Clone, Debug)]
pub enum Mismatch {
    /// It is none of the type.
    Value {
        /// As written.
        value: String,
        /// The type: `INT`.
        input_type: String,
        /// What is accepted: `a whole number`.
        expected: &'static str,
        /// What was probably meant.
        instead: Option<String>,
    },
    /// The input is declared optional.
    Optional {
        /// The line to remove.
        line: Place,
        /// How bad it is.
        severity: Severity,
    },
    /// This type cannot have one.
    Never {
        /// The type: `FORM`.
        input_type: String,
    },
}

impl Explain for InputDefaultTypeMismatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.mismatch {
            Mismatch::Value { value, input_type, expected, .. } => {
                let article = crate::words::article(input_type);
                format!("`{value}` is not {article} {input_type}: expected {expected}")
            }
            Mismatch::Optional { .. } => "an input with a default is always given, so it cannot be optional".to_owned(),
            Mismatch::Never { input_type } => format!("`{input_type}` inputs have no default"),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(place) = self.type_place {
            out.secondary(place, "the type");
        }
        match &self.mismatch {
            Mismatch::Value { instead: Some(instead), .. } => {
                out.suggest(format!("write `{instead}`"), self.place, instead);
            }
            Mismatch::Optional { line, severity } => {
                out.fix("remove `required: false`", *line, "");
                out.severity(*severity);
            }
            Mismatch::Value { instead: None, .. } | Mismatch::Never { .. } => {}
        }
    }
}
