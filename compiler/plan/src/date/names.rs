//! Names of time zones: `CET`, `Central European Standard Time`; in English, but for UTC.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Moment;
use super::locale::{Locale, Width};

/// What is said of the time of year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    /// Standard or daylight time, as it is then.
    Now,
    /// Neither.
    Any,
}

/// The six names of a zone.
#[derive(Clone, Copy, Debug)]
struct Names {
    standard: [&'static str; 2],
    daylight: [&'static str; 2],
    generic: [&'static str; 2],
}

static ALL: LazyLock<HashMap<&'static str, Names>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for line in include_str!("names/zones.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((names, zones)) = line.split_once('\t') else { continue };
        let names: Vec<&str> = names.split('|').collect();
        let [a, b, c, d, e, f] = names[..] else { continue };
        let names = Names { standard: [a, b], daylight: [c, d], generic: [e, f] };
        all.extend(zones.split(' ').map(|zone| (zone, names)));
    }
    all
});

/// The name of the moment's zone; its id where it has none.
pub(super) fn name(moment: &Moment, width: Width, season: Season, locale: Locale) -> String {
    let id = moment.zone.id();
    let Some(names) = ALL.get(id) else {
        return unnamed(moment);
    };
    let pair = match season {
        Season::Any => names.generic,
        Season::Now => {
            let daylight =
                moment.instant().is_ok_and(|instant| moment.zone.rules().to_offset_info(instant).dst().is_dst());
            if daylight { names.daylight } else { names.standard }
        }
    };
    match (pair[0], width) {
        ("UTC", Width::Full) => locale.universal_time().to_owned(),
        (_, Width::Full) => pair[1].to_owned(),
        (short, Width::Short | Width::Narrow) => short.to_owned(),
    }
}

fn unnamed(moment: &Moment) -> String {
    let id = moment.zone.id();
    if id.starts_with("Etc/GMT") {
        return format!("GMT{}", super::zone::offset_id(moment.offset));
    }
    id.to_owned()
}

/// The zone that goes by a name, and how much of the text the name takes: for reading `10:00 CET`.
pub(super) fn find(text: &str) -> Option<(super::Zone, usize)> {
    let length = text.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(text.len());
    let short = &text[..length];
    let preferred = match short {
        "UTC" | "GMT" => Some(short),
        "EST" | "EDT" => Some("America/New_York"),
        "CST" | "CDT" => Some("America/Chicago"),
        "MST" | "MDT" => Some("America/Denver"),
        "PST" | "PDT" => Some("America/Los_Angeles"),
        "CET" | "CEST" => Some("Europe/Paris"),
        "BST" => Some("Europe/London"),
        "IST" => Some("Asia/Kolkata"),
        "JST" => Some("Asia/Tokyo"),
        _ => None,
    };
    if let Some(zone) = preferred.and_then(super::Zone::of) {
        return Some((zone, length));
    }
    let mut best: Option<(&str, usize)> = None;
    for (zone, names) in &*ALL {
        for name in names.standard.into_iter().chain(names.daylight).chain(names.generic) {
            let whole =
                text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_alphabetic()));
            let better =
                best.is_none_or(|(other, length)| name.len() > length || name.len() == length && *zone < other);
            if whole && better {
                best = Some((zone, name.len()));
            }
        }
    }
    let (zone, length) = best?;
    Some((super::Zone::of(zone)?, length))
}
