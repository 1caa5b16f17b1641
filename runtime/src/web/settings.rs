//! What whoever operates the server may decide about its door.

use std::time::Duration;

/// The settings of the web server.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address people reach the server at, without a slash at its end, for links in messages.
    pub url: Option<String>,
    /// What clients may use up.
    pub limits: Limits,
}

/// What clients may use up.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; further ones wait.
    pub connections: usize,
    /// Open event streams at once; further ones are refused with 503.
    pub streams: usize,
    /// The longest time from the start of a request, or the end of the one before, to the end of its headers.
    pub idle: Duration,
    /// The longest pause while a body is sent or an answer is read.
    pub patience: Duration,
    /// The largest document in bytes: sources, JSON.
    pub document: u64,
    /// The largest form in bytes, with its files.
    pub upload: u64,
    /// How long requests may go on after the server was asked to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            streams: 5_000,
            idle: Duration::from_secs(60),
            patience: Duration::from_secs(30),
            document: 10_000_000,
            upload: 1_000_000_000,
            drain: Duration::from_secs(10),
        }
    }
}
