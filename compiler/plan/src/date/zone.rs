//! Time zones by the names that `ZoneId.of` accepts: regions, `Z`, offsets like `+05:30`, and `UTC+2`.

use std::sync::LazyLock;

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use crate::Text;

/// The rules of a region, as they come with the binary: the same on every machine, and found without looking through
/// the files of the operating system.
pub fn rules(region: &str) -> Option<TimeZone> {
    database().get(region).ok()
}

/// The names of all regions.
pub fn regions() -> impl Iterator<Item = String> {
    database().available().map(|name| name.to_string())
}

fn database() -> &'static TimeZoneDatabase {
    static BUNDLED: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    &BUNDLED
}

/// A time zone and the name it goes by.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    id: Text,
    rules: TimeZone,
}

impl Zone {
    /// Looks up a name; capital and small letters differ.
    pub fn of(name: &str) -> Option<Self> {
        if name == "Z" {
            return Some(Self::fixed(Offset::UTC));
        }
        if name.starts_with(['+', '-']) {
            return offset(name).map(Self::fixed);
        }
        for prefix in ["UTC", "GMT", "UT"] {
            if let Some(rest) = name.strip_prefix(prefix) {
                if rest.is_empty() {
                    return Some(Self { id: prefix.into(), rules: TimeZone::UTC });
                }
                if rest.starts_with(['+', '-']) {
                    let offset = offset(rest)?;
                    let id = if offset == Offset::UTC {
                        prefix.into()
                    } else {
                        format!("{prefix}{}", offset_id(offset)).into()
                    };
                    return Some(Self { id, rules: TimeZone::fixed(offset) });
                }
                break;
            }
        }
        let rules = rules(name)?;
        (rules.iana_name() == Some(name)).then(|| Self { id: name.into(), rules })
    }

    /// The zone of clocks that are always ahead by the same amount.
    pub fn fixed(offset: Offset) -> Self {
        Self { id: offset_id(offset).into(), rules: TimeZone::fixed(offset) }
    }

    /// What Java calls it: `Europe/Paris`, `+05:30`, `Z`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When clocks change there.
    pub fn rules(&self) -> &TimeZone {
        &self.rules
    }
}

impl From<&TimeZone> for Zone {
    fn from(rules: &TimeZone) -> Self {
        match (rules.iana_name(), rules.to_fixed_offset()) {
            (Some(name), _) => Self { id: name.into(), rules: rules.clone() },
            (None, Ok(offset)) => Self::fixed(offset),
            (None, Err(_)) => Self { id: "UTC".into(), rules: TimeZone::UTC },
        }
    }
}

/// Prints an offset as Java names it: `Z`, `+05:30`, `-00:00:10`.
pub(crate) fn offset_id(offset: Offset) -> String {
    let total = offset.seconds();
    if total == 0 {
        return "Z".to_owned();
    }
    let sign = if total < 0 { '-' } else { '+' };
    let (hours, minutes, seconds) = (total.abs() / 3600, total.abs() / 60 % 60, total.abs() % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{seconds:02}")
    }
}

/// Reads `+h`, `+hh`, `+hh:mm`, `+hhmm`, `+hh:mm:ss` and `+hhmmss`, up to 18 hours.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = text.split_at(1);
    let digits: &str = digits;
    let parts: Vec<&str> = match digits.len() {
        1 | 2 => vec![digits],
        4 => vec![digits.get(..2)?, digits.get(2..)?],
        6 => vec![digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?],
        5 | 8 => digits.split(':').collect(),
        _ => return None,
    };
    if parts.len() > 1 && parts.iter().any(|part| part.len() != 2) {
        return None;
    }
    let mut seconds = 0;
    for (part, (unit, limit)) in parts.iter().zip([(3600, 18), (60, 59), (1, 59)]) {
        if !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value: i32 = part.parse().ok()?;
        if value > limit {
            return None;
        }
        seconds += value * unit;
    }
    if seconds > 18 * 3600 {
        return None;
    }
    Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_java() {
        let cases = [
            ("Z", Some("Z")),
            ("UTC", Some("UTC")),
            ("GMT+2", Some("GMT+02:00")),
            ("UTC+00:00", Some("UTC")),
            ("+5", Some("+05:00")),
            ("-0530", Some("-05:30")),
            ("+05:30:15", Some("+05:30:15")),
            ("+18:00", Some("+18:00")),
            ("+18:01", None),
            ("+5:30", None),
            ("+1é", None),
            ("Europe/Paris", Some("Europe/Paris")),
            ("europe/paris", None),
            ("Mars/Base", None),
            ("", None),
        ];
        for (name, id) in cases {
            assert_eq!(Zone::of(name).as_ref().map(Zone::id), id, "{name}");
        }
    }
}
