//! An argument of a kind that a filter does not accept.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use super::argument::Argument;

/// A filter is given an argument of a kind that it never accepts.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.debug.Return
///     format: "{{ 'a.b' | replace('.', '_') }}"
///   - id: use
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.show.value }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct FilterArgumentType {
    /// What is wrong, and where.
    pub argument: Argument,
}

impl Explain for FilterArgumentType {
    fn place(&self) -> Place {
        self.argument.place
    }

    fn message(&self) -> String {
        self.argument.message()
    }

    fn details(&self, out: &mut Details) {
        self.argument.offer(out);
    }
}
