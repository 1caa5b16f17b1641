//! Keeping outputs of a task for the next run.

use crate::prelude::*;

/// Takes the outputs of an equal earlier run instead of running again.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct TaskCache {
    /// Whether outputs are kept and taken.
    pub enabled: bool,
    /// How old outputs may be; any age where absent.
    pub ttl: Option<SignedDuration>,
}
