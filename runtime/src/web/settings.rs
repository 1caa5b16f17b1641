//! What whoever operates the server may decide about its door.

use std::time::Duration;

use super::hosts::Exposure;
use super::remote::Network;
use crate::access::Users;

/// The settings of the web server.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address people reach the server at, without a slash at its end, for links in messages.
    pub url: Option<String>,
    /// Who may log in; where there are none nobody has to.
    pub users: Users,
    /// Which names it answers to while nobody has to log in.
    pub exposure: Exposure,
    /// Proxies whose word on where a request comes from is believed.
    pub trusted_proxies: Vec<Network>,
    /// What clients may use up.
    pub limits: Limits,
}

crate::limits::limits! {
    /// What clients may use up.
    pub struct Limits {
        /// connections at once; further ones wait
        connections: usize = "10000",
        /// open event streams at once; further ones are refused with 503
        streams: usize = "5000",
        /// the longest time from the start of a request, or the end of the one before, to the end of its headers
        idle: Duration = "PT1M",
        /// the longest pause while a body is sent or an answer is read
        patience: Duration = "PT30S",
        /// the longest time a whole body may take to arrive
        upload_time: Duration = "PT15M",
        /// headers of one request
        headers: usize = "100",
        /// the first line and the headers of one request together, in bytes
        header_bytes: usize = "64KiB",
        /// the largest document: a source, JSON
        document: u64 = "10MB",
        /// the largest form with its files
        upload: u64 = "1GB",
        /// parts of one form
        parts: usize = "1000",
        /// wrong passwords or tokens from one address within `attempts-window`; further tries are refused with 429
        attempts: u32 = "10",
        /// the time after which wrong passwords and tokens are forgotten
        attempts_window: Duration = "PT1M",
        /// how long somebody stays logged in
        session: Duration = "P7D",
        /// how long it is kept who did what
        audit: Duration = "P365D",
        /// how long the files of a form that was never sent are kept
        drafts: Duration = "P1D",
        /// how long requests may go on after the server was asked to stop
        requests_drain: Duration = "PT10S",
    }
}
