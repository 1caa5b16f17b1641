//! What is passed to a flow, and what it wants.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// What is passed to a flow does not fit the inputs it declares.
///
/// An input that is required and not passed fails the task; one that is not declared is dropped with a line in
/// the log.
///
/// ```yaml file
/// id: child
/// namespace: company.team
/// inputs:
///   - id: user
///     type: STRING
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.user }}"
/// ```
///
/// ```yaml error
/// id: parent
/// namespace: company.team
/// tasks:
///   - id: child
///     type: io.kestra.plugin.core.flow.Subflow
///     namespace: company.team
///     flowId: child
///     inputs:
///       user: Ada
///       country: UK
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "subflows", since = "0.1")]
pub struct SubflowInputMismatch {
    /// The flow that is started.
    pub flow: String,
    /// Where it does not fit.
    pub place: Place,
    /// What does not fit.
    pub misfit: Misfit,
    /// What the flow declares, and where.
    pub declared: Vec<String>,
    /// Where that stands.
    pub declared_place: Option<Place>,
}

/// What does not fit.
#[derive(Clone, Debug)]
pub enum Misfit {
    /// An input that is not declared.
    Unknown {
        /// Its name.
        name: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// Inputs that are required and not passed.
    Missing(Vec<String>),
    /// A value that is none of the type.
    Value {
        /// The input.
        name: String,
        /// What is wrong, in words.
        expected: String,
    },
}

impl Explain for SubflowInputMismatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let flow = &self.flow;
        match &self.misfit {
            Misfit::Unknown { name, .. } if self.declared.is_empty() => {
                format!("`{flow}` has no input `{name}`: it has none")
            }
            Misfit::Unknown { name, .. } => {
                format!("`{flow}` has no input `{name}`; it has {}", words::list(&self.declared))
            }
            Misfit::Missing(names) => format!("`{flow}` requires {}, which is not passed", words::list(names)),
            Misfit::Value { name, expected } => format!("`{name}` of `{flow}` wants {expected}"),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(place) = self.declared_place {
            out.secondary(place, "declared here");
        }
        if let Misfit::Unknown { nearest: Some(nearest), .. } = &self.misfit {
            out.suggest(format!("pass `{nearest}`"), self.place, nearest);
        }
    }
}
