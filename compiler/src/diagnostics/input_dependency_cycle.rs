//! Inputs that depend on each other.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// Inputs depend on each other, so that none of them can be asked for first.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// inputs:
///   - id: cloud
///     type: STRING
///     dependsOn:
///       inputs: [region]
///   - id: region
///     type: STRING
///     dependsOn:
///       inputs: [cloud]
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.cloud ?? '' }} {{ inputs.region ?? '' }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "inputs", since = "0.1")]
pub struct InputDependencyCycle {
    /// The inputs that go round, each with the entry that leads to the next.
    pub round: Vec<(String, Place)>,
    /// The entry that is reported.
    pub place: Place,
}

impl Explain for InputDependencyCycle {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let names: Vec<&str> = self.round.iter().map(|(name, _)| name.as_str()).collect();
        match names.as_slice() {
            [only] => format!("input `{only}` depends on itself"),
            names => format!("inputs depend on each other: {}", words::circle(names)),
        }
    }

    fn details(&self, out: &mut Details) {
        for (name, place) in &self.round {
            if *place != self.place {
                out.secondary(*place, format!("`{name}` depends on this"));
            }
        }
    }
}
