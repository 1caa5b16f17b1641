//! Text that is no YAML.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Fix, Label, Place};

/// The text is no YAML.
///
/// A tab as indentation, a quote or bracket that is never closed, a `:` without a space behind it, a line that
/// is indented by the wrong number of spaces. What the rest of the file says is checked all the same.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "yaml", since = "0.1")]
pub struct YamlSyntax {
    place: Place,
    mistake: SyntaxMistake,
    reasons: Vec<Label>,
    fixes: Vec<Fix>,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxMistake {
    /// A list or a map as a key.
    KeyIsNoText,
    /// Something that cannot stand where it stands.
    Unreadable,
}

impl YamlSyntax {
    /// A mistake at a place.
    pub(crate) fn new(place: Place, mistake: SyntaxMistake) -> Self {
        Self { place, mistake, reasons: Vec::new(), fixes: Vec::new() }
    }

    /// Shows a place that is the reason.
    pub(crate) fn because(mut self, place: Place, message: &str) -> Self {
        self.reasons.push(Label { place, message: message.to_owned() });
        self
    }

    /// Adds a way to mend it.
    pub(crate) fn fix(mut self, applicability: Applicability, message: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { message: message.into(), applicability, edits });
        self
    }
}

impl Explain for YamlSyntax {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.mistake {
            SyntaxMistake::KeyIsNoText => "a key must be text".into(),
            SyntaxMistake::Unreadable => "this cannot stand here".into(),
        }
    }

    fn details(&self, out: &mut Details) {
        for reason in &self.reasons {
            out.secondary(reason.place, &reason.message);
        }
        for fix in &self.fixes {
            out.edits(fix.applicability, &fix.message, fix.edits.clone());
        }
    }
}
