//! Triggers that somebody, or their own `stopAfter`, has switched off.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::{Part, TriggerName};
use crate::store::{Table, Write};

/// Whether a trigger fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It does.
    On,
    /// It does not.
    Off,
}

/// The triggers that are switched off.
#[derive(Debug, Default)]
pub(crate) struct Switches(Mutex<FxHashSet<TriggerName>>);

impl Switches {
    /// Whether a trigger fires, as far as it was not written otherwise.
    pub(crate) fn of(&self, name: &TriggerName) -> Switch {
        let off = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if off.contains(name) { Switch::Off } else { Switch::On }
    }

    /// Switches a trigger; the change of the store that goes with it.
    pub(crate) fn set(&self, name: &TriggerName, to: Switch) -> Write {
        let mut off = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = name.key(Part::Switch);
        match to {
            Switch::On => {
                off.remove(name);
                Write::Delete(Table::Triggers, key)
            }
            Switch::Off => {
                off.insert(name.clone());
                Write::Put(Table::Triggers, key, Vec::new())
            }
        }
    }
}
