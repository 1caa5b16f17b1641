//! Patterns over paths and names: `*` for a run of characters within a folder, `**` across folders, `?` for one.

/// A pattern, matched against a whole path or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: Box<str>,
}

impl Pattern {
    /// Takes a pattern as it is written; every text is one.
    pub fn new(source: &str) -> Self {
        Self { source: source.into() }
    }

    /// The pattern as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches.
    ///
    /// Takes time in the product of both lengths at the most: the last star is the only one tried again.
    pub fn matches(&self, text: &str) -> bool {
        let (pattern, text) = (self.source.as_bytes(), text.as_bytes());
        let (mut p, mut t) = (0, 0);
        let mut retry: Option<Retry> = None;
        let mut deep_retry: Option<Retry> = None;
        loop {
            if pattern[p..].starts_with(b"**") {
                p += 2;
                if pattern.get(p) == Some(&b'/') && (t == 0 || text[t - 1] == b'/') {
                    p += 1;
                }
                deep_retry = Some(Retry { pattern: p, text: t });
                retry = None;
                continue;
            }
            match (pattern.get(p), text.get(t)) {
                (Some(b'*'), _) => {
                    p += 1;
                    retry = Some(Retry { pattern: p, text: t });
                    continue;
                }
                (Some(b'?'), Some(byte)) if *byte != b'/' => {
                    p += 1;
                    t += 1;
                    continue;
                }
                (Some(wanted), Some(byte)) if wanted == byte => {
                    p += 1;
                    t += 1;
                    continue;
                }
                (None, None) => return true,
                _ => {}
            }
            if let Some(again) = &mut retry
                && text.get(again.text).is_some_and(|byte| *byte != b'/')
            {
                again.text += 1;
                (p, t) = (again.pattern, again.text);
                continue;
            }
            retry = None;
            match &mut deep_retry {
                Some(again) if again.text < text.len() => {
                    again.text += 1;
                    (p, t) = (again.pattern, again.text);
                }
                _ => return false,
            }
        }
    }
}

/// Where matching goes on when a star takes one character more.
struct Retry {
    pattern: usize,
    text: usize,
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn stars_stay_within_folders_and_double_stars_do_not() {
        for (pattern, text, matches) in [
            ("*.yaml", "a.yaml", true),
            ("*.yaml", "x/a.yaml", false),
            ("**/*.yaml", "x/y/a.yaml", true),
            ("**/*.yaml", "a.yaml", true),
            ("legacy/**", "legacy/x/a.yaml", true),
            ("legacy/**", "other/a.yaml", false),
            ("a?c", "abc", true),
            ("a?c", "a/c", false),
            ("company.*", "company.team.flow", true),
            ("*a*b", "xxaxxbxxb", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), matches, "{pattern} on {text}");
        }
    }
}
