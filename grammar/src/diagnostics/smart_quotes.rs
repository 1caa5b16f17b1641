//! Typographic quotes where quotes are meant.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place, Severity};

/// A typographic quote or a no-break space stands where YAML or an expression wants a plain one.
///
/// They come along when text is copied from a document. `“false”` is a text of seven characters, and true.
///
/// ```yaml warning
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: “Hello”
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "yaml", since = "0.1")]
pub struct SmartQuotes {
    /// The first of them.
    pub place: Place,
    /// What it is.
    pub character: char,
    /// All of them, with what would be right.
    pub edits: Vec<(Place, String)>,
    /// Where they stand.
    pub inside: Inside,
}

/// Where typographic quotes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Around a value, which has them then.
    Value,
    /// In an expression, which cannot be read then.
    Expression,
}

impl Explain for SmartQuotes {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.character {
            '\u{a0}' => "a no-break space is no space in an expression".into(),
            quote => format!("`{quote}` is not a quote in YAML or in expressions"),
        }
    }

    fn details(&self, out: &mut Details) {
        let edits = self.edits.iter().map(|(place, text)| Edit { place: *place, text: text.clone() });
        out.edits(Applicability::Safe, "use plain ones", edits.collect());
        if self.inside == Inside::Expression {
            out.severity(Severity::Error);
        }
    }
}
