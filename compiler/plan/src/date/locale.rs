//! Names of months and days, and styles, of a locale.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::field::Weeks;

/// A locale as Java writes it: `fr`, `fr_FR`.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    names: &'static Names,
    weeks: Weeks,
}

/// How long a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    Full,
    Short,
    Narrow,
}

/// Whether a name stands inside a date or alone: `29 février`, `Février`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Inside,
    Alone,
}

/// The four lengths that Java's `FormatStyle` has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Full,
    Long,
    Medium,
    Short,
}

/// The names of a part of the day: at midnight, at noon, and by the hour at which a part begins.
#[derive(Clone, Debug, Default, PartialEq)]
struct Periods {
    midnight: &'static str,
    noon: &'static str,
    from: Vec<(i8, &'static str)>,
}

#[derive(Clone, Debug, Default)]
struct Names {
    lists: HashMap<&'static str, Vec<&'static str>>,
    periods: HashMap<&'static str, Periods>,
}

impl Locale {
    /// American English: what Kestra's containers run under.
    pub fn american() -> Self {
        static AMERICAN: LazyLock<Locale> = LazyLock::new(|| Locale::find("en_US", "en", "US"));
        *AMERICAN
    }

    /// Reads `fr`, `fr_FR`, `fr-FR`; `None` for what Java's `LocaleUtils.toLocale` refuses. A language nobody
    /// has names for prints in English.
    pub fn of(text: &str) -> Option<Self> {
        if text == "en_US" {
            return Some(Self::american());
        }
        let mut parts = text.split(['_', '-']);
        let language = parts.next().unwrap_or_default();
        let region = parts.next().unwrap_or_default();
        let small = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
        let capital = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
        if !(text.is_empty() || (matches!(language.len(), 2 | 3) && small(language))) {
            return None;
        }
        let numeric = region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit());
        if !(region.is_empty() && !text.ends_with(['_', '-']) || region.len() == 2 && capital(region) || numeric) {
            return None;
        }
        Some(Self::find(text, language, region))
    }

    /// The names of a locale by its own text, else by its parts, else by its language.
    fn find(text: &str, language: &str, region: &str) -> Self {
        let dashed = || text.contains('-').then(|| names(&format!("{language}_{region}"))).flatten();
        let names = names(text).or_else(dashed).or_else(|| names(language)).or_else(|| names("en"));
        Self { names: names.unwrap_or_else(|| &*NONE), weeks: weeks(region) }
    }

    /// Where weeks begin.
    pub(super) fn weeks(self) -> Weeks {
        self.weeks
    }

    /// A month, January is 1.
    pub(super) fn month(self, month: i64, width: Width, place: Place) -> &'static str {
        self.name(
            match (place, width) {
                (Place::Inside, Width::Full) => &["M4"],
                (Place::Inside, Width::Short) => &["M3"],
                (Place::Inside, Width::Narrow) => &["M5"],
                (Place::Alone, Width::Full) => &["L4", "M4"],
                (Place::Alone, Width::Short) => &["L3", "M3"],
                (Place::Alone, Width::Narrow) => &["L5", "M5"],
            },
            month,
        )
    }

    /// A day of the week, Monday is 1.
    pub(super) fn weekday(self, day: i64, width: Width, place: Place) -> &'static str {
        self.name(
            match (place, width) {
                (Place::Inside, Width::Full) => &["E4"],
                (Place::Inside, Width::Short) => &["E3"],
                (Place::Inside, Width::Narrow) => &["E5"],
                (Place::Alone, Width::Full) => &["c4", "E4"],
                (Place::Alone, Width::Short) => &["c3", "E3"],
                (Place::Alone, Width::Narrow) => &["c5", "E5"],
            },
            day,
        )
    }

    /// A quarter, from 1.
    pub(super) fn quarter(self, quarter: i64, width: Width, place: Place) -> &'static str {
        if width == Width::Narrow {
            return ["1", "2", "3", "4"].get((quarter - 1) as usize).copied().unwrap_or_default();
        }
        self.name(
            match (place, width) {
                (Place::Inside, Width::Full) => &["Q4"],
                (Place::Inside, _) => &["Q3"],
                (Place::Alone, Width::Full) => &["q4", "Q4"],
                (Place::Alone, _) => &["q3", "Q3"],
            },
            quarter,
        )
    }

    /// `AM` is 0.
    pub(super) fn half_of_day(self, half: i64) -> &'static str {
        self.name(&["a"], half + 1)
    }

    /// Before Christ is 0.
    pub(super) fn era(self, era: i64, width: Width) -> &'static str {
        self.name(
            match width {
                Width::Full => &["G4"],
                Width::Short => &["G1", "G4"],
                Width::Narrow => &["G5", "G1", "G4"],
            },
            era + 1,
        )
    }

    /// `in the morning`, `noon`.
    pub(super) fn period(self, time: jiff::civil::Time, width: Width) -> &'static str {
        let keys: &[&str] = match width {
            Width::Full => &["B4"],
            Width::Short => &["B1", "B4"],
            Width::Narrow => &["B5", "B1", "B4"],
        };
        let Some(periods) = keys.iter().find_map(|key| self.names.periods.get(key)) else { return "" };
        let exact = |hour| time.hour() == hour && time.minute() == 0;
        if exact(0) && !periods.midnight.is_empty() {
            return periods.midnight;
        }
        if exact(12) && !periods.noon.is_empty() {
            return periods.noon;
        }
        periods.from.iter().rev().find(|(hour, _)| *hour <= time.hour()).map_or("", |(_, name)| name)
    }

    /// The pattern of a date and time in a style.
    pub(super) fn style(self, style: Style) -> &'static str {
        self.name(
            &["styles"],
            match style {
                Style::Full => 1,
                Style::Long => 2,
                Style::Medium => 3,
                Style::Short => 4,
            },
        )
    }

    /// What stands before an offset: `GMT+1`.
    pub(super) fn greenwich(self) -> &'static str {
        self.names.lists.get("gmt").and_then(|list| list.first()).copied().unwrap_or("GMT")
    }

    /// What UTC is called in full.
    pub(super) fn universal_time(self) -> &'static str {
        self.names.lists.get("utc").and_then(|list| list.first()).copied().unwrap_or("Coordinated Universal Time")
    }

    fn name(self, keys: &[&str], number: i64) -> &'static str {
        let list = keys.iter().find_map(|key| self.names.lists.get(key));
        let index = usize::try_from(number - 1).unwrap_or(usize::MAX);
        list.and_then(|list| list.get(index)).copied().unwrap_or_default()
    }
}

