//! What expressions see as `outputs`: by task id, then by the value of each loop around it.

use std::sync::Arc;

use plan::value::Map;
use plan::{Text, Value};

use super::{Execution, RunKey};

impl Execution {
    /// The outputs of a run are put in their place.
    pub(super) fn show_outputs(&mut self, key: RunKey) {
        let run = self.at(key);
        let control = self.known.frames.contains_key(&key);
        if run.outputs.is_none() && !control {
            return;
        }
        let given = run.outputs.clone().unwrap_or_default();
        let mut path = self.place_of(key);
        let Some(name) = path.pop() else { return };
        let mut place = Arc::make_mut(&mut self.known.outputs);
        for around in path {
            let entry = place.entry(around).or_insert_with(|| Value::Map(Arc::default()));
            place = as_map(entry);
        }
        let entry = place.entry(name).or_insert_with(|| Value::Map(Arc::default()));
        if given.is_empty() {
            return;
        }
        match entry {
            Value::Map(map) if map.is_empty() => *entry = Value::Map(given),
            _ => as_map(entry).extend(given.iter().map(|(name, value)| (name.clone(), value.clone()))),
        }
    }

    /// Where the outputs of a run stand: its task, then the values of the loops around it.
    pub(super) fn place_of(&self, key: RunKey) -> Vec<Text> {
        let run = self.at(key);
        let mut place: Vec<Text> = run.value.iter().cloned().collect();
        place.extend(self.ancestors(run).filter_map(|run| run.value.clone()));
        place.push(self.task_name(run).clone());
        place.reverse();
        place
    }

    /// Everything is put in its place anew, after runs were removed.
    pub(super) fn show_all_outputs(&mut self) {
        self.known.outputs = self.around.as_ref().map(|around| Arc::clone(&around.outputs)).unwrap_or_default();
        let keys: Vec<RunKey> = self.runs.iter().map(|run| run.key).collect();
        for key in keys {
            self.show_outputs(key);
        }
    }
}

/// A map that can be changed; whatever else was there makes room.
fn as_map(value: &mut Value) -> &mut Map {
    if !matches!(value, Value::Map(_)) {
        *value = Value::Map(Arc::default());
    }
    match value {
        Value::Map(map) => Arc::make_mut(map),
        _ => unreachable!("it was made a map just now"),
    }
}
