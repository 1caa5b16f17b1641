//! Where in an expression a place is, however much of the expression is typed yet.

use std::ops::Range;

/// What an author is about to write, or has written, at a place in an expression. Ranges are bytes of the
/// text the expression stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// A name: of a value or a function.
    Name(Range<usize>),
    /// A key of a value: behind a dot, or in brackets and quotes.
    Key { of: Path, range: Range<usize>, notation: Notation },
    /// A filter, behind `|`.
    Filter(Range<usize>),
    /// A test, behind `is`.
    Test(Range<usize>),
    /// The first argument of a function, as text in quotes.
    Argument { function: String, range: Range<usize> },
}

/// How a key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// `.key`; the dot stands at this byte.
    Dot(usize),
    /// `['key']`
    Brackets,
}

/// A root name and keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) root: String,
    /// The keys; `None` where one is computed.
    pub(crate) keys: Vec<Option<String>>,
}

/// What a place in a text is about; `None` outside of expressions, and where nothing can be said.
pub(crate) fn context(text: &str, offset: usize) -> Option<Context> {
    let start = opening(text, offset)?;
    let inside = &text[start..offset];
    let behind = text[offset..].find(|it: char| !is_word(it)).unwrap_or(text.len() - offset);
    if let Some((quote, at)) = open_string(inside) {
        let range = start + at + 1..offset + text[offset..].find(quote).unwrap_or(behind);
        let before = inside[..at].trim_end();
        if let Some(before) = before.strip_suffix('[') {
            return Some(Context::Key { of: path(before)?, range, notation: Notation::Brackets });
        }
        let before = before.strip_suffix('(')?;
        let function = before[word_start(before)..].to_owned();
        return (!function.is_empty()).then_some(Context::Argument { function, range });
    }
    let word = word_start(inside);
    let range = start + word..offset + behind;
    let before = &inside[..word];
    if let Some(before) = before.strip_suffix('.') {
        if before.ends_with('.') {
            return Some(Context::Name(range));
        }
        return Some(Context::Key { of: path(before)?, range, notation: Notation::Dot(start + word - 1) });
    }
    let before = before.trim_end();
    if before.ends_with('|') && !before.ends_with("||") {
        return Some(Context::Filter(range));
    }
    let last = &before[word_start(before)..];
    let negated = before.strip_suffix("not").map(str::trim_end).is_some_and(|before| before.ends_with(" is"));
    if last == "is" || negated {
        return Some(Context::Test(range));
    }
    // Behind an operand only an operator can follow.
    let operand = before.ends_with([')', ']', '}', '"', '\'']) || before.ends_with(is_word) && !is_operator(last);
    let number = inside[word..].starts_with(|it: char| it.is_ascii_digit());
    (!operand && !number).then_some(Context::Name(range))
}

/// Where the `{{` or `{%` that a place is in leaves off.
fn opening(text: &str, offset: usize) -> Option<usize> {
    let before = text.get(..offset)?;
    let start = [before.rfind("{{"), before.rfind("{%")].into_iter().flatten().max()?;
    let closer = if before[start..].starts_with("{{") { "}}" } else { "%}" };
    let inside = &before[start + 2..];
    (!inside.contains(closer)).then_some(start + 2)
}

/// A string that is not closed before the end, and where it begins.
fn open_string(text: &str) -> Option<(char, usize)> {
    let mut open = None;
    for (at, it) in text.char_indices() {
        match open {
            Some((quote, _)) if it == quote => open = None,
            None if matches!(it, '"' | '\'') => open = Some((it, at)),
            Some(_) | None => {}
        }
    }
    open
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

fn word_start(text: &str) -> usize {
    text.len() - text.chars().rev().take_while(|it| is_word(*it)).map(char::len_utf8).sum::<usize>()
}

fn is_operator(word: &str) -> bool {
    matches!(
        word,
        "and" | "or" | "not" | "contains" | "equals" | "isIn" | "in" | "if" | "elseif" | "set" | "" | "for" | "print"
    )
}

/// The root name and the keys that a text ends with.
fn path(text: &str) -> Option<Path> {
    let mut keys = Vec::new();
    let mut rest = text;
    loop {
        if let Some(before) = rest.strip_suffix(']') {
            let open = matching(before)?;
            let inside = before[open + 1..].trim();
            let quoted = ['"', '\''].iter().find_map(|quote| inside.strip_prefix(*quote)?.strip_suffix(*quote));
            keys.push(quoted.map(str::to_owned));
            rest = &before[..open];
            continue;
        }
        let word = word_start(rest);
        if word == rest.len() {
            return None;
        }
        let name = rest[word..].to_owned();
        match rest[..word].strip_suffix('.') {
            Some(before) => {
                keys.push(Some(name));
                rest = before;
            }
            None => {
                keys.reverse();
                return Some(Path { root: name, keys });
            }
        }
    }
}

/// The bracket that opens what the text is in.
fn matching(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, it) in text.char_indices().rev() {
        match it {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<Context> {
        let offset = text.find('$').expect("a place");
        context(&text.replace('$', ""), offset)
    }

    fn key(root: &str, keys: &[Option<&str>], range: Range<usize>, notation: Notation) -> Option<Context> {
        let keys = keys.iter().map(|key| key.map(str::to_owned)).collect();
        Some(Context::Key { of: Path { root: root.into(), keys }, range, notation })
    }

    #[test]
    fn what_is_being_written_is_known() {
        assert_eq!(at("a {{ $"), Some(Context::Name(5..5)));
        assert_eq!(at("{{ in$puts }}"), Some(Context::Name(3..9)));
        assert_eq!(at("{{ a }} $"), None);
        assert_eq!(at("{{ a $ }}"), None);
        assert_eq!(at("{{ a and $"), Some(Context::Name(9..9)));
        assert_eq!(at("{{ a | up$ }}"), Some(Context::Filter(7..9)));
        assert_eq!(at("{{ a is not de$"), Some(Context::Test(12..14)));
        assert_eq!(at("{{ secret('A$') }}"), Some(Context::Argument { function: "secret".into(), range: 11..12 }));
        assert_eq!(at("{% for x in $ %}"), Some(Context::Name(12..12)));
        assert_eq!(at("{{ 1$"), None);
        assert_eq!(at("{{ (a ?? $"), Some(Context::Name(9..9)));
    }

    #[test]
    fn keys_know_what_they_are_keys_of() {
        assert_eq!(at("{{ outputs.$"), key("outputs", &[], 11..11, Notation::Dot(10)));
        assert_eq!(at("{{ a.b.c$d }}"), key("a", &[Some("b")], 7..9, Notation::Dot(6)));
        assert_eq!(at("{{ a['b-c'].$"), key("a", &[Some("b-c")], 12..12, Notation::Dot(11)));
        assert_eq!(at("{{ a[taskrun.value].$"), key("a", &[None], 20..20, Notation::Dot(19)));
        assert_eq!(at("{{ outputs['$"), key("outputs", &[], 12..12, Notation::Brackets));
        assert_eq!(at("{{ f(x).$"), None);
    }
}
