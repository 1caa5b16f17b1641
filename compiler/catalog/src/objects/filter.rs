//! What a block shows of several things.

use crate::objects::level::Level;
use crate::prelude::*;

/// Which of several values are shown.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct IdFilter {
    /// Only these, by their ids.
    pub include: Option<Vec<String>>,
    /// All but these, by their ids.
    pub exclude: Option<Vec<String>>,
}

/// Which entries of the log are shown.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct LogFilter {
    /// Less important entries are left out.
    pub log_level: Option<Level>,
    /// Only entries of these tasks.
    pub task_ids: Option<Vec<String>>,
}
