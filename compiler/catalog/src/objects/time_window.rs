//! A window of time (1.x).

use crate::prelude::*;

/// The time within which all must hold.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct TimeWindow {
    /// The kind of window.
    #[default("DURATION_WINDOW")]
    pub r#type: WindowType,
    /// Its length.
    pub window: Option<SignedDuration>,
    /// How long after the full hour or day it begins.
    pub window_advance: Option<SignedDuration>,
    /// From midnight to this time of day.
    pub deadline: Option<Time>,
    /// From this time of day.
    pub start_time: Option<Time>,
    /// To this time of day.
    pub end_time: Option<Time>,
}

/// The kind of a window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum WindowType {
    /// From midnight to `deadline`.
    DailyTimeDeadline,
    /// From `startTime` to `endTime`.
    DailyTimeWindow,
    /// Windows of a length, one after another.
    DurationWindow,
    /// The time before now.
    SlidingWindow,
}
