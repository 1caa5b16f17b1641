//! How important an entry of the log is.

use crate::prelude::*;

/// How important an entry of the log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something is odd.
    Warn,
    /// For following what happens.
    Info,
    /// For finding faults.
    Debug,
    /// Everything.
    Trace,
}
