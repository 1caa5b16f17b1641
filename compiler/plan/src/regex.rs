//! Regular expressions as Java reads them: finding, replacing and splitting, within a limit on going back.

mod translate;

use std::ops::Range;
use std::sync::OnceLock;

use fancy_regex::{Captures, Error as EngineError, Regex as Engine, RegexBuilder, RuntimeError};
use translate::{Exactness, Translation, translate};

use crate::evaluate::{Error, Limit};

/// A regular expression, compiled.
pub struct Regex {
    source: String,
    backtracks: usize,
    /// For texts in which Java and the engine agree about word boundaries and the end.
    usual: Engine,
    /// For all texts; compiled when first needed.
    exact: Option<OnceLock<Result<Engine, String>>>,
    translation: Translation,
}

/// What is wrong with a regular expression, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes that are wrong.
    pub at: Range<usize>,
    /// In a few words, without the expression: `unclosed character class`.
    pub message: String,
}

impl Regex {
    /// Compiles an expression; matching may go back so many steps.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub fn compile(source: &str, backtracks: usize) -> Result<Self, Mistake> {
        let translation = translate(source, Exactness::Usual)?;
        let whole = |message: String| Mistake { at: 0..source.len(), message };
        let usual = build(&translation.text, backtracks).map_err(whole)?;
        let exact = translation.is_approximate.then(OnceLock::new);
        Ok(Self { source: source.to_owned(), backtracks, usual, exact, translation })
    }

    /// As [`Regex::compile`], with a message that names the expression.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn new(source: &str, backtracks: usize) -> Result<Self, Error> {
        Self::compile(source, backtracks)
            .map_err(|mistake| Error::new(format!("`{source}` is no regular expression: {}", mistake.message)))
    }

    fn engine(&self, text: &str) -> Result<&Engine, Error> {
        let Some(exact) = &self.exact else { return Ok(&self.usual) };
        let ends_in_line = text.ends_with(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        if text.is_ascii() && !ends_in_line {
            return Ok(&self.usual);
        }
        let made = exact.get_or_init(|| {
            let translation = translate(&self.source, Exactness::Exact).map_err(|mistake| mistake.message)?;
            build(&translation.text, self.backtracks)
        });
        made.as_ref().map_err(|message| Error::new(format!("`{}` is no regular expression: {message}", self.source)))
    }

    fn failed(&self, error: &EngineError) -> Error {
        match error {
            EngineError::RuntimeError(RuntimeError::BacktrackLimitExceeded) => Error::limit(
                Limit::Regex,
                format_args!("the regular expression `{}` goes back more than {} steps", self.source, self.backtracks),
            ),
            other => Error::new(format!("the regular expression `{}` cannot be matched: {other}", self.source)),
        }
    }

    /// Whether it matches somewhere.
    ///
    /// # Errors
    ///
    /// Where the limit is reached.
    pub fn is_found(&self, text: &str) -> Result<bool, Error> {
        self.engine(text)?.is_match(text).map_err(|error| self.failed(&error))
    }

    /// The text of a group of the first match: group 0 is the whole; `None` where nothing matches or the
    /// group took no part.
    ///
    /// # Errors
    ///
    /// Where the limit is reached, or there is no such group.
    pub fn extract<'t>(&self, text: &'t str, group: i64) -> Result<Option<&'t str>, Error> {
        let captures = self.engine(text)?.captures(text).map_err(|error| self.failed(&error))?;
        let Some(captures) = captures else { return Ok(None) };
        let index = usize::try_from(group).ok().filter(|group| *group <= self.translation.groups.len());
        let index = index
            .ok_or_else(|| Error::new(format!("the regular expression `{}` has no group {group}", self.source)))?;
        Ok(captures.get(index).map(|found| found.as_str()))
    }

    /// Replaces every match; `$1` and `${name}` stand for groups, a backslash takes the next character as it is.
    ///
    /// # Errors
    ///
    /// Where the limit is reached, or the replacement names a group that is not there.
    pub fn replace_all(&self, text: &str, replacement: &str) -> Result<String, Error> {
        let mut pieces = None;
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        self.each_match(text, |captures, found| {
            if pieces.is_none() {
                // Java looks at the replacement only where something matches.
                pieces = Some(self.replacement(replacement)?);
            }
            out.push_str(&text[copied..found.start]);
            for piece in pieces.iter().flatten() {
                match piece {
                    Piece::Text(text) => out.push_str(text),
                    Piece::Group(group) => out.push_str(captures.get(*group).map_or("", |group| group.as_str())),
                }
            }
            copied = found.end;
            Ok(Next::Continue)
        })?;
        out.push_str(&text[copied..]);
        Ok(out)
    }

    /// Splits as `String.split` does: at most `limit` parts where it is positive, and without empty parts at
    /// the end where it is zero.
    ///
    /// # Errors
    ///
    /// Where the limit on going back is reached.
    pub fn split<'t>(&self, text: &'t str, limit: i64) -> Result<Vec<&'t str>, Error> {
        let most = usize::try_from(limit).ok().filter(|most| *most > 0);
        let mut parts = Vec::new();
        let mut from = 0;
        if most != Some(1) {
            self.each_match(text, |_, found| {
                let empty_at_start = from == 0 && found.start == 0 && found.end == 0;
                if !empty_at_start {
                    parts.push(&text[from..found.start]);
                    from = found.end;
                }
                Ok(if most.is_some_and(|most| parts.len() + 1 == most) { Next::Stop } else { Next::Continue })
            })?;
        }
        if from == 0 && parts.is_empty() {
            return Ok(vec![text]);
        }
        parts.push(&text[from..]);
        if limit == 0 {
            let kept = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
            parts.truncate(kept);
        }
        Ok(parts)
    }

    /// Goes from match to match as Java's `Matcher.find`: behind an empty match it goes on one character
    /// further, and an empty match may directly follow another.
    fn each_match<'t>(
        &self,
        text: &'t str,
        mut then: impl FnMut(&Captures<'t, str>, Range<usize>) -> Result<Next, Error>,
    ) -> Result<(), Error> {
        let engine = self.engine(text)?;
        let mut from = 0;
        while from <= text.len() {
            let captures = engine.captures_from_pos(text, from).map_err(|error| self.failed(&error))?;
            let Some(captures) = captures else { break };
            let Some(whole) = captures.get(0) else { break };
            let found = whole.start()..whole.end();
            from = if found.is_empty() {
                found.end + text[found.end..].chars().next().map_or(1, char::len_utf8)
            } else {
                found.end
            };
            if matches!(then(&captures, found)?, Next::Stop) {
                break;
            }
        }
        Ok(())
    }

    fn replacement(&self, replacement: &str) -> Result<Vec<Piece>, Error> {
        let wrong = |what: String| Error::new(format!("the replacement `{replacement}` {what}"));
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut rest = replacement.char_indices().peekable();
        while let Some((_, character)) = rest.next() {
            match character {
                '\\' => match rest.next() {
                    Some((_, next)) => text.push(next),
                    None => return Err(wrong("ends with a backslash".to_owned())),
                },
                '$' => {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                    let group = match rest.next() {
                        Some((_, '{')) => {
                            let name: String =
                                rest.by_ref().map(|(_, next)| next).take_while(|next| *next != '}').collect();
                            let group = self.translation.group(&name);
                            group.ok_or_else(|| wrong(format!("names a group `{name}`, and there is none")))?
                        }
                        Some((_, first)) if first.is_ascii_digit() => {
                            let mut group = first as usize - '0' as usize;
                            if group > self.translation.groups.len() {
                                return Err(wrong(format!("names group {group}, and there is none")));
                            }
                            while let Some((_, next)) = rest.peek().filter(|(_, next)| next.is_ascii_digit()) {
                                let longer = group * 10 + (*next as usize - '0' as usize);
                                if longer > self.translation.groups.len() {
                                    break;
                                }
                                group = longer;
                                rest.next();
                            }
                            group
                        }
                        _ => {
                            return Err(wrong("has a `$` without a group: write `\\$` for the sign itself".to_owned()));
                        }
                    };
                    pieces.push(Piece::Group(group));
                }
                other => text.push(other),
            }
        }
        pieces.push(Piece::Text(text));
        Ok(pieces)
    }
}

