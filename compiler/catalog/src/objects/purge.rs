//! What is taken away when something is purged.

use crate::prelude::*;

/// Which values of the key-value store are purged.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(tag = "type")]
pub enum KvPurge {
    /// Whole keys.
    #[name("key")]
    Key(KeyPurge),
    /// Old versions.
    #[name("version")]
    Version(VersionPurge),
}

/// Which files of a namespace are purged.
#[derive(Clone, Debug, PartialEq, Record)]
#[record(tag = "type")]
pub enum FilesPurge {
    /// Old versions.
    #[name("version")]
    Version(VersionPurge),
}

/// Purges whole keys.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct KeyPurge {
    /// Only those whose time is over.
    #[default(true)]
    pub expired_only: bool,
    /// What is purged.
    #[default("key")]
    pub r#type: String,
}

/// Purges old versions.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct VersionPurge {
    /// Those that were written before this time.
    pub before: Option<String>,
    /// All but so many, the newest.
    pub keep_amount: Option<i64>,
    /// What is purged.
    #[default("version")]
    pub r#type: String,
}
