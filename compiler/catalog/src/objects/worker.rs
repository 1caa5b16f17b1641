//! Which workers a task runs on.

use crate::prelude::*;

/// The workers a task runs on (enterprise edition).
#[derive(Clone, Debug, PartialEq, Record)]
pub struct WorkerGroup {
    /// The key of the group.
    pub key: Option<String>,
    /// What happens where no worker of the group is there.
    pub fallback: Option<WorkerFallback>,
}

/// What happens where no worker is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WorkerFallback {
    /// The task fails.
    Fail,
    /// The task waits for one.
    Wait,
    /// The task is cancelled.
    Cancel,
}

/// The workers a task runs on, by their tags (enterprise edition).
#[derive(Clone, Debug, PartialEq, Record)]
pub struct WorkerSelector {
    /// The tags.
    #[size(max = 20)]
    pub tags: Option<Vec<String>>,
    /// Whether a worker needs all of the tags or any.
    pub r#match: Option<WorkerMatch>,
    /// What happens where no such worker is there.
    pub fallback: Option<QueueFallback>,
}

/// Which tags a worker needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WorkerMatch {
    /// All of them.
    All,
    /// One of them.
    Any,
}

/// What happens where no worker with the tags is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum QueueFallback {
    /// The task fails.
    Fail,
    /// The task waits for one.
    Wait,
    /// The task is cancelled.
    Cancel,
    /// Any worker takes it.
    Ignore,
}
