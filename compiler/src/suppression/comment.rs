//! What a comment says to Lanner: `lanner: allow(unknown-type, unused-input) they come with the next release`.

use grammar::yaml::Comment;
use report::Span;

/// The words that can stand behind `lanner:`.
pub(super) const WORDS: &[&str] = &["allow", "allow-file", "expect"];

/// A comment that speaks to Lanner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It lets findings pass.
    Allow(Allow),
    /// It asks for something that there is not.
    Unknown {
        /// What it asks for.
        word: Named,
        /// All of it.
        comment: Span,
    },
}

/// A comment that lets findings pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Allow {
    /// How far it reaches.
    pub(super) scope: Scope,
    /// Whether it is wrong for it to be without effect.
    pub(super) expected: bool,
    /// What may pass.
    pub(super) codes: Vec<Named>,
    /// Why.
    pub(super) reason: String,
    /// All of it.
    pub(super) comment: Span,
}

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// What begins at its line or the next.
    Here,
    /// The whole file.
    File,
}

/// A name in a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) span: Span,
    /// Whether it had an effect.
    pub(super) used: bool,
}

impl Written {
    pub(super) fn scope(&self) -> Scope {
        match self {
            Self::Allow(allow) => allow.scope,
            Self::Unknown { .. } => Scope::Here,
        }
    }
}

/// Reads a comment; `None` where it does not speak to Lanner.
pub(super) fn read(comment: &Comment) -> Option<Written> {
    let text = &*comment.text;
    let begin = comment.span.end as usize - text.len();
    let rest = text.trim_start().strip_prefix("lanner:")?;
    let at = |part: &str| begin + (part.as_ptr() as usize - text.as_ptr() as usize);
    let named = |name: &str| {
        let start = at(name);
        Named { name: name.to_owned(), span: Span::new(start, start + name.len()), used: false }
    };
    let rest = rest.trim_start();
    let length = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '-').unwrap_or(rest.len());
    let (word, rest) = rest.split_at(length);
    let list = rest.trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let unknown = || Written::Unknown { word: named(word), comment: comment.span };
    let Some((list, reason)) = list.filter(|_| WORDS.contains(&word)) else { return Some(unknown()) };
    let codes: Vec<Named> = list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(named).collect();
    if codes.is_empty() {
        return Some(unknown());
    }
    Some(Written::Allow(Allow {
        scope: if word == "allow-file" { Scope::File } else { Scope::Here },
        expected: word == "expect",
        codes,
        reason: reason.trim_matches(|letter: char| letter.is_whitespace() || ":-–—".contains(letter)).to_owned(),
        comment: comment.span,
    }))
}

#[cfg(test)]
mod tests {
    use grammar::yaml::Placement;

    use super::*;

    fn read(text: &str) -> Option<Written> {
        let span = Span::new(10, 10 + 1 + text.len());
        super::read(&Comment { span, text: text.into(), placement: Placement::OwnLine })
    }

    #[test]
    fn codes_have_their_places() {
        let Some(Written::Allow(allow)) = read(" lanner: allow(a-b, c) because") else { panic!("it allows") };
        let codes: Vec<_> = allow.codes.iter().map(|code| (code.name.as_str(), code.span)).collect();
        assert_eq!(codes, [("a-b", Span::new(26, 29)), ("c", Span::new(31, 32))]);
        assert_eq!((allow.reason.as_str(), allow.scope, allow.expected), ("because", Scope::Here, false));
    }

    #[test]
    fn other_comments_say_nothing() {
        assert_eq!(read(" a note"), None);
        assert_eq!(read(" see lanner: allow(x)"), None);
    }

    #[test]
    fn what_cannot_be_read_is_kept() {
        for text in [" lanner: alow(x)", " lanner: allow x", " lanner: allow()", " lanner:"] {
            assert!(matches!(read(text), Some(Written::Unknown { .. })), "{text}");
        }
    }
}
