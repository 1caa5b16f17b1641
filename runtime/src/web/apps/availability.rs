//! Whether an app takes requests now.

use jiff::Timestamp;
use plan::App;

/// Whether an app takes requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It does.
    Open,
    /// Nobody may open it.
    Disabled,
    /// It begins later.
    NotYet(Timestamp),
    /// It has ended; what was begun before goes on.
    Expired,
}

impl Availability {
    /// How an app stands at a time.
    pub fn of(app: &App, now: Timestamp) -> Self {
        if app.disabled {
            return Self::Disabled;
        }
        let Some(expiration) = &app.expiration else { return Self::Open };
        let date = |text: &Option<plan::Text>| text.as_deref().and_then(read);
        match (date(&expiration.start), date(&expiration.end)) {
            (Some(start), _) if now < start => Self::NotYet(start),
            (_, Some(end)) if now > end => Self::Expired,
            _ => Self::Open,
        }
    }
}

/// Reads a date with time; without a zone it is meant in UTC.
fn read(text: &str) -> Option<Timestamp> {
    let utc = |at: jiff::civil::DateTime| at.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|at| at.timestamp());
    text.parse::<Timestamp>().ok().or_else(|| text.parse().ok().and_then(utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_with_and_without_zone() {
        let expected = "2026-03-01T10:00:00Z".parse().ok();
        for text in ["2026-03-01T10:00:00Z", "2026-03-01T11:00:00+01:00", "2026-03-01T10:00:00", "2026-03-01T10:00"] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("2026-03-01"), "2026-03-01T00:00:00Z".parse().ok());
        assert_eq!(read("tomorrow"), None);
    }
}
