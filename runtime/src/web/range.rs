//! The part of a file that a request asks for (RFC 9110 §14): a download that broke off goes on where it stopped.

use std::ops::Range;

use http::header;

use super::request::Request;

/// What a request asks for of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of it.
    Whole,
    /// These bytes, of which there is at least one.
    Part {
        /// Which, of those from the first on.
        bytes: Range<u64>,
        /// How many the file has.
        of: u64,
    },
    /// Bytes that it does not have.
    Beyond {
        /// How many it has.
        of: u64,
    },
}

impl Asked {
    /// What a request asks for of a file of so many bytes.
    ///
    /// Several parts at once, other units and what is no range are answered with the whole, as the standard allows;
    /// so is a range under a condition, since no file has a mark that the condition could hold against.
    pub fn of(request: &Request, size: u64) -> Self {
        match request.header(header::RANGE) {
            Some(range) if request.header(header::IF_RANGE).is_none() => Self::read(range, size),
            Some(_) | None => Self::Whole,
        }
    }

    fn read(range: &str, size: u64) -> Self {
        let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|it| it.trim().split_once('-')) else {
            return Self::Whole;
        };
        let bytes = match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
            (Some(first), None) if last.is_empty() => first..size,
            (None, Some(length)) if first.is_empty() => size.saturating_sub(length)..size,
            _ => return Self::Whole,
        };
        if bytes.is_empty() { Self::Beyond { of: size } } else { Self::Part { bytes, of: size } }
    }
}

/// A number in decimal digits; larger than any file where it does not fit.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let part = |bytes| Asked::Part { bytes, of: 10 };
        let beyond = || Asked::Beyond { of: 10 };
        for (range, expected) in [
            ("bytes=0-4", part(0..5)),
            ("bytes=4-", part(4..10)),
            ("bytes=-3", part(7..10)),
            ("bytes=-99", part(0..10)),
            ("bytes=9-99999999999999999999999", part(9..10)),
            ("bytes=10-", beyond()),
            ("bytes=-0", beyond()),
            ("bytes=99999999999999999999999-", beyond()),
            ("bytes=5-4", Asked::Whole),
            ("bytes=0-1,3-4", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("lines=0-4", Asked::Whole),
        ] {
            assert_eq!(Asked::read(range, 10), expected, "{range}");
        }
        assert_eq!(Asked::read("bytes=0-", 0), Asked::Beyond { of: 0 });
    }
}
