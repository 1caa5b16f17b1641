//! A condition that always has one outcome.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A condition reads nothing, or reads what always counts as true.
///
/// A condition is rendered to text: empty, `false`, `0` and `-0` count as false, and everything else as true, also
/// `[]`, `{}` and `no`.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: gate
///     type: io.kestra.plugin.core.flow.If
///     condition: "{{ 1 == 1 }}"
///     then:
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: always
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct ConstantCondition {
    /// The condition.
    pub place: Place,
    /// Why it never changes.
    pub reason: Constant,
}

/// Why a condition never changes.
#[derive(Clone, Debug)]
pub enum Constant {
    /// It reads nothing; whether it holds.
    ReadsNothing(bool),
    /// It prints as something that is never empty; in words, and what would be asked instead.
    NeverFalse {
        /// What it is: `a list`.
        found: String,
        /// What prints where nothing is in it: `[]`.
        empty: &'static str,
        /// How it is asked whether something is in it.
        instead: Option<String>,
    },
}

impl Explain for ConstantCondition {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.reason {
            Constant::ReadsNothing(holds) => {
                let outcome = if *holds { "true" } else { "false" };
                format!("this condition reads nothing: it is always {outcome}")
            }
            Constant::NeverFalse { found, empty, instead } => {
                let instead = instead.as_ref().map(|it| format!("; use `{it}`")).unwrap_or_default();
                match *empty {
                    "" => format!("this is {found}, which always counts as true{instead}"),
                    empty => {
                        format!("this is {found}, which prints as `{empty}` when empty and counts as true{instead}")
                    }
                }
            }
        }
    }

    fn details(&self, out: &mut Details) {
        out.note("only empty text, `false`, `0` and `-0` count as false");
    }
}
