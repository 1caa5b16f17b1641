//! Bounds of an input that exclude each other, or its own default.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The bounds of an input leave no value, or not its own default.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// inputs:
///   - id: days
///     type: INT
///     min: 10
///     max: 1
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.days }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "inputs", since = "0.1")]
pub struct InputBounds {
    /// What lies outside.
    pub place: Place,
    /// The bound it breaks.
    pub bound_place: Place,
    /// How it breaks it.
    pub breach: Breach,
}

/// How a bound is broken.
#[derive(Clone, Debug)]
pub enum Breach {
    /// Two bounds leave nothing between them.
    Crossed {
        /// The lower one: `min`.
        low: &'static str,
        /// The upper one: `max`.
        high: &'static str,
    },
    /// The default is outside.
    Default {
        /// As written.
        value: String,
        /// The bound's key: `min`.
        bound: &'static str,
        /// The bound.
        limit: String,
    },
}

impl Explain for InputBounds {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.breach {
            Breach::Crossed { low, high } => format!("`{low}` is greater than `{high}`, so no value is accepted"),
            Breach::Default { value, bound: "validator", .. } => {
                format!("the default `{value}` does not match the `validator`")
            }
            Breach::Default { value, bound, limit } => format!("the default `{value}` is outside `{bound}: {limit}`"),
        }
    }

    fn details(&self, out: &mut Details) {
        out.secondary(self.bound_place, "the bound");
    }
}