/// Whether to look for further matches.
enum Next {
    Continue,
    Stop,
}

/// A piece of a replacement.
enum Piece {
    Text(String),
    Group(usize),
}

fn build(translated: &str, backtracks: usize) -> Result<Engine, String> {
    RegexBuilder::new(translated)
        .backtrack_limit(backtracks)
        .build()
        .map_err(|error| error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regex(source: &str) -> Regex {
        Regex::compile(source, 100_000).unwrap_or_else(|mistake| panic!("{source}: {mistake:?}"))
    }

    #[test]
    fn replacing_goes_on_as_in_java() {
        let cases = [
            ("a*", "X", "baac", "XbXXcX"),
            ("(a)(b)", "$2$1", "ab", "ba"),
            ("(?<first>a)", "<${first}>", "a", "<a>"),
            ("(a)", "$12", "a", "a2"),
            ("a", "\\$1\\\\", "a", "$1\\"),
            ("x", "$9", "a", "a"),
            ("$", "!", "a\n", "a!\n!"),
            ("\\bé", "X", "éé", "éé"),
            (".", "X", "a\u{2028}\rb", "X\u{2028}\rX"),
            ("\\Q.\\E", "-", "a.b", "a-b"),
            ("\\h+", "_", "a \tb", "a_b"),
        ];
        for (source, replacement, text, expected) in cases {
            let replaced = regex(source).replace_all(text, replacement);
            assert_eq!(replaced.as_deref(), Ok(expected), "{source} in {text:?}");
        }
        for replacement in ["$9", "$", "$x", "\\", "${nope}"] {
            assert!(regex("a").replace_all("a", replacement).is_err(), "{replacement}");
        }
    }

    #[test]
    fn splitting_drops_empty_parts_as_in_java() {
        let cases: [(&str, &str, i64, &[&str]); 12] = [
            (",", "a,b,,c,,", 0, &["a", "b", "", "c"]),
            (",", "a,b,,c,,", -1, &["a", "b", "", "c", "", ""]),
            (",", "a,b,,c,,", 2, &["a", "b,,c,,"]),
            (",", "a,b", 1, &["a,b"]),
            (".", "a.b", 0, &[]),
            (",", "", 0, &[""]),
            ("", "abc", 0, &["a", "b", "c"]),
            ("", "abc", -1, &["a", "b", "c", ""]),
            (",", ",a", 0, &["", "a"]),
            (",", ",", 0, &[]),
            ("(?=b)", "abab", 0, &["a", "ba", "b"]),
            ("x", "abc", 0, &["abc"]),
        ];
        for (source, text, limit, parts) in cases {
            assert_eq!(regex(source).split(text, limit).as_deref(), Ok(parts), "{source} in {text:?} at most {limit}");
        }
    }

    #[test]
    fn endless_searches_end() {
        let error = Regex::compile(r"(a|aa)+\1!", 10_000).expect("valid").is_found(&"a".repeat(60));
        let error = error.expect_err("goes back too often").to_string();
        assert!(error.contains("goes back more than 10000 steps") && error.contains("max-regex-backtracks"), "{error}");
    }

    #[test]
    fn groups_are_checked() {
        assert_eq!(regex("(a)|b").extract("b", 1), Ok(None));
        assert_eq!(regex("(\\w+)\\s(\\w+)").extract("The quick", 2), Ok(Some("quick")));
        assert!(regex("a").extract("a", 1).is_err());
        assert!(regex("a").extract("a", -1).is_err());
        assert_eq!(regex("a").extract("b", 1), Ok(None));
    }
}
