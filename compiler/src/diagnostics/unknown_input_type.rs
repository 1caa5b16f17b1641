//! An input of a type that does not exist.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// The type of an input or output does not exist.
///
/// Types are written in capitals: `STRING`, `INT`, `FLOAT`, `BOOL`, `SELECT`, `FILE`, …
///
/// ```yaml error
/// id: greet
/// namespace: company.team
/// inputs:
///   - id: user
///     type: TEXT
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "hello {{ inputs.user }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "inputs", since = "0.1")]
pub struct UnknownInputType {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The types there are.
    pub types: Vec<&'static str>,
    /// What was probably meant.
    pub nearest: Option<&'static str>,
}

impl Explain for UnknownInputType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.nearest {
            Some(nearest) => format!("unknown input type `{}`; did you mean `{nearest}`?", self.name),
            None => format!("unknown input type `{}`", self.name),
        }
    }

    fn details(&self, out: &mut Details) {
        out.note(format!("types: {}", words::all(self.types.iter().copied())));
        if let Some(nearest) = self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
    }
}
