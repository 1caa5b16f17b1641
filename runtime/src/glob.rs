//! Paths chosen by patterns, as Java's glob reads them: `*`, `?`, `**`, `[a-z]`, `{a,b}`.

/// Whether a path, with `/` between its parts, is one of those a pattern chooses.
///
/// A pattern that begins with a letter or a digit is looked for in every folder, as Kestra does.
pub(crate) fn matches(pattern: &str, path: &str) -> bool {
    let pattern = pattern.strip_prefix("glob:").unwrap_or(pattern);
    let path = path.trim_start_matches('/');
    let rooted = pattern.trim_start_matches('/');
    let anywhere = pattern.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
    alternatives(rooted).iter().any(|pattern| {
        let pattern: Vec<char> = pattern.chars().collect();
        let whole: Vec<char> = path.chars().collect();
        fits(&pattern, &whole)
            || (anywhere
                && path.match_indices('/').any(|(at, _)| fits(&pattern, &path[at + 1..].chars().collect::<Vec<_>>())))
    })
}

/// The patterns that `{a,b}` stands for.
fn alternatives(pattern: &str) -> Vec<String> {
    let (Some(open), Some(close)) = (pattern.find('{'), pattern.find('}')) else { return vec![pattern.to_owned()] };
    if close < open {
        return vec![pattern.to_owned()];
    }
    let (head, tail) = (&pattern[..open], &pattern[close + 1..]);
    let parts = pattern[open + 1..close].split(',');
    parts.flat_map(|part| alternatives(&format!("{head}{part}{tail}"))).collect()
}

fn fits(pattern: &[char], path: &[char]) -> bool {
    match pattern {
        [] => path.is_empty(),
        ['*', '*', rest @ ..] => {
            let rest = rest.strip_prefix(&['/']).unwrap_or(rest);
            (0..=path.len()).any(|at| fits(rest, &path[at..]))
        }
        ['*', rest @ ..] => {
            let end = path.iter().position(|&letter| letter == '/').unwrap_or(path.len());
            (0..=end).any(|at| fits(rest, &path[at..]))
        }
        ['?', rest @ ..] => matches!(path, [letter, path @ ..] if *letter != '/' && fits(rest, path)),
        ['[', rest @ ..] => match rest.iter().position(|&letter| letter == ']') {
            Some(end) => {
                matches!(path, [letter, path @ ..] if in_class(&rest[..end], *letter) && fits(&rest[end + 1..], path))
            }
            None => matches!(path, ['[', path @ ..] if fits(rest, path)),
        },
        [letter, rest @ ..] => matches!(path, [first, path @ ..] if first == letter && fits(rest, path)),
    }
}

fn in_class(class: &[char], letter: char) -> bool {
    let (negated, class) = match class {
        ['!', rest @ ..] => (true, rest),
        class => (false, class),
    };
    let mut found = false;
    let mut at = 0;
    while at < class.len() {
        match &class[at..] {
            [from, '-', to, ..] => {
                found |= (*from..=*to).contains(&letter);
                at += 3;
            }
            [one, ..] => {
                found |= *one == letter;
                at += 1;
            }
            [] => break,
        }
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_choose_paths() {
        for (pattern, path, chosen) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "out/a.txt", false),
            ("**.txt", "out/a.txt", true),
            ("out/**", "out/deep/a.txt", true),
            ("a.txt", "out/a.txt", true),
            ("a?.{csv,json}", "ab.json", true),
            ("[a-c]*.csv", "d.csv", false),
            ("glob:/a.txt", "a.txt", true),
        ] {
            assert_eq!(matches(pattern, path), chosen, "{pattern} {path}");
        }
    }
}
