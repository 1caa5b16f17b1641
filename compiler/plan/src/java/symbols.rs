//! The signs of numbers in a locale: what Java's `DecimalFormatSymbols` takes from CLDR.

/// What stands in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Symbols {
    /// Before the fraction.
    pub(crate) point: char,
    /// Between groups of digits.
    pub(crate) group: char,
    /// Before a negative number.
    pub(crate) minus: char,
}

impl Symbols {
    /// Those of English, and of every language that is not listed.
    pub(crate) const ENGLISH: Self = Self { point: '.', group: ',', minus: '-' };

    /// Those of a locale as Java writes it: `fr`, `fr_FR`.
    pub(crate) fn named(locale: &str) -> Self {
        let mut parts = locale.split(['_', '-']);
        Self::of(parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    }

    /// Those of a language in a region; either may be empty.
    pub(crate) fn of(language: &str, region: &str) -> Self {
        let listed = |languages: &str| !language.is_empty() && languages.split(' ').any(|one| one == language);
        let minus = if listed(LONG_MINUS) { '\u{2212}' } else { Self::ENGLISH.minus };
        let (point, group) = match (language, region) {
            ("de" | "it", "CH") | ("de", "LI") => ('.', APOSTROPHE),
            ("de", "AT") | ("pt", "PT") => (',', NO_BREAK_SPACE),
            ("en", "ZA") => (',', NO_BREAK_SPACE),
            ("es", region) if POINT_IN_SPANISH.split(' ').any(|one| one == region) => ('.', ','),
            ("fr", _) => (',', NARROW_NO_BREAK_SPACE),
            _ if listed(COMMA_AND_POINT) => (',', '.'),
            _ if listed(COMMA_AND_SPACE) => (',', NO_BREAK_SPACE),
            _ => return Self { minus, ..Self::ENGLISH },
        };
        Self { point, group, minus }
    }
}

const NO_BREAK_SPACE: char = '\u{a0}';
const NARROW_NO_BREAK_SPACE: char = '\u{202f}';
const APOSTROPHE: char = '\u{2019}';

/// Languages that write `1.234,5`.
const COMMA_AND_POINT: &str = "az bs ca da de el es eu fo fy gl hr id is it lo mk nl pt ro sl sr tr vi";
/// Languages that write `1 234,5`.
const COMMA_AND_SPACE: &str = "be bg cs et fi hu hy ka kk lt lv nb nn no pl ru sk sq sv uk uz";
/// Languages that write a sign of its own for minus.
const LONG_MINUS: &str = "et eu fi fo hr lt nb nn no sl sv";
/// Regions that write Spanish with the signs of English.
const POINT_IN_SPANISH: &str = "MX US GT HN NI PA PE PR SV DO CU 419";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_differ_from_their_language() {
        for (language, region, point, group) in [
            ("de", "DE", ',', '.'),
            ("de", "CH", '.', '\u{2019}'),
            ("fr", "FR", ',', '\u{202f}'),
            ("es", "ES", ',', '.'),
            ("es", "MX", '.', ','),
            ("sv", "SE", ',', '\u{a0}'),
            ("en", "GB", '.', ','),
            ("", "", '.', ','),
        ] {
            let symbols = Symbols::of(language, region);
            assert_eq!((symbols.point, symbols.group), (point, group), "{language}_{region}");
        }
        assert_eq!(Symbols::of("sv", "SE").minus, '\u{2212}');
    }
}
