//! Triggers and their conditions.

use std::sync::Arc;

use plan::Text;
use plan::trigger::{Condition, Trigger};

use super::argument::Arguments;
use super::is_true;
use crate::ast::{Content, Node, Object};
use crate::ir::{self, Owner};

/// The properties that have a place of their own in a [`Trigger`].
const TAKEN: &[&str] =
    &["id", "type", "description", "disabled", "conditions", "when", "inputs", "labels", "stopAfter"];

pub(super) fn trigger(trigger: &ir::Trigger, owner: Owner, arguments: Arguments<'_>) -> Trigger {
    let object = &trigger.object;
    Trigger {
        id: object.text("id").cloned().unwrap_or_default(),
        trigger_type: canonical(object),
        disabled: is_true(object, "disabled"),
        conditions: conditions(object, "conditions", owner, arguments),
        when: arguments.template(object, "when", owner),
        inputs: arguments.pairs(object, "inputs", owner),
        labels: arguments.pairs(object, "labels", owner),
        stop_after: object.items("stopAfter").iter().filter_map(Node::as_text).cloned().collect(),
        properties: properties(object, TAKEN, owner, arguments),
        place: object.grip(),
    }
}

/// The conditions under a key.
pub(super) fn conditions(object: &Object, key: &str, owner: Owner, arguments: Arguments<'_>) -> Vec<Condition> {
    let nodes: Vec<&Node> = match object.get(key).map(|node| &node.content) {
        Some(Content::List(items)) => items.iter().collect(),
        // A `MultipleCondition` names its conditions.
        Some(Content::Map(entries)) => entries.iter().map(|entry| &entry.value).collect(),
        _ => Vec::new(),
    };
    nodes.into_iter().filter_map(Node::as_object).map(|object| condition(object, owner, arguments)).collect()
}

fn condition(object: &Arc<Object>, owner: Owner, arguments: Arguments<'_>) -> Condition {
    Condition {
        condition_type: canonical(object),
        properties: properties(object, &["type", "conditions"], owner, arguments),
        children: conditions(object, "conditions", owner, arguments),
        place: object.scalar("type").map_or(object.span, |name| name.content()),
    }
}

/// What is written in an object under canonical names, but for some.
pub(super) fn properties(
    object: &Object,
    taken: &[&str],
    owner: Owner,
    arguments: Arguments<'_>,
) -> Vec<(Text, plan::Argument)> {
    let mut found: Vec<(Text, plan::Argument)> = Vec::new();
    for property in object.properties.iter().filter(|property| !taken.contains(&property.name())) {
        let value = arguments.property(property, owner);
        match found.iter_mut().find(|(name, _)| **name == *property.name()) {
            Some(entry) => entry.1 = value,
            None => found.push((Text::from(property.name()), value)),
        }
    }
    found
}

/// The canonical name of its type, or the name as written.
pub(super) fn canonical(object: &Object) -> Text {
    match object.declaration() {
        Some(declaration) => Text::from(declaration.name),
        None => object.text("type").cloned().unwrap_or_default(),
    }
}
