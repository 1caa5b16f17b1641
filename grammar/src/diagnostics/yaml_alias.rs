//! Aliases, which Kestra does not follow.

use std::sync::Arc;

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A value is an alias of another.
///
/// Kestra's reader hands on the name of an alias instead of the value it stands for, and does not merge what
/// `<<` names. Lanner reads both as YAML means them, so a flow with aliases runs here and nowhere else.
///
/// ```yaml warning
/// id: greet
/// namespace: demo
/// variables:
///   greeting: &greeting Hello
///   again: *greeting
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ vars.greeting }} {{ vars.again }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "yaml", since = "0.1")]
pub struct YamlAlias {
    /// The alias.
    pub place: Place,
    /// Its name without `*`.
    pub name: Arc<str>,
    /// What it names.
    pub names: Names,
}

/// What an alias names.
#[derive(Clone, Debug)]
pub enum Names {
    /// A value whose anchor stands there, and how it is written where that is one line.
    Value(Place, Option<String>),
    /// The value it stands in, whose anchor stands there.
    ItsOwn(Place),
    /// Nothing: no such anchor comes before it.
    Nothing,
}

impl Explain for YamlAlias {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.names {
            Names::Value(..) => "aliases are not expanded when Kestra loads a flow; write the value out".into(),
            Names::ItsOwn(_) => format!("`*{}` stands inside the value it stands for", self.name),
            Names::Nothing => format!("no anchor `&{}` comes before this alias", self.name),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.names {
            Names::Value(anchor, written) => {
                out.secondary(*anchor, "it stands for this");
                if let Some(written) = written {
                    out.fix("write the value out", self.place, written);
                }
            }
            Names::ItsOwn(anchor) => {
                out.secondary(*anchor, "it stands for this").severity(Severity::Error);
            }
            Names::Nothing => {
                out.severity(Severity::Error);
            }
        }
    }
}
