//! Why an evaluation stopped.

use super::Limit;
use crate::Text;
use crate::template::At;

/// Why an evaluation stopped; one pointer wide, since most evaluations do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    kind: ErrorKind,
    message: String,
    at: Option<At>,
    catch: Catch,
}

/// Whether `??` still sees what is undefined.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Catch {
    Open,
    Closed,
}

/// What kind of error it is: decides what `??` and `default` catch.
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorKind {
    /// A name or attribute that is not there: caught by `??`, `???`, `default` and `is defined`.
    Undefined {
        /// What was looked for.
        name: Text,
    },
    /// Anything else.
    Failed,
    /// A limit was reached.
    Limit(Limit),
}

impl Error {
    /// A failure, in one line.
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind: ErrorKind::Failed, message: message.into(), at: None, catch: Catch::Open }))
    }

    /// A name or attribute that is not there.
    pub fn undefined(name: impl Into<Text>) -> Self {
        let name = name.into();
        Self(Box::new(Inner {
            kind: ErrorKind::Undefined { name },
            message: String::new(),
            at: None,
            catch: Catch::Open,
        }))
    }

    /// A limit was reached; the message says how to raise it.
    pub fn limit(limit: Limit, message: impl std::fmt::Display) -> Self {
        let message = format!("{message}; `expressions.{}` in `lanner.yaml` raises the limit", limit.key());
        Self(Box::new(Inner { kind: ErrorKind::Limit(limit), message, at: None, catch: Catch::Open }))
    }

    /// The same at a place in the template, where it had none.
    #[must_use]
    pub fn or_at(mut self, at: At) -> Self {
        self.0.at.get_or_insert(at);
        self
    }

    /// The same without a place: that was one in another text.
    #[must_use]
    pub(super) fn without_place(mut self) -> Self {
        self.0.at = None;
        self
    }

    /// The same, no longer seen by `??`: arithmetic over an undefined name is just wrong.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.0.catch = Catch::Closed;
        self
    }

    /// What kind it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Whether `??` catches it.
    pub fn is_undefined(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Undefined { .. }) && self.0.catch == Catch::Open
    }

    /// Where in the template's source.
    pub fn at(&self) -> Option<At> {
        self.0.at
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0.kind {
            ErrorKind::Undefined { name } if self.0.message.is_empty() => write!(out, "`{name}` is not defined"),
            ErrorKind::Undefined { .. } | ErrorKind::Failed | ErrorKind::Limit(_) => out.write_str(&self.0.message),
        }
    }
}

impl std::error::Error for Error {}
