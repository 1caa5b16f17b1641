//! Arguments that a filter, function or test does not have, or lacks.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A filter, function or test is called with too many arguments, with one it does not know, or without one it needs.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ now() | dateAdd(1) }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "expressions", since = "0.1")]
pub struct CallArguments {
    /// What is called.
    pub function: &'static str,
    /// The argument, or the name of what is called where one is missing.
    pub place: Place,
    /// How they do not fit.
    pub problem: Misfit,
    /// The parameters in order.
    pub parameters: Vec<&'static str>,
}

/// How arguments do not fit.
#[derive(Clone, Debug)]
pub enum Misfit {
    /// There are more than parameters.
    TooMany(usize),
    /// No parameter has this name.
    Unknown(String),
    /// This parameter needs a value.
    Missing(&'static str),
    /// This parameter needs a value, since there are several to choose from.
    Several {
        /// The parameter.
        parameter: &'static str,
        /// What there is.
        choice: Vec<String>,
    },
}

impl Explain for CallArguments {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let function = self.function;
        let has = match self.parameters.len() {
            0 => "takes none".to_owned(),
            _ => format!("takes {}", words::list(&self.parameters)),
        };
        match &self.problem {
            Misfit::TooMany(given) => format!("`{function}` is given {given} arguments and {has}"),
            Misfit::Unknown(name) => format!("`{function}` has no argument `{name}`; it {has}"),
            Misfit::Missing(name) => format!("`{function}` needs `{name}`"),
            Misfit::Several { parameter, choice } => {
                format!("`{function}` needs `{parameter}` here: it may be {}", words::list(choice))
            }
        }
    }

    fn details(&self, out: &mut Details) {
        if let Misfit::Unknown(name) = &self.problem
            && let Some(nearest) = words::nearest(name, self.parameters.iter().copied())
        {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
        if matches!(self.problem, Misfit::Missing(_)) && self.parameters.len() > 1 {
            out.note(format!("its arguments are {}", words::list(&self.parameters)));
        }
    }
}
