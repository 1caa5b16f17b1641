//! What starts executions by itself: dates, other executions, calls from outside, answers of servers.
//!
//! What is due, and what an execution is started with, is decided by functions that know neither store nor
//! clock. What they decide goes into the store together with the execution that begins, in one transaction: a
//! date fires once, whatever happens to the server.

pub(crate) mod begin;
pub(crate) mod context;
pub(crate) mod dates;
mod deployed;
pub(crate) mod due;
pub(crate) mod keeper;
pub(crate) mod listener;
mod overview;
mod poll;
mod read;
pub mod standing;
pub mod switches;
pub mod webhook;
pub(crate) mod window;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use plan::{FlowName, Text};
use tokio::sync::Notify;

use crate::store::{Key, records};

pub use overview::{BackfillRequest, Overview};
pub(crate) use standing::Standing;
pub(crate) use switches::Switches;
pub(crate) use window::Collected;

/// The canonical types of the triggers that are known here.
pub(crate) mod kinds {
    pub(crate) const FLOW: &str = "io.kestra.plugin.core.trigger.Flow";
    pub(crate) const HTTP: &str = "io.kestra.plugin.core.http.Trigger";
    pub(crate) const SCHEDULE: &str = "io.kestra.plugin.core.trigger.Schedule";
    pub(crate) const SCHEDULE_ON_DATES: &str = "io.kestra.plugin.core.trigger.ScheduleOnDates";
    pub(crate) const WEBHOOK: &str = "io.kestra.plugin.core.trigger.Webhook";
}

/// The name of a trigger within a server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TriggerName {
    /// The flow it starts.
    pub flow: FlowName,
    /// Its id.
    pub id: Text,
}

impl std::fmt::Display for TriggerName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}", self.flow, self.id)
    }
}

/// What the store keeps of a trigger, in rows that each have one writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// When it fires next, and what it has started.
    Standing,
    /// Whether somebody switched it off.
    Switch,
    /// Which of several conditions held, under the name of their set.
    Collected(&'a str),
}

const STANDING: &str = "standing";
const SWITCH: &str = "switch";
const COLLECTED: &str = "collected";

impl TriggerName {
    /// The key of a part of it in [`crate::store::Table::Triggers`].
    pub(crate) fn key(&self, part: Part<'_>) -> Key {
        let FlowName { namespace, id } = &self.flow;
        match part {
            Part::Standing => records::names(&[namespace, id, &self.id, STANDING]),
            Part::Switch => records::names(&[namespace, id, &self.id, SWITCH]),
            Part::Collected(set) => records::names(&[namespace, id, &self.id, COLLECTED, set]),
        }
    }

    /// What a key stands for.
    pub(crate) fn read(key: &[u8]) -> Option<(Self, Part<'_>)> {
        let names = records::read_names(key)?;
        let (&[namespace, flow, id, part], rest) = names.split_first_chunk()?;
        let part = match (part, rest) {
            (STANDING, []) => Part::Standing,
            (SWITCH, []) => Part::Switch,
            (COLLECTED, [set]) => Part::Collected(set),
            _ => return None,
        };
        Some((Self { flow: FlowName { namespace: namespace.into(), id: flow.into() }, id: id.into() }, part))
    }
}

/// What is known of all triggers.
#[derive(Debug, Default)]
pub(crate) struct Triggers {
    /// Those that fire by the clock. Whoever changes one keeps the lock until the store has it.
    pub(crate) standings: tokio::sync::Mutex<BTreeMap<TriggerName, Standing>>,
    pub(crate) switches: Switches,
    collected: Mutex<Windows>,
    /// Rings when something may be due that was not before.
    pub(crate) bell: Notify,
}

/// What was collected, by trigger and set of conditions.
pub(crate) type Windows = BTreeMap<(TriggerName, Text), Collected>;

impl Triggers {
    /// What was collected; kept locked until the changes are on their way to the store, so that they get there
    /// in the order in which they were made.
    pub(crate) fn windows(&self) -> MutexGuard<'_, Windows> {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back() {
        let flow = FlowName { namespace: "demo".into(), id: "flow".into() };
        let name = TriggerName { flow, id: "nightly".into() };
        for part in [Part::Standing, Part::Switch, Part::Collected("both")] {
            assert_eq!(TriggerName::read(&name.key(part)), Some((name.clone(), part)));
        }
    }
}
