//! The flows that a `Flow` trigger waits for, as far as they are written out.

use std::sync::Arc;

use grammar::yaml::Scalar;
use plan::FlowName;

use crate::ast::{Content, Node, Object};

/// The trigger that starts a flow after others.
pub(crate) const FLOW_TRIGGER: &str = "io.kestra.plugin.core.trigger.Flow";

const EXECUTION_FLOW: &str = "io.kestra.plugin.core.condition.ExecutionFlow";
const MULTIPLE: &str = "io.kestra.plugin.core.condition.MultipleCondition";

/// A flow that a trigger waits for.
pub(crate) struct Listened<'a> {
    /// Its name.
    pub(crate) flow: FlowName,
    /// Where its id stands.
    pub(crate) id: &'a Arc<Scalar>,
    /// Whether it has to do more than end well: to fail, to carry a label, to come together with others.
    pub(crate) guarded: bool,
}

/// The flows that a trigger names; none where it is of another type.
pub(crate) fn listened(trigger: &Object) -> Vec<Listened<'_>> {
    let mut found = Vec::new();
    if !trigger.is(FLOW_TRIGGER) {
        return found;
    }
    let filtered = trigger.object("preconditions").is_some_and(|it| it.get("where").is_some())
        || trigger.get("when").is_some()
        || !ends_well(trigger);
    let preconditions = trigger.object("preconditions").into_iter().flat_map(|it| it.objects("flows"));
    let entries: Vec<&Arc<Object>> = preconditions.chain(trigger.objects("dependsOn")).collect();
    for entry in &entries {
        let guarded = filtered || entries.len() > 1 || !ends_well(entry) || has(entry, &["labels", "when"]);
        found.extend(named(entry, guarded));
    }
    let conditions: Vec<&Arc<Object>> = trigger.objects("conditions").collect();
    for condition in &conditions {
        let guarded = filtered || conditions.len() > 1;
        if condition.is(EXECUTION_FLOW) {
            found.extend(named(condition, guarded));
        } else if condition.is(MULTIPLE)
            && let Some(Content::Map(entries)) = condition.get("conditions").map(|node| &node.content)
        {
            let within = entries.iter().filter_map(|entry| entry.value.as_object());
            found.extend(within.filter(|it| it.is(EXECUTION_FLOW)).filter_map(|it| named(it, true)));
        }
    }
    found
}

fn named(entry: &Object, guarded: bool) -> Option<Listened<'_>> {
    Some(Listened {
        flow: FlowName { namespace: entry.literal("namespace")?.clone(), id: entry.literal("flowId")?.clone() },
        id: entry.scalar("flowId")?,
        guarded,
    })
}

fn has(object: &Object, keys: &[&str]) -> bool {
    keys.iter().any(|key| object.get(key).is_some())
}

/// Whether an execution that ends well is among those that count.
fn ends_well(object: &Object) -> bool {
    let states = object.items("states");
    states.is_empty() || states.iter().filter_map(Node::as_text).any(|state| **state == *"SUCCESS")
}
