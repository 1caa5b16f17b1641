//! Lengths of time as people read them.

use jiff::SignedDuration;

/// `340 ms`, `1.2 s`, `3 min 4 s`, `2 h 5 min`, `3 d 4 h`.
pub fn lasted(duration: SignedDuration) -> String {
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
    fn two_units_at_the_most() {
        let cases = [(0, "0 ms"), (340, "340 ms"), (1_299, "1.2 s"), (12_900, "12 s"), (184_000, "3 min 4 s")];
        for (milliseconds, expected) in cases {
            assert_eq!(lasted(SignedDuration::from_millis(milliseconds)), expected);
        }
        assert_eq!(lasted(SignedDuration::from_hours(76)), "3 d 4 h");
    }
}
