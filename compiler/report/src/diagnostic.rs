//! What can be said about a place: facts for a machine, words for a person, edits that mend it.

use serde::{Deserialize, Serialize};

use crate::source::{Place, Span};

/// How bad it is, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot work.
    Error,
    /// It works for some inputs, or does what was hardly meant.
    Warning,
    /// The author may know better.
    Info,
    /// Shown faintly in an editor, and not in CI.
    Hint,
}

impl Severity {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }
}

/// How sure the finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Decided from the text.
    High,
    /// Very likely.
    Medium,
    /// A guess worth a look.
    Low,
}

/// A kind of diagnostic: its identity, and what `explain` says of it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// Kebab case, never reused: `unknown-type`.
    pub name: &'static str,
    /// How bad it is unless configured otherwise.
    pub severity: Severity,
    /// One line for lists.
    pub summary: &'static str,
    /// Markdown for `explain`; its examples are compiled by a test.
    pub doc: &'static str,
    /// The group it is configured by: `references`, `security`, …
    pub group: &'static str,
    /// Since which version of Lanner.
    pub since: &'static str,
}

/// One mistake, said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake.
    pub code: &'static Code,
    /// How bad it is here.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// One line that stands alone.
    pub message: String,
    /// The exact token.
    pub primary: Label,
    /// The reasons.
    pub secondary: Vec<Label>,
    /// Further lines.
    pub notes: Vec<String>,
    /// Edits that mend it, best first.
    pub fixes: Vec<Fix>,
}

/// A place and what is said there; the text may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What.
    pub message: String,
}

/// An edit that mends a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub message: String,
    /// Whether it may be applied unseen.
    pub applicability: Applicability,
    /// The edits; none overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// An edit that keeps the meaning, or does what was obviously meant.
    pub fn safe(message: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self { message: message.into(), applicability: Applicability::Safe, edits: edits.into() }
    }

    /// An edit that changes behaviour.
    pub fn changing(message: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self { message: message.into(), applicability: Applicability::Unsafe, edits: edits.into() }
    }

    /// An edit that needs a person's choice.
    pub fn suggestion(message: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self { message: message.into(), applicability: Applicability::Suggestion, edits: edits.into() }
    }
}

/// Whether a fix may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Keeps the meaning, or is obviously what was meant.
    Safe,
    /// Changes behaviour.
    Unsafe,
    /// Needs a person's choice.
    Suggestion,
}

/// Replaces a place by a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub place: Place,
    /// What takes its place.
    pub text: String,
}

impl Edit {
    /// Puts a text where another stands.
    pub fn replace(place: Place, text: impl Into<String>) -> Self {
        Self { place, text: text.into() }
    }

    /// Puts a text in front of a place.
    pub fn insert(before: Place, text: impl Into<String>) -> Self {
        let span = Span { start: before.span.start, end: before.span.start };
        Self { place: Place { file: before.file, span }, text: text.into() }
    }

    /// Puts a text behind a place.
    pub fn append(after: Place, text: impl Into<String>) -> Self {
        let span = Span { start: after.span.end, end: after.span.end };
        Self { place: Place { file: after.file, span }, text: text.into() }
    }

    /// Takes a place out.
    pub fn remove(place: Place) -> Self {
        Self { place, text: String::new() }
    }
}
