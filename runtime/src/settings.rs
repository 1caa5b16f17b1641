//! What whoever operates a server may set.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;
use plan::evaluate::Budget;
use plan::value::Map;

pub use redirect::{Redirect, Redirects};
pub use s3::{Credentials, S3};

use crate::clock::Clock;
use crate::telemetry::Destination;

mod redirect;
mod s3;

/// Where state lives, what the world looks like from here, and how much is too much.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder of the store and of internal storage.
    pub data: PathBuf,
    /// Whether the store is a file, or gone with the process.
    pub keep: Keep,
    /// When a commit counts as done.
    pub sync: Sync,
    /// Where files lie.
    pub files: Files,
    /// Hosts that requests go elsewhere for.
    pub redirects: Redirects,
    /// The zone of schedules and of `now()` where none is named.
    pub zone: TimeZone,
    /// What expressions see as `envs`, names in lower case.
    pub environment: BTreeMap<String, String>,
    /// What `secret()` gives, names in upper case.
    pub secrets: BTreeMap<String, String>,
    /// What expressions see as `globals`.
    pub globals: Map,
    /// What expressions see as `namespace`, by namespace: those inside one see it too, unless they say otherwise.
    pub variables: BTreeMap<String, Map>,
    /// The key of secret inputs and outputs, 16 or 32 bytes; without one they are refused.
    pub encryption_key: Option<EncryptionKey>,
    /// The address people reach the server at.
    pub url: Option<String>,
    /// How much is too much.
    pub limits: Limits,
    /// What an expression may spend.
    pub budget: Budget,
    /// Where spans of executions and task runs go, where they are exported.
    pub traces: Option<Destination>,
    /// Where the time comes from.
    pub clock: Clock,
    /// Whether triggers start executions.
    pub firing: Firing,
}

/// Whether triggers start executions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Firing {
    /// They do.
    On,
    /// They do not: executions are only started by those who ask for them, also over a webhook.
    Off,
}

/// Whether state outlives the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// In `lanner.redb` in the data folder.
    OnDisk,
    /// In memory; files of internal storage are still below the data folder.
    InMemory,
}

/// Where files of executions and namespaces lie.
#[derive(Clone, Debug)]
pub enum Files {
    /// In `storage` in the data folder.
    OnDisk,
    /// In a bucket.
    InBucket(S3),
}

/// When a commit counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sync {
    /// When the disk has it: nothing acknowledged is ever lost.
    Always,
    /// At once: whatever ends the process badly may take the last second.
    Never,
}

/// A key that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct EncryptionKey(pub(crate) zeroize::Zeroizing<Vec<u8>>);

impl EncryptionKey {
    /// A key that nobody knows.
    ///
    /// # Errors
    ///
    /// In one line, where the operating system gives no randomness.
    pub fn random() -> Result<Self, String> {
        let mut bytes = zeroize::Zeroizing::new(vec![0; 32]);
        getrandom::fill(&mut bytes).map_err(|error| format!("the operating system gives no randomness: {error}"))?;
        Ok(Self(bytes))
    }

    /// A key of 16 or 32 bytes.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        matches!(bytes.len(), 16 | 32).then(|| Self(zeroize::Zeroizing::new(bytes)))
    }
}

impl std::fmt::Debug for EncryptionKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("EncryptionKey(******)")
    }
}

crate::limits::limits! {
    /// How much is too much.
    pub struct Limits {
        /// the longest body of a request or response of a task that is held in memory
        body: usize = "10MiB",
        /// the largest file taken into internal storage
        file: u64 = "16GiB",
        /// the largest outputs of one task run
        outputs: usize = "16MiB",
        /// the longest log message; longer ones are cut into several
        message: usize = "10240",
        /// how long a chain of executions that start each other may get
        depth: u32 = "100",
        /// executions that something is done with at once; further ones are refused with 503
        executions: usize = "100000",
        /// tasks with outside effects that work at once; further ones wait
        task_runs: usize = "128",
        /// changes that may wait for the store; beyond, new executions are refused with 503
        queue: usize = "100000",
        /// lines one execution may log; further ones are left out
        log_lines: u64 = "1000000",
        /// how long running tasks are waited for when the server stops
        tasks_drain: Duration = "PT30S",
    }
}

impl Settings {
    /// A server that keeps its state in a folder, and fires triggers.
    pub fn on_disk(data: impl Into<PathBuf>) -> Self {
        Self::new(data.into(), Keep::OnDisk)
    }

    /// An engine whose state is gone with it, and which fires no triggers; files still need a folder.
    pub fn in_memory(data: impl Into<PathBuf>) -> Self {
        Self::new(data.into(), Keep::InMemory)
    }

    fn new(data: PathBuf, keep: Keep) -> Self {
        Self {
            data,
            keep,
            sync: Sync::Always,
            files: Files::OnDisk,
            redirects: Redirects::default(),
            traces: None,
            zone: TimeZone::UTC,
            environment: BTreeMap::new(),
            secrets: BTreeMap::new(),
            globals: Map::default(),
            variables: BTreeMap::new(),
            encryption_key: None,
            url: None,
            limits: Limits::default(),
            budget: Budget::USUAL,
            clock: Clock::default(),
            firing: match keep {
                Keep::OnDisk => Firing::On,
                Keep::InMemory => Firing::Off,
            },
        }
    }
}