/// Where weeks begin in a region; without one Java counts as in America.
fn weeks(region: &str) -> Weeks {
    let listed = |regions: &str| !region.is_empty() && regions.split(' ').any(|one| one == region);
    if listed(EUROPEAN) {
        return Weeks::ISO;
    }
    let first_day = match region {
        "MV" => 5,
        "PT" => return Weeks { first_day: 7, minimal_days: 4 },
        "" => 7,
        _ if listed(SATURDAY) => 6,
        _ if listed(SUNDAY) => 7,
        _ => 1,
    };
    Weeks { first_day, minimal_days: 1 }
}

const EUROPEAN: &str = "AD AT AX BE BG CH CZ DE DK EE ES FI FJ FO FR GB GF GG GI GP GR HU IE IM IS IT JE LI LT LU MC MQ NL NO PL RE RU SE SJ SK SM VA";
const SATURDAY: &str = "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY";
const SUNDAY: &str = "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW";

/// A locale's part of the table, read when somebody asks for it.
struct Section {
    text: &'static str,
    names: OnceLock<Names>,
}

static ALL: LazyLock<HashMap<&'static str, Section>> = LazyLock::new(|| {
    let sections = include_str!("locale/cldr.txt").split("\n[").skip(1);
    let sections = sections.filter_map(|section| section.split_once("]\n"));
    sections.map(|(name, text)| (name, Section { text, names: OnceLock::new() })).collect()
});

static NONE: LazyLock<Names> = LazyLock::new(Names::default);

/// The names of a locale over those of its language.
fn names(locale: &str) -> Option<&'static Names> {
    let section = ALL.get(locale)?;
    Some(section.names.get_or_init(|| {
        let language = locale.split_once('_').map(|(language, _)| language);
        read(section.text, language.and_then(names).cloned().unwrap_or_default())
    }))
}

fn read(text: &'static str, mut names: Names) -> Names {
    for (key, rest) in text.lines().filter_map(|line| line.split_once(' ')) {
        let values: Vec<&'static str> = rest.split('|').collect();
        if key.starts_with('B') {
            let from = values[2..].iter().filter_map(|part| part.split_once(' '));
            let from = from.filter_map(|(hour, name)| Some((hour.parse().ok()?, name))).collect();
            names.periods.insert(key, Periods { midnight: values[0], noon: values[1], from });
        } else {
            names.lists.insert(key, values);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locales_are_written_as_in_java() {
        for good in ["", "fr", "fr_FR", "de-AT", "es_419", "xx"] {
            assert!(Locale::of(good).is_some(), "{good}");
        }
        for bad in ["f", "FR", "fr_fr", "fr_", "french", "fr_F", "é_FR"] {
            assert!(Locale::of(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn every_locale_has_every_list() {
        let lengths = [
            ("M4", 12),
            ("M3", 12),
            ("M5", 12),
            ("E4", 7),
            ("E3", 7),
            ("E5", 7),
            ("Q4", 4),
            ("Q3", 4),
            ("a", 2),
            ("G4", 2),
            ("styles", 4),
        ];
        for (locale, names) in ALL.keys().map(|locale| (locale, names(locale).unwrap())) {
            for (key, length) in lengths {
                assert_eq!(names.lists.get(key).map(Vec::len), Some(length), "{key} of {locale}");
            }
            let covered =
                names.periods.get("B4").is_some_and(|periods| periods.from.first().is_some_and(|first| first.0 == 0));
            assert!(covered, "parts of the day of {locale}");
        }
    }

    #[test]
    fn a_region_overrides_its_language() {
        let austrian = Locale::of("de_AT").expect("known");
        assert_eq!(austrian.month(1, Width::Full, Place::Inside), "Jänner");
        assert_eq!(austrian.month(2, Width::Full, Place::Inside), "Februar");
        assert_eq!(austrian.weeks(), Weeks::ISO);
        assert_eq!(Locale::american().weeks(), Weeks { first_day: 7, minimal_days: 1 });
    }
}
