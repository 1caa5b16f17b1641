//! Regular expressions as Java compiles them: whether one can be compiled at all, and where it goes wrong.

use std::ops::Range;

/// What is wrong with a pattern, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegexProblem {
    /// The bytes of the pattern that are wrong.
    pub place: Range<usize>,
    /// One line.
    pub message: &'static str,
}

/// The first thing that Java refuses; what only some engines know is let pass.
pub fn problem(pattern: &str) -> Option<RegexProblem> {
    let bytes = pattern.as_bytes();
    let found = |place: Range<usize>, message| Some(RegexProblem { place, message });
    let mut groups: Vec<usize> = Vec::new();
    let mut at = 0;
    // Whether there is something that a quantifier can repeat.
    let mut repeatable = false;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => {
                if pattern[at..].starts_with("\\Q") {
                    match pattern[at..].find("\\E") {
                        Some(end) => at += end + 2,
                        None => return None,
                    }
                    repeatable = true;
                    continue;
                }
                if at + 1 >= bytes.len() {
                    return found(at..at + 1, "a backslash at the end escapes nothing");
                }
                at += 1 + pattern[at + 1..].chars().next().map_or(1, char::len_utf8);
                repeatable = true;
            }
            b'[' => match class(pattern, at) {
                Some(end) => {
                    at = end;
                    repeatable = true;
                }
                None => return found(at..at + 1, "this character class is never closed"),
            },
            b'(' => {
                groups.push(at);
                at += 1;
                if bytes.get(at) == Some(&b'?') {
                    // What follows a question mark belongs to the group: `?:`, `?=`, `?<name>`, `?i`.
                    at += 1;
                    while bytes.get(at).is_some_and(|it| {
                        matches!(it, b':' | b'=' | b'!' | b'<' | b'>' | b'-') || it.is_ascii_alphanumeric()
                    }) {
                        let stop = matches!(bytes[at], b':' | b'=' | b'!' | b'>');
                        at += 1;
                        if stop {
                            break;
                        }
                    }
                }
                repeatable = false;
            }
            b')' => {
                if groups.pop().is_none() {
                    return found(at..at + 1, "this closes a group that was never opened");
                }
                at += 1;
                repeatable = true;
            }
            b'*' | b'+' | b'?' => {
                if !repeatable {
                    return found(at..at + 1, "there is nothing here that could be repeated");
                }
                at += 1;
                if matches!(bytes.get(at), Some(b'?' | b'+')) {
                    at += 1;
                }
                repeatable = false;
            }
            b'{' => {
                let Some(end) = bytes[at..].iter().position(|it| *it == b'}') else {
                    return found(at..at + 1, "this repetition is never closed");
                };
                let body = &pattern[at + 1..at + end];
                let (low, high) = body.split_once(',').unwrap_or((body, body));
                let numbers = !low.is_empty() && low.bytes().chain(high.bytes()).all(|it| it.is_ascii_digit());
                if !numbers {
                    return found(at..at + end + 1, "a repetition is `{n}`, `{n,}` or `{n,m}`");
                }
                if !repeatable {
                    return found(at..at + end + 1, "there is nothing here that could be repeated");
                }
                if let (Ok(low), Ok(high)) = (low.parse::<u32>(), high.parse::<u32>())
                    && low > high
                {
                    return found(at..at + end + 1, "this repetition runs backwards");
                }
                at += end + 1;
                if matches!(bytes.get(at), Some(b'?' | b'+')) {
                    at += 1;
                }
                repeatable = false;
            }
            b'|' => {
                at += 1;
                repeatable = false;
            }
            b'^' => {
                at += 1;
                repeatable = true;
            }
            _ => {
                at += pattern[at..].chars().next().map_or(1, char::len_utf8);
                repeatable = true;
            }
        }
    }
    groups.pop().and_then(|open| found(open..open + 1, "this group is never closed"))
}

/// The byte behind a character class, which may hold further ones.
fn class(pattern: &str, open: usize) -> Option<usize> {
    let bytes = pattern.as_bytes();
    let mut at = open + 1;
    if bytes.get(at) == Some(&b'^') {
        at += 1;
    }
    let mut first = true;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'[' => at = class(pattern, at)?,
            b']' if !first => return Some(at + 1),
            _ => at += 1,
        }
        first = false;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn finds_what_java_refuses() {
        for (pattern, place) in [
            ("[a-z", 0..1),
            ("(a|b", 0..1),
            ("a)", 1..2),
            ("\\", 0..1),
            ("*.csv", 0..1),
            ("a{2,1}", 1..6),
            ("a{x}", 1..4),
            ("a|+b", 2..3),
        ] {
            assert_eq!(problem(pattern).map(|it| it.place), Some(place), "{pattern}");
        }
    }

    #[test]
    fn lets_pass_what_java_compiles() {
        for pattern in [
            "^[a-z0-9-]{3,}$",
            "(?<year>\\d{4})-(?:x)?",
            "[]a]",
            "[a-z&&[^b]]",
            "\\Q*\\E+",
            "a*+b??",
            "(?i)x",
            "^*",
            "é+",
            "",
        ] {
            assert_eq!(problem(pattern), None, "{pattern}");
        }
    }
}
