//! Defaults for a type that the flow does not use.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// An entry of `pluginDefaults` is for a type that nothing in the flow has.
///
/// An entry is for all types whose names begin with its `type`. A `pluginDefaultsRef` that names no entry is an
/// error.
///
/// ```yaml hint 1.3
/// id: load
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// pluginDefaults:
///   - type: io.kestra.plugin.aws
///     values:
///       region: eu-central-1
/// ```
///
/// ```yaml error 1.3
/// id: load
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
///     pluginDefaultsRef: quiet
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "structure", since = "0.1")]
pub struct PluginDefaultNoMatch {
    /// Where it stands.
    pub place: Place,
    /// What does not match.
    pub what: Unmatched,
}

/// What does not match.
#[derive(Clone, Debug)]
pub enum Unmatched {
    /// Nothing has the type.
    Type {
        /// The type, or its beginning.
        name: String,
    },
    /// None of the types has the property.
    Property {
        /// The property.
        name: String,
        /// The beginning of the types.
        of: String,
    },
    /// No entry has the name.
    Reference {
        /// The name.
        name: String,
        /// Those there are.
        known: Vec<String>,
    },
}

impl Explain for PluginDefaultNoMatch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.what {
            Unmatched::Type { name } => format!("nothing in this flow is of type `{name}`"),
            Unmatched::Property { name, of } => format!("nothing of type `{of}` in this flow has a property `{name}`"),
            Unmatched::Reference { name, known } if known.is_empty() => {
                format!("no entry of `pluginDefaults` has the ref `{name}`")
            }
            Unmatched::Reference { name, known } => {
                format!("no entry of `pluginDefaults` has the ref `{name}`; there are {}", crate::words::list(known))
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match self.what {
            Unmatched::Type { .. } | Unmatched::Property { .. } => {}
            Unmatched::Reference { .. } => {
                out.severity(Severity::Error);
            }
        }
    }
}
