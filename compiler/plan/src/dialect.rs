//! The two versions of the language that live side by side.

use serde::{Deserialize, Serialize};

/// Under which rules names and expressions of a file are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dialect {
    /// Kestra 1.0 to 1.3.
    V1,
    /// Kestra 2.0.
    #[default]
    V2,
}

/// A released version of the language, `1.0` to `2.0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Version {
    /// The part before the dot.
    pub major: u8,
    /// The part after the dot.
    pub minor: u8,
}

impl Version {
    /// The newest version known.
    pub const NEWEST: Self = Self { major: 2, minor: 0 };

    /// A version from its two parts.
    pub const fn new(major: u8, minor: u8) -> Self {
        Self { major, minor }
    }

    /// Reads `1.3`; nothing else is accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
    }

    /// The dialect its files are written in.
    pub const fn dialect(self) -> Dialect {
        if self.major >= 2 { Dialect::V2 } else { Dialect::V1 }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)
    }
}
