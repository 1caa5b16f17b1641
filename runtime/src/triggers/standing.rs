//! What is kept of a trigger that fires by the clock.

use std::sync::Arc;

use jiff::Timestamp;
use plan::Text;
use plan::value::Map;
use serde::{Deserialize, Serialize};

use crate::execution::Label;
use crate::ids::ExecutionId;

/// What is kept of a trigger that fires by the clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// What its dates follow from: when that changes, they are found anew.
    pub(crate) definition: Text,
    /// When it is looked at next; never where there is no date any more.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub(crate) next: Option<Timestamp>,
    /// The date it fired for last.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub(crate) last: Option<Timestamp>,
    /// The execution it started last: as long as that goes on, no other is started.
    pub(crate) running: Option<ExecutionId>,
    /// Dates that are made up for.
    pub(crate) backfill: Option<Backfill>,
    /// When this last changed.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub(crate) updated: Timestamp,
}

/// Dates in the past that a trigger makes up for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backfill {
    /// The first date, if it is one.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub start: Timestamp,
    /// The last date, if it is one.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub end: Timestamp,
    /// The date that was made up for last.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::optional")]
    pub done: Option<Timestamp>,
    /// Whether it rests.
    pub paused: bool,
    /// Inputs before those of the trigger.
    pub inputs: Arc<Map>,
    /// Labels besides those of the trigger.
    pub labels: Vec<Label>,
}

impl Backfill {
    /// Dates after this one are left.
    pub(crate) fn behind(&self) -> Timestamp {
        let before = self.start.checked_sub(jiff::SignedDuration::from_millis(1)).unwrap_or(Timestamp::MIN);
        self.done.unwrap_or(before)
    }
}

impl Standing {
    /// A trigger that has not fired.
    pub(crate) fn new(definition: Text, next: Option<Timestamp>, now: Timestamp) -> Self {
        Self { definition, next, last: None, running: None, backfill: None, updated: now }
    }
}
