//! How an engine is at a moment, as far as it is not counted.

use jiff::Timestamp;

use crate::executor::Machine;
use crate::settings::Keep;
use crate::store::file::FILE_NAME;
use crate::triggers::switches::Switch;

/// How an engine is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Executions that something is being done with.
    pub in_memory: usize,
    /// Tasks with outside effects that work, or wait for a place.
    pub at_work: usize,
    /// How many more could work at once.
    pub free_places: usize,
    /// The size of the store's file, where it is one.
    pub store_bytes: Option<u64>,
    /// Triggers of all flows.
    pub triggers: usize,
    /// Those whose time has passed without anything happening.
    pub late: usize,
    /// How long the latest of them waits, in seconds.
    pub latest_seconds: f64,
}

/// A trigger that fires a little after its time is not late.
const TOLERANCE: i64 = 10;

pub(super) async fn figures(machine: &Machine) -> Figures {
    let settings = &machine.doors.settings;
    let now = machine.clock().now();
    let triggers = machine.overview().await;
    let waits = |next: Timestamp| now.duration_since(next).as_secs_f64();
    let late: Vec<f64> = (triggers.iter())
        .filter(|trigger| trigger.switch == Switch::On && trigger.running.is_none())
        .filter(|trigger| !trigger.flow.plan.disabled && !trigger.trigger().disabled)
        .filter_map(|trigger| trigger.next.map(waits))
        .filter(|wait| *wait > TOLERANCE as f64)
        .collect();
    let store_bytes = match settings.keep {
        Keep::OnDisk => std::fs::metadata(settings.data.join(FILE_NAME)).ok().map(|file| file.len()),
        Keep::InMemory => None,
    };
    Figures {
        in_memory: machine.lives.count(),
        at_work: machine.at_work.count(),
        free_places: machine.places.available_permits(),
        store_bytes,
        triggers: triggers.len(),
        late: late.len(),
        latest_seconds: late.into_iter().fold(0.0, f64::max),
    }
}
