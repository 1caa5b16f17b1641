//! What a task says while it works goes into the log of its execution, a few moments at a time.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use plan::step::LogLevel;

use super::Machine;
use super::drive::Effect;
use super::live::{Live, Slot};
use crate::execution::RunKey;
use crate::metrics::Metric;
use crate::store::committer::Importance;
use crate::tasks::Journal;

/// The journal of a task at work.
pub(super) struct WorkJournal {
    pub(super) machine: Weak<Machine>,
    pub(super) slot: Arc<Slot>,
    pub(super) run: RunKey,
    /// Lines are gathered here instead, for a file.
    pub(super) lines: Option<Mutex<String>>,
}

impl WorkJournal {
    /// The lines that belong into a file.
    pub(super) fn lines(&self) -> Option<String> {
        let lines = self.lines.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        Some(lines.clone())
    }
}

impl WorkJournal {
    /// Has what was said committed in a moment, with what is said until then.
    fn keep_soon(&self, machine: &Arc<Machine>, live: &mut Live) {
        if live.flushing || (live.logs.is_empty() && live.metrics.is_empty()) {
            return;
        }
        live.flushing = true;
        let (slot, machine) = (Arc::clone(&self.slot), Arc::clone(machine));
        let handle = machine.handle.clone();
        handle.spawn(async move {
            tokio::time::sleep(MOMENT).await;
            let mut live = slot.lock();
            live.flushing = false;
            if !live.logs.is_empty() || !live.metrics.is_empty() {
                machine.commit(&slot, &mut live, Effect::default(), Importance::Kept, None);
            }
        });
    }
}

/// Lines said within this time are committed together.
const MOMENT: Duration = Duration::from_millis(20);

impl Journal for WorkJournal {
    fn log(&self, level: LogLevel, message: String) {
        let Some(machine) = self.machine.upgrade() else { return };
        let mut live = self.slot.lock();
        if let Some(lines) = &self.lines {
            let execution = &live.execution;
            let task = execution.run(self.run).map(|run| execution.task_name(run).clone()).unwrap_or_default();
            let message = live.mask.hide(&message);
            let line = format!(
                "{:.6} {:5} worker {}.{task} {message}\n",
                machine.clock().now(),
                crate::logs::level_name(level),
                execution.flow()
            );
            lines.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
            return;
        }
        machine.say(&mut live, Some(self.run), level, &message);
        self.keep_soon(&machine, &mut live);
    }

    fn metric(&self, metric: Metric) {
        let Some(machine) = self.machine.upgrade() else { return };
        let mut live = self.slot.lock();
        machine.note(&mut live, self.run, metric);
        self.keep_soon(&machine, &mut live);
    }
}
