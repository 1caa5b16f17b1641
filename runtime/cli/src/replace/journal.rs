//! The journal of a replacement: every file with its old and its new text, one JSON object a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A new text for a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Replacement<'a> {
    /// The file, relative to the working directory where it lies below.
    pub(crate) path: Cow<'a, str>,
    /// What is in it now; nothing is replaced where it is anything else.
    pub(crate) before: Cow<'a, str>,
    /// What will be.
    pub(crate) after: Cow<'a, str>,
}

/// What a file holds, as the journal sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// The new text.
    New,
    /// The old text, or a mixture of both that an interrupted write leaves behind.
    Old,
    /// What somebody else wrote.
    Other,
}

impl Replacement<'_> {
    /// What the file holds.
    pub(super) fn holds(&self, now: &[u8]) -> Holds {
        let (before, after) = (self.before.as_bytes(), self.after.as_bytes());
        if now == after {
            return Holds::New;
        }
        // A block that never came to the disk reads as zeros, which no YAML holds.
        let is_ours =
            |(at, byte): (usize, &u8)| *byte == 0 || [before, after].into_iter().any(|text| text.get(at) == Some(byte));
        let shorter = before.len().min(after.len());
        let longer = before.len().max(after.len());
        match (shorter..=longer).contains(&now.len()) && now.iter().enumerate().all(is_ours) {
            true => Holds::Old,
            false => Holds::Other,
        }
    }
}

/// The journal as it is written.
pub(super) fn encode(entries: &[Replacement<'_>]) -> serde_json::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(entries.iter().map(|it| it.before.len() + it.after.len() + 128).sum());
    for entry in entries {
        serde_json::to_writer(&mut text, entry)?;
        text.push(b'\n');
    }
    Ok(text)
}

/// The journal as it was written.
pub(super) fn decode(text: &[u8]) -> serde_json::Result<Vec<Replacement<'static>>> {
    text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(serde_json::from_slice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_as_it_was_written() {
        let entry =
            |path: &'static str| Replacement { path: path.into(), before: "a: \"\n\"".into(), after: "ü".into() };
        let entries = [entry("a b"), entry("c\n")];
        assert_eq!(decode(&encode(&entries).unwrap()).unwrap(), entries);
        assert!(decode(b"{\"path\"").is_err());
    }

    #[test]
    fn mixtures_are_told_from_what_somebody_wrote() {
        let entry =
            Replacement { path: "a".into(), before: "id: old\nrest\n".into(), after: "id: newer\nrest\n".into() };
        for (now, holds) in [
            ("id: newer\nrest\n", Holds::New),
            ("id: old\nrest\n", Holds::Old),
            ("id: new\nrest\n", Holds::Old),
            ("id: newe\nrest\n", Holds::Other),
            ("id: old\nrest\0\0\0", Holds::Old),
            ("id: old\n", Holds::Other),
            ("id: mine\nrest\n", Holds::Other),
            ("", Holds::Other),
        ] {
            assert_eq!(entry.holds(now.as_bytes()), holds, "{now:?}");
        }
    }
}
