//! How messages name things: lists of alternatives, nearest names, places in order.

/// At most this many alternatives are listed.
const ALTERNATIVES: usize = 8;

/// `` `a`, `b` ``; at most eight, the number of the rest behind them.
pub(crate) fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match names.len().checked_sub(ALTERNATIVES) {
        Some(more) if more > 0 => format!("{} and {more} more", names[..ALTERNATIVES].join(", ")),
        _ => names.join(", "),
    }
}

/// `` `a`, `b` ``, however many.
pub(crate) fn all<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    names.into_iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}

/// `` `a` → `b` → `a` `` for things that go round.
pub(crate) fn circle<S: AsRef<str>>(names: &[S]) -> String {
    let round = names.iter().chain(names.first()).map(|name| format!("`{}`", name.as_ref()));
    round.collect::<Vec<_>>().join(" → ")
}

/// The name that was probably meant: equal but for case, dashes and underscores, or few letters away.
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |text: &str| {
        text.chars().filter(|it| !matches!(it, '-' | '_')).flat_map(char::to_lowercase).collect::<String>()
    };
    let wanted = plain(name);
    // Of a name of one letter nothing would be left.
    let within = (name.chars().count() / 3).clamp(1, 3).min(wanted.chars().count().saturating_sub(1));
    let distance = |candidate: &'n str| {
        let other = plain(candidate);
        let distance = if other == wanted { 0 } else { strsim::damerau_levenshtein(&wanted, &other) };
        (distance <= within && candidate != name).then_some((distance, candidate))
    };
    names
        .into_iter()
        .filter_map(distance)
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|it| it.1)
}

/// `a` or `an`, by the first letter.
pub(crate) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" }
}

/// A word behind its article: `a task`.
pub(crate) fn with_article(word: &str) -> String {
    format!("{} {word}", article(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["extract", "load", "my-task", "b"];
        for (name, expected) in [
            ("extrat", Some("extract")),
            ("Extract", Some("extract")),
            ("my_task", Some("my-task")),
            ("laod", Some("load")),
            ("transform", None),
            ("x", None),
            ("l", None),
        ] {
            assert_eq!(nearest(name, names), expected, "{name}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list(["a", "b"]), "`a`, `b`");
        assert!(list((0..12).map(|it| it.to_string())).ends_with("and 4 more"));
        assert_eq!(circle(&["a", "b"]), "`a` → `b` → `a`");
    }
}
