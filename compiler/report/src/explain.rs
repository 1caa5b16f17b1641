//! How a kind of mistake puts itself into words: what every declared diagnostic implements.

use crate::diagnostic::{Applicability, Code, Confidence, Diagnostic, Edit, Fix, Label, Severity};
use crate::source::Place;

/// A type that stands for one kind of mistake; `#[derive(Diagnostic)]` writes this from its name and docs.
pub trait Declared {
    /// The identity of the kind.
    const CODE: &'static Code;
}

/// Puts one mistake into words.
///
/// Whatever implements this converts into a [`Diagnostic`], so `report.add(UnknownType { .. })` is all
/// the place that finds it has to say.
pub trait Explain: Declared {
    /// The exact token that is wrong.
    fn place(&self) -> Place;

    /// One line that stands alone: lower case, no full stop, names in backticks.
    fn message(&self) -> String;

    /// Everything beyond the message: words at the place, reasons elsewhere, notes, fixes.
    fn details(&self, out: &mut Details) {
        let _ = out;
    }
}

/// Collects what [`Explain::details`] has to say.
#[derive(Debug)]
pub struct Details {
    severity: Severity,
    confidence: Confidence,
    label: String,
    secondary: Vec<Label>,
    notes: Vec<String>,
    fixes: Vec<Fix>,
}

impl Details {
    /// What is said at the primary place itself.
    pub fn label(&mut self, message: impl Into<String>) -> &mut Self {
        self.label = message.into();
        self
    }

    /// A reason that stands elsewhere.
    pub fn secondary(&mut self, place: Place, message: impl Into<String>) -> &mut Self {
        self.secondary.push(Label { place, message: message.into() });
        self
    }

    /// A further line.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(note.into());
        self
    }

    /// An edit that may be applied unseen: replaces `place` by `text`.
    pub fn fix(&mut self, message: impl Into<String>, place: Place, text: impl Into<String>) -> &mut Self {
        self.edits(Applicability::Safe, message, vec![Edit { place, text: text.into() }])
    }

    /// An edit that a person looks at first: replaces `place` by `text`.
    pub fn suggest(&mut self, message: impl Into<String>, place: Place, text: impl Into<String>) -> &mut Self {
        self.edits(Applicability::Suggestion, message, vec![Edit { place, text: text.into() }])
    }

    /// Several edits that belong together; none overlap.
    pub fn edits(&mut self, applicability: Applicability, message: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fixes.push(Fix { message: message.into(), applicability, edits });
        self
    }

    /// Weighs this one differently from what its kind is by default.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Says that the finding is not certain; it is, unless said.
    pub fn confidence(&mut self, confidence: Confidence) -> &mut Self {
        self.confidence = confidence;
        self
    }
}

impl<T: Explain> From<T> for Diagnostic {
    fn from(mistake: T) -> Self {
        let mut details = Details {
            severity: T::CODE.severity,
            confidence: Confidence::High,
            label: String::new(),
            secondary: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        };
        mistake.details(&mut details);
        Self {
            code: T::CODE,
            severity: details.severity,
            confidence: details.confidence,
            message: mistake.message(),
            primary: Label { place: mistake.place(), message: details.label },
            secondary: details.secondary,
            notes: details.notes,
            fixes: details.fixes,
        }
    }
}
