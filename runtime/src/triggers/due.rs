//! What is to be done about a trigger now: decided from what is kept of it and the time, and from nothing else.

use jiff::{SignedDuration, Timestamp};

use super::dates::{Dates, Judge, Judged};
use super::standing::Standing;

/// A trigger that fires by the clock.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    /// When.
    pub(crate) dates: Dates,
    /// A date that is missed by more than this is left out.
    pub(crate) late: Option<SignedDuration>,
    /// What becomes of dates that were missed while the server was down.
    pub(crate) recover: Recover,
}

/// What becomes of dates that were missed while the server was down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recover {
    /// Each is made up for.
    All,
    /// The last is made up for.
    Last,
    /// None is.
    None,
}

/// What is to be done about a trigger.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Decision {
    /// Nothing before its next date.
    Wait,
    /// It stands otherwise from now on, without having fired.
    Move(Standing),
    /// It fires for a date, and stands otherwise from now on.
    Fire(Judged, Standing),
}

/// What is to be done about a trigger now.
pub(crate) fn decide(schedule: &Schedule, standing: &Standing, now: Timestamp, judge: Judge<'_>) -> Decision {
    let dates = &schedule.dates;
    if let Some(backfill) = standing.backfill.as_ref().filter(|backfill| !backfill.paused) {
        let next = dates.next_accepted(backfill.behind(), judge);
        return match next.filter(|judged| judged.date.timestamp() <= backfill.end) {
            Some(judged) => {
                let done = Some(judged.date.timestamp());
                let backfill = Some(super::standing::Backfill { done, ..backfill.clone() });
                Decision::Fire(judged, Standing { backfill, updated: now, ..standing.clone() })
            }
            None => Decision::Move(Standing { backfill: None, updated: now, ..standing.clone() }),
        };
    }
    let Some(at) = standing.next.filter(|next| *next <= now) else { return Decision::Wait };
    let moved = |next: Option<Judged>| Standing {
        next: next.map(|judged| judged.date.timestamp()),
        updated: now,
        ..standing.clone()
    };
    if schedule.late.is_some_and(|late| now.duration_since(at) > late) {
        let late = schedule.late.unwrap_or_default();
        // A date that is exactly so late still counts.
        let just_too_late =
            now.checked_sub(late).ok().and_then(|at| at.checked_sub(SignedDuration::from_nanos(1)).ok());
        return Decision::Move(moved(dates.next_accepted(just_too_late.unwrap_or(now), judge)));
    }
    let date = dates.seen(at);
    let failure = match judge(&date) {
        Ok(false) => return Decision::Move(moved(dates.next_accepted(at, judge))),
        Ok(true) => None,
        Err(failure) => Some(failure),
    };
    let standing = Standing { last: Some(at), ..moved(dates.next_accepted(at, judge)) };
    Decision::Fire(Judged { date, failure }, standing)
}

/// How a trigger stands when the server begins, after it may have been down.
pub(crate) fn recover(schedule: &Schedule, standing: &Standing, now: Timestamp, judge: Judge<'_>) -> Option<Standing> {
    let missed = standing.next.filter(|next| *next <= now)?;
    let next = match schedule.recover {
        Recover::All => return None,
        Recover::Last => {
            let behind = now.checked_add(SignedDuration::from_nanos(1)).unwrap_or(now);
            let last = schedule.dates.previous_accepted(behind, judge).map(|judged| judged.date.timestamp());
            last.filter(|last| *last >= missed)
        }
        Recover::None => None,
    };
    let next = next.or_else(|| schedule.dates.next_accepted(now, judge).map(|judged| judged.date.timestamp()));
    Some(Standing { next, updated: now, ..standing.clone() })
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use plan::cron::{Cron, Seconds};

    use super::super::standing::Backfill;
    use super::*;

    fn hourly() -> Schedule {
        let cron = Cron::parse("0 * * * *", Seconds::Without).expect("a cron expression");
        Schedule { dates: Dates::Cron(Box::new(cron), TimeZone::UTC), late: None, recover: Recover::All }
    }

    fn at(hour: i64, minute: i64) -> Timestamp {
        Timestamp::from_second(1_767_225_600 + hour * 3600 + minute * 60).expect("in range")
    }

    fn standing(next: Timestamp) -> Standing {
        Standing::new("hourly".into(), Some(next), at(0, 0))
    }

    /// The dates it fires for at a time, and how it stands then.
    fn fired(schedule: &Schedule, mut standing: Standing, now: Timestamp) -> (Vec<Timestamp>, Standing) {
        let mut dates = Vec::new();
        loop {
            match decide(schedule, &standing, now, &|_| Ok(true)) {
                Decision::Wait => return (dates, standing),
                Decision::Move(next) => standing = next,
                Decision::Fire(judged, next) => {
                    dates.push(judged.date.timestamp());
                    standing = next;
                }
            }
        }
    }

    #[test]
    fn every_missed_date_is_made_up_for_once() {
        let (dates, standing) = fired(&hourly(), standing(at(1, 0)), at(3, 30));
        assert_eq!(dates, [at(1, 0), at(2, 0), at(3, 0)]);
        assert_eq!((standing.next, standing.last), (Some(at(4, 0)), Some(at(3, 0))));
        assert_eq!(fired(&hourly(), standing, at(3, 30)).0, []);
    }

    #[test]
    fn a_date_that_is_too_late_is_left_out() {
        let schedule = Schedule { late: Some(SignedDuration::from_mins(30)), ..hourly() };
        let (dates, standing) = fired(&schedule, standing(at(1, 0)), at(3, 30));
        assert_eq!((dates, standing.next), (vec![at(3, 0)], Some(at(4, 0))));
    }

    #[test]
    fn a_clock_that_is_set_back_fires_nothing_again() {
        let (_, standing) = fired(&hourly(), standing(at(1, 0)), at(3, 0));
        assert_eq!(fired(&hourly(), standing.clone(), at(1, 30)).0, []);
        assert_eq!(fired(&hourly(), standing, at(4, 0)).0, [at(4, 0)]);
    }

    #[test]
    fn after_a_stop_all_the_last_or_none_is_made_up_for() {
        let next = |recover| {
            let schedule = Schedule { recover, ..hourly() };
            super::recover(&schedule, &standing(at(1, 0)), at(3, 30), &|_| Ok(true)).map(|standing| standing.next)
        };
        assert_eq!(next(Recover::All), None);
        assert_eq!(next(Recover::Last), Some(Some(at(3, 0))));
        assert_eq!(next(Recover::None), Some(Some(at(4, 0))));
    }

    #[test]
    fn a_backfill_goes_before_and_changes_no_other_date() {
        let backfill = Backfill {
            start: at(-5, 0),
            end: at(-3, 0),
            done: None,
            paused: false,
            inputs: std::sync::Arc::default(),
            labels: Vec::new(),
        };
        let filling = Standing { backfill: Some(backfill.clone()), ..standing(at(1, 0)) };
        let (dates, standing) = fired(&hourly(), filling.clone(), at(0, 30));
        assert_eq!(dates, [at(-5, 0), at(-4, 0), at(-3, 0)]);
        assert_eq!((standing.next, standing.backfill), (Some(at(1, 0)), None));
        let resting = Standing { backfill: Some(Backfill { paused: true, ..backfill }), ..filling };
        assert_eq!(fired(&hourly(), resting, at(0, 30)).0, []);
    }
}
