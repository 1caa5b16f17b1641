//! Lengths of time as people read them.

use jiff::{SignedDuration, Timestamp};

use crate::execution::State;

/// How long what has ended took; nothing for what runs or waits, a pause among them, though it has an end for Kestra's
/// clients.
pub fn took(state: State, start: Timestamp, end: Option<Timestamp>) -> Option<String> {
    state.is_terminated().then_some(end).flatten().map(|end| lasted(end.duration_since(start)))
}

/// `340 ms`, `1.2 s`, `3 min 4 s`, `2 h 5 min`, `3 d 4 h`.
fn lasted(duration: SignedDuration) -> String {
    let milliseconds = duration.as_millis().max(0);
    let seconds = milliseconds / 1000;
    match seconds {
        0 => format!("{milliseconds} ms"),
        1..10 => format!("{}.{} s", seconds, milliseconds % 1000 / 100),
        10..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds / 3_600 % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_has_taken_no_time_yet() {
        let (start, end) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH + SignedDuration::from_secs(7));
        assert_eq!(took(State::Success, start, Some(end)).as_deref(), Some("7.0 s"));
        assert_eq!(took(State::Paused, start, Some(end)), None);
        assert_eq!(took(State::Running, start, None), None);
    }

    #[test]
    fn two_units_at_the_most() {
        let cases = [(0, "0 ms"), (340, "340 ms"), (1_299, "1.2 s"), (12_900, "12 s"), (184_000, "3 min 4 s")];
        for (milliseconds, expected) in cases {
            assert_eq!(lasted(SignedDuration::from_millis(milliseconds)), expected);
        }
        assert_eq!(lasted(SignedDuration::from_hours(76)), "3 d 4 h");
    }
}
