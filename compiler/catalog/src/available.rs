//! In which versions of the language something exists.

use plan::dialect::{Dialect, Version};

/// The versions that have something: from `since` (included) to `until` (excluded).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Available {
    /// The first version that has it; all before where absent (nothing older than 1.0 is told apart).
    pub since: Option<Version>,
    /// The first version that has it no longer.
    pub until: Option<Version>,
}

impl Available {
    /// In every version.
    pub const ALWAYS: Self = Self { since: None, until: None };

    /// Only in 1.x.
    pub const V1: Self = Self { since: None, until: Some(Version::new(2, 0)) };

    /// Since 2.0.
    pub const V2: Self = Self { since: Some(Version::new(2, 0)), until: None };

    /// Whether this version has it.
    pub fn covers(self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version) && self.until.is_none_or(|until| version < until)
    }

    /// Whether any version of the dialect has it.
    pub fn in_dialect(self, dialect: Dialect) -> bool {
        match dialect {
            Dialect::V1 => self.since.is_none_or(|since| since.dialect() == Dialect::V1),
            Dialect::V2 => self.until.is_none_or(|until| until > Version::new(2, 0)),
        }
    }

    /// The versions that both have.
    pub fn and(self, other: Self) -> Self {
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { since: self.since.max(other.since), until }
    }
}

/// A text with the versions that know it: an alias, a value of an enumeration, the name of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub text: &'static str,
    /// What it means, in Markdown; empty where nobody said.
    pub doc: &'static str,
    /// The versions that know it.
    pub available: Available,
}

/// That something should no longer be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// The first version that says so; unknown where absent.
    pub since: Option<Version>,
    /// What to write instead and why, as a sentence without full stop; unknown where absent.
    pub instead: Option<&'static str>,
}

impl Deprecated {
    /// Whether it is deprecated in this version.
    pub fn covers(self, version: Version) -> bool {
        self.since.is_none_or(|since| since <= version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_included_and_until_is_not() {
        let available = Available { since: Some(Version::new(1, 1)), until: Some(Version::new(2, 0)) };
        let covered =
            [(1, 0), (1, 1), (1, 3), (2, 0)].map(|(major, minor)| available.covers(Version::new(major, minor)));
        assert_eq!(covered, [false, true, true, false]);
        assert!(available.in_dialect(Dialect::V1) && !available.in_dialect(Dialect::V2));
        assert!(!Available::V2.in_dialect(Dialect::V1) && Available::ALWAYS.in_dialect(Dialect::V2));
    }
}
