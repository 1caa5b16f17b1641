//! What the iterations of a loop see of the execution around them, and what they need not be handed.
//!
//! Each iteration of a 2.0 `Loop` is handed the outputs around it. Those of the loop itself grow with every
//! iteration, so that handing them on would make a loop of a thousand iterations write a million lists; only a
//! loop whose body looks at them is handed them.

use std::sync::Arc;

use plan::value::Map;
use plan::{Plan, StepId, Value};
use serde_json::Value as Json;

use super::{Execution, RunKey};

/// The name under which a loop gives out what its iterations gave out.
pub(super) const GIVEN: &str = "outputs";

/// Whether anything in the body of a loop, or what it declares to give out, may look at what the loop itself has
/// given out so far.
pub(super) fn looks_back(plan: &Plan, each: StepId) -> bool {
    let name = &*plan.step(each).name;
    let is_within = |step: &&plan::Step| {
        let parents = std::iter::successors(Some(*step), |step| step.parent.map(|parent| plan.step(parent)));
        parents.into_iter().any(|around| std::ptr::eq(around, plan.step(each)))
    };
    // What cannot be looked through might look at anything.
    plan.steps
        .iter()
        .filter(is_within)
        .any(|step| serde_json::to_value(step).map_or(true, |step| looks_at(&step, name)))
}

/// Whether a part of a step may look at `outputs` of a task, or at all of them.
fn looks_at(part: &Json, task: &str) -> bool {
    match part {
        Json::Object(members) => {
            let text = |value: Option<&Json>| value.and_then(Json::as_str).map(str::to_owned);
            let root = members.get("root").and_then(|root| text(root.get("text")));
            if root.as_deref() == Some("outputs") {
                let first = members.get("keys").and_then(|keys| text(keys.get(0)?.get("key")?.get("Name")));
                return first.is_none_or(|first| first == task);
            }
            // A name that is looked up as a whole, and templates that only exist when they are run.
            let local = members.get("Local").and_then(|local| text(local.get("text")));
            local.as_deref() == Some("outputs") || members.values().any(|member| looks_at(member, task))
        }
        Json::Array(items) => items.iter().any(|item| looks_at(item, task)),
        Json::String(text) => text.to_ascii_lowercase().starts_with("render"),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

impl Execution {
    /// The outputs that an iteration of a loop sees of the tasks around it, as they are now.
    pub(crate) fn outputs_around(&self, key: RunKey) -> Arc<Map> {
        let mut outputs = Arc::clone(&self.known.outputs);
        if !self.program.looks_back(self.at(key).step) {
            change_given(&mut outputs, &self.place_of(key), |entry| drop(entry.shift_remove(GIVEN)));
        }
        outputs
    }

    /// Lets nobody but the run itself hold what its iterations gave out, so that it can grow where it is.
    pub(super) fn release_given(&mut self, key: RunKey) {
        let place = self.place_of(key);
        change_given(&mut self.known.outputs, &place, |entry| drop(entry.insert(GIVEN.into(), Value::Null)));
    }
}

/// Changes an entry of outputs, where it has what iterations gave out.
fn change_given(outputs: &mut Arc<Map>, place: &[plan::Text], change: impl FnOnce(&mut Map)) {
    let mut seen = &**outputs;
    for name in place {
        let Some(Value::Map(map)) = seen.get(name) else { return };
        seen = map;
    }
    if !seen.contains_key(GIVEN) {
        return;
    }
    let mut entry = Arc::make_mut(outputs);
    for name in place {
        let Some(Value::Map(map)) = entry.get_mut(name) else { return };
        entry = Arc::make_mut(map);
    }
    change(entry);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_to_the_loop_itself_look_back() {
        let path = |root: &str, key: &str| serde_json::json!({"Path": {"root": {"text": root}, "keys": [{"key": {"Name": key}, "at": 0}]}});
        assert!(looks_at(&path("outputs", "loop"), "loop"));
        assert!(!looks_at(&path("outputs", "other"), "loop"));
        assert!(!looks_at(&path("inputs", "loop"), "loop"));
        assert!(looks_at(&serde_json::json!({"root": {"text": "outputs"}, "keys": []}), "loop"));
        assert!(looks_at(&serde_json::json!({"callee": ["Function", "render", "1.0"]}), "loop"));
        assert!(looks_at(&serde_json::json!([{"Local": {"text": "outputs"}}]), "loop"));
    }
}
