//! A call inside a text.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A function is called inside the quotes of a text, where it is not called at all.
///
/// Join texts and calls with `~`: `'Bearer ' ~ secret('TOKEN')`.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ 'today is now()' | upper }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "expressions", since = "0.1")]
pub struct CallInStringLiteral {
    /// The function.
    pub function: String,
    /// Where its name stands.
    pub place: Place,
}

impl Explain for CallInStringLiteral {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` stands inside a text and is not called; join it with `~`", self.function)
    }

    fn details(&self, out: &mut Details) {
        out.note(format!("write `'text ' ~ {}(…)`", self.function));
    }
}
