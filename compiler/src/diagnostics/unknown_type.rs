//! A `type` that the catalogue does not know.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::words;

/// A `type` is not in the catalogue.
///
/// The name may be misspelt, or belong to a plugin that is not described yet. Types of your own are
/// described in a JSON file that `lanner.yaml` names.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Lgo
///     message: Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct UnknownType {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The nearest known name.
    pub nearest: Option<String>,
    /// What it is instead, and what stands here, where it is known as something else.
    pub misplaced: Option<(&'static str, &'static str)>,
}

impl Explain for UnknownType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.misplaced {
            Some((is, wanted)) => {
                let (is, wanted) = (words::with_article(is), words::with_article(wanted));
                format!("`{}` is {is}, and {wanted} is wanted here", self.name)
            }
            None => match &self.nearest {
                Some(nearest) => format!("unknown type `{}`; did you mean `{nearest}`?", self.name),
                None => format!("unknown type `{}`", self.name),
            },
        }
    }

    fn details(&self, out: &mut Details) {
        match self.misplaced {
            Some((is, _)) => out.label(format!("the type of {}", words::with_article(is))),
            None => out.label("not in the catalogue"),
        };
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
    }
}

#[cfg(test)]
mod tests {
    use report::{Diagnostic, FileId, Severity, Span};

    use super::*;

    #[test]
    fn the_declaration_is_the_documentation() {
        let place = Place { file: FileId(0), span: Span::new(4, 8) };
        let found: Diagnostic =
            UnknownType { name: "Lgo".into(), place, nearest: Some("Log".into()), misplaced: None }.into();
        assert_eq!((found.code.name, found.severity), ("unknown-type", Severity::Error));
        assert_eq!(found.code.summary, "A `type` is not in the catalogue");
        assert_eq!(found.message, "unknown type `Lgo`; did you mean `Log`?");
        assert_eq!(found.fixes[0].edits[0].text, "Log");
    }
}
