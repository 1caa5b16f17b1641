//! Days of the week.

use crate::prelude::*;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum DayOfWeek {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}
