//! Windows of time within which several conditions have to hold.

use std::sync::Arc;

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};
use plan::FlowName;
use plan::value::Map;
use serde::{Deserialize, Serialize};

/// Which time counts together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Window {
    pub(crate) rule: Rule,
    /// Where the time of day is taken.
    pub(crate) zone: TimeZone,
}

/// The kinds of windows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    /// Windows of a length, one after another, counted from so long after midnight.
    Every { length: SignedDuration, offset: SignedDuration },
    /// So long before now.
    Lookback(SignedDuration),
    /// Between two times of day.
    Daily { from: Time, to: Time },
}

/// What was collected in a window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Collected {
    /// How many conditions there were: with others, counting begins anew.
    pub(crate) conditions: u32,
    /// Those that held, oldest first.
    pub(crate) met: Vec<Met>,
}

/// A condition that held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Met {
    /// Which.
    pub(crate) condition: u32,
    /// When.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub(crate) at: Timestamp,
    /// For an execution of this flow.
    pub(crate) flow: FlowName,
    /// Which gave this back.
    pub(crate) outputs: Option<Arc<Map>>,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Window {
    /// What counts now: from a time, to a time; nothing outside of a window.
    pub(crate) fn at(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let local = now.to_zoned(self.zone.clone());
        match &self.rule {
            Rule::Lookback(length) => Some((now.checked_sub(*length).ok()?, now)),
            Rule::Daily { from, to } => {
                let on = |time: &Time| local.date().to_datetime(*time).to_zoned(self.zone.clone()).ok();
                let (from, to) = (on(from)?.timestamp(), on(to)?.timestamp());
                (from <= now && now <= to).then_some((from, to))
            }
            Rule::Every { length, offset } => every(&local, *length, *offset),
        }
    }

    /// Forgets what does not count any more.
    pub(crate) fn keep(&self, collected: &mut Collected, now: Timestamp) {
        match &self.rule {
            // It begins with what was collected first, and ends when its length is over.
            Rule::Every { .. } => {
                let first = collected.met.iter().map(|met| met.at).min();
                let window = first.and_then(|first| self.at(first));
                if !window.is_some_and(|(from, to)| from <= now && now < to) {
                    collected.met.clear();
                }
            }
            Rule::Lookback(_) | Rule::Daily { .. } => match self.at(now) {
                Some((from, _)) => collected.met.retain(|met| met.at >= from),
                None => collected.met.clear(),
            },
        }
    }

    /// Since when a condition counts as met that was met before and is again.
    pub(crate) fn again(&self, before: Timestamp, now: Timestamp) -> Timestamp {
        match &self.rule {
            Rule::Every { .. } => before,
            Rule::Lookback(_) | Rule::Daily { .. } => now,
        }
    }
}

/// The window of a length that a time lies in, by the clocks of its zone.
fn every(now: &Zoned, length: SignedDuration, offset: SignedDuration) -> Option<(Timestamp, Timestamp)> {
    if length <= SignedDuration::ZERO {
        return None;
    }
    let first = now.date().to_datetime(Time::midnight()).checked_add(offset).ok()?;
    // From a day on, a window begins with each day.
    let step = length.min(DAY).as_millis();
    let passed = now.datetime().duration_since(first).as_millis().div_euclid(step);
    let behind = SignedDuration::from_millis(i64::try_from(passed.checked_mul(step)?).ok()?);
    let start = first.checked_add(behind).ok()?;
    let on = |time: DateTime| Some(time.to_zoned(now.time_zone().clone()).ok()?.timestamp());
    Some((on(start)?, on(start.checked_add(length).ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-03-01T{text}Z").parse().expect("a time")
    }

    fn window(rule: Rule, now: &str) -> Option<(Timestamp, Timestamp)> {
        Window { rule, zone: TimeZone::UTC }.at(at(now))
    }

    #[test]
    fn windows_of_a_length_are_counted_from_midnight() {
        let every = |hours, offset| Rule::Every {
            length: SignedDuration::from_hours(hours),
            offset: SignedDuration::from_mins(offset),
        };
        assert_eq!(window(every(6, 0), "14:30:00"), Some((at("12:00:00"), at("18:00:00"))));
        assert_eq!(window(every(6, 60), "00:30:00").map(|window| window.1), Some(at("01:00:00")));
        assert_eq!(window(every(24, 0), "14:30:00").map(|window| window.0), Some(at("00:00:00")));
        assert_eq!(window(every(0, 0), "14:30:00"), None);
    }

    #[test]
    fn a_window_of_several_days_begins_with_what_was_collected_first() {
        let week = Rule::Every { length: SignedDuration::from_hours(7 * 24), offset: SignedDuration::ZERO };
        let window = Window { rule: week, zone: TimeZone::get("Europe/Paris").expect("a zone") };
        let day = |day: u32| format!("2026-03-{day:02}T12:00:00Z").parse::<Timestamp>().expect("a time");
        let met = Met {
            condition: 0,
            at: day(24),
            flow: FlowName { namespace: "demo".into(), id: "up".into() },
            outputs: None,
        };
        let mut collected = Collected { conditions: 2, met: vec![met] };
        window.keep(&mut collected, day(30));
        assert_eq!(collected.met.len(), 1);
        // The clocks have changed in between: it ends at midnight all the same.
        window.keep(&mut collected, "2026-03-30T21:59:00Z".parse().expect("a time"));
        assert_eq!(collected.met.len(), 1);
        window.keep(&mut collected, "2026-03-30T22:00:00Z".parse().expect("a time"));
        assert_eq!(collected.met, []);
    }

    #[test]
    fn outside_of_the_times_of_day_nothing_counts() {
        let daily = Rule::Daily { from: Time::constant(9, 0, 0, 0), to: Time::constant(17, 0, 0, 0) };
        assert_eq!(window(daily.clone(), "12:00:00"), Some((at("09:00:00"), at("17:00:00"))));
        assert_eq!(window(daily, "18:00:00"), None);
    }

    #[test]
    fn what_is_too_old_is_forgotten() {
        let met = |condition, time| Met {
            condition,
            at: at(time),
            flow: FlowName { namespace: "demo".into(), id: "up".into() },
            outputs: None,
        };
        let mut collected = Collected { conditions: 2, met: vec![met(0, "10:00:00"), met(1, "11:30:00")] };
        let window = Window { rule: Rule::Lookback(SignedDuration::from_hours(1)), zone: TimeZone::UTC };
        window.keep(&mut collected, at("12:00:00"));
        assert_eq!(collected.met, [met(1, "11:30:00")]);
    }
}
