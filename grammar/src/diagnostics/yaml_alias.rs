//! Aliases, which Kestra does not follow.

use std::sync::Arc;

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place, Severity, Source};

use crate::yaml::{Node, NodeKind};

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
///     message: "{{ vars.again }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "yaml", since = "0.1")]
pub struct YamlAlias {
    place: Place,
    name: Arc<str>,
    anchor: Option<Place>,
    inline: Option<String>,
}

impl YamlAlias {
    /// The alias at `place`, whose anchor stands at another place and names a node.
    pub(crate) fn new(
        source: &Source,
        name: &Arc<str>,
        place: Place,
        anchor: Option<Place>,
        target: &Option<Arc<Node>>,
    ) -> Self {
        let inline = target.as_ref().and_then(|node| match &node.kind {
            NodeKind::Scalar(_) | NodeKind::List(_) | NodeKind::Map(_) => {
                let text = source.slice(node.span);
                let block = text.starts_with(['|', '>']) || text.contains(['\n', '\r']);
                (!block && !matches!(node.kind, NodeKind::Map(_) if !text.starts_with('{'))).then(|| text.to_owned())
            }
            NodeKind::Alias(_) | NodeKind::Missing => None,
        });
        Self { place, name: name.clone(), anchor, inline }
    }
}

impl Explain for YamlAlias {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.anchor {
            Some(_) => "aliases are not expanded when Kestra loads a flow; write the value out".into(),
            None => format!("no anchor `&{}` comes before this alias", self.name),
        }
    }

    fn details(&self, out: &mut Details) {
        match self.anchor {
            Some(anchor) => out.secondary(anchor, "it stands for this"),
            None => out.severity(Severity::Error),
        };
        if let Some(inline) = &self.inline {
            let edit = Edit { place: self.place, text: inline.clone() };
            out.edits(Applicability::Safe, "write the value out", vec![edit]);
        }
    }
}
