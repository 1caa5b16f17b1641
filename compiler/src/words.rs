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
    let wanted: String = plain(name).collect();
    let wanted_letters = Letters::of(name);
    // Of a name of one letter nothing would be left.
    let within = (name.chars().count() / 3).clamp(1, 3).min(wanted_letters.count.saturating_sub(1));
    let distance = |candidate: &'n str| {
        if candidate == name || Letters::of(candidate).least_edits_to(&wanted_letters) > within {
            return None;
        }
        let other: String = plain(candidate).collect();
        let distance = if other == wanted { 0 } else { strsim::damerau_levenshtein(&wanted, &other) };
        (distance <= within).then_some((distance, candidate))
    };
    names
        .into_iter()
        .filter_map(distance)
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|it| it.1)
}

/// The letters that names are compared by.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|it| !matches!(it, '-' | '_')).flat_map(char::to_lowercase)
}

/// How many letters a name has, and which: enough to see that most names are far from each other, among ten thousand.
struct Letters {
    count: usize,
    /// A bit for each letter; several share one.
    set: u64,
}

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self { count: 0, set: 0 };
        if name.is_ascii() {
            // The same as below without the tables of Unicode: nearly all names are asked this nearly always.
            let written = name.bytes().filter(|byte| !matches!(byte, b'-' | b'_'));
            written.for_each(|byte| letters.add(u32::from(byte.to_ascii_lowercase())));
        } else {
            plain(name).for_each(|letter| letters.add(u32::from(letter)));
        }
        letters
    }

    fn add(&mut self, letter: u32) {
        self.count += 1;
        self.set |= 1 << (letter % u64::BITS);
    }

    /// At least so many edits lie between two names: one changes the count by one, and the set by two letters.
    fn least_edits_to(&self, other: &Self) -> usize {
        let strange = (self.set ^ other.set).count_ones() as usize;
        self.count.abs_diff(other.count).max(strange.div_ceil(2))
    }
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
    fn nothing_near_is_overlooked_among_many() {
        let names: Vec<String> = (0..2_000).map(|number| format!("flow_{number}")).collect();
        for wanted in ["flow_1999x", "folw_77", "Flow-12", "flw_500", "floww_8", "flox_1500"] {
            let all = names.iter().map(|name| (strsim::damerau_levenshtein(&spelled(wanted), &spelled(name)), name));
            let least = all.map(|(distance, _)| distance).min().expect("there are names");
            let near = nearest(wanted, names.iter().map(String::as_str)).expect("one is near");
            assert_eq!(strsim::damerau_levenshtein(&spelled(wanted), &spelled(near)), least, "{wanted} {near}");
        }
    }

    fn spelled(name: &str) -> String {
        plain(name).collect()
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(list(["a", "b"]), "`a`, `b`");
        assert!(list((0..12).map(|it| it.to_string())).ends_with("and 4 more"));
        assert_eq!(circle(&["a", "b"]), "`a` → `b` → `a`");
    }
}
