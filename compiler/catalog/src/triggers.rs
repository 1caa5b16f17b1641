//! What starts flows, one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod flow;
pub mod http;
pub mod schedule;
pub mod schedule_on_dates;
pub mod webhook;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[
    flow::Flow::DECLARATION,
    http::Trigger::DECLARATION,
    schedule::Schedule::DECLARATION,
    schedule_on_dates::ScheduleOnDates::DECLARATION,
    webhook::Webhook::DECLARATION,
];
