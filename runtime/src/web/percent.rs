//! Percent-encoding of paths and queries (RFC 3986 §2.1).

use std::borrow::Cow;

pub use plan::percent::encode;

/// What `+` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plus {
    /// Itself, as in paths.
    Literal,
    /// A space, as in queries and forms.
    Space,
}

/// Decodes percent escapes; `None` where an escape is broken or the result is not UTF-8.
pub fn decode(text: &str, plus: Plus) -> Option<Cow<'_, str>> {
    if !text.bytes().any(|byte| byte == b'%' || (byte == b'+' && plus == Plus::Space)) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'%' => {
                let [high, low, tail @ ..] = rest else { return None };
                bytes.push(digit(*high)? << 4 | digit(*low)?);
                rest = tail;
            }
            b'+' if plus == Plus::Space => bytes.push(b' '),
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_it_encodes() {
        for text in ["", "plain", "a b/c?d=e&f", "100 %", "naïve 文字", "kestra:///a/b.c"] {
            assert_eq!(decode(&encode(text), Plus::Space).as_deref(), Some(text));
        }
    }

    #[test]
    fn refuses_broken_escapes_and_other_encodings() {
        for text in ["%", "%4", "%zz", "%ff", "%c3%28"] {
            assert_eq!(decode(text, Plus::Literal), None, "{text}");
        }
    }

    #[test]
    fn plus_is_a_space_only_in_queries() {
        assert_eq!(decode("a+b%20c", Plus::Space).as_deref(), Some("a b c"));
        assert_eq!(decode("a+b%20c", Plus::Literal).as_deref(), Some("a+b c"));
    }
}
