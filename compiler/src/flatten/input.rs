//! Inputs of flows and pauses, and the kinds of outputs.

use std::sync::Arc;

use plan::flow::{Custom, DependsOn, Input, InputKind, Values, Widget};
use plan::{Text, Value};

use super::argument::{self, Arguments};
use super::{is_false, is_true};
use crate::ast::{Content, Node, Object};
use crate::ir::{Flow, Owner, TaskId};

/// An input; `pause` is the task that asks for it, where the flow itself does not.
pub(super) fn input(flow: &Flow, object: &Arc<Object>, pause: Option<TaskId>, arguments: Arguments<'_>) -> Input {
    let owner = owner(flow, object, pause);
    let id = object.text("id").or_else(|| object.text("name")).cloned().unwrap_or_default();
    let kind = if object.text("type").is_some_and(|name| **name == *"FORM") {
        InputKind::Form { inputs: object.objects("inputs").map(|child| input(flow, child, pause, arguments)).collect() }
    } else {
        kind_with(object, owner, arguments)
    };
    let condition = object.object("dependsOn").map(|depends| DependsOn {
        inputs: depends.items("inputs").iter().filter_map(Node::as_text).cloned().collect(),
        condition: arguments.template(depends, "condition", owner),
    });
    let has_default = object.get("defaults").is_some();
    Input {
        id,
        kind,
        display_name: arguments.template(object, "displayName", owner),
        description: object.text("description").cloned(),
        required: !is_false(object, "required") && !has_default,
        defaults: default(object, "defaults", owner, arguments),
        prefill: default(object, "prefill", owner, arguments),
        depends_on: condition,
    }
}

fn owner(flow: &Flow, object: &Arc<Object>, pause: Option<TaskId>) -> Owner {
    if let Some(pause) = pause {
        return Owner::ResumeInput(pause);
    }
    let at = flow.inputs.iter().position(|input| Arc::ptr_eq(&input.object, object));
    at.map_or(Owner::Flow, |at| Owner::Input(super::number(at)))
}

/// A default as the type of the input reads it: text stays text for all but numbers, truths, lists and documents.
fn default(object: &Object, key: &str, owner: Owner, arguments: Arguments<'_>) -> Option<plan::Argument> {
    let node = object.get(key)?;
    let typed = matches!(
        object.text("type").map(AsRef::as_ref),
        Some("INT" | "FLOAT" | "BOOL" | "BOOLEAN" | "ARRAY" | "MULTISELECT" | "JSON" | "YAML" | "ION")
    );
    match node.as_scalar() {
        Some(scalar) if !typed && arguments.sites.of(scalar, owner).is_none() => {
            Some(plan::Argument::Fixed(Value::Text(scalar.text.clone())))
        }
        _ => arguments.named(object, key, owner),
    }
}

/// The kind of an input or output, by its type and validators.
pub(super) fn kind(object: &Object, arguments: Arguments<'_>) -> InputKind {
    kind_with(object, Owner::Flow, arguments)
}

fn kind_with(object: &Object, owner: Owner, arguments: Arguments<'_>) -> InputKind {
    let text = |key: &str| object.literal(key).cloned();
    let custom = || if is_true(object, "allowCustomValue") { Custom::Accepted } else { Custom::Refused };
    match object.text("type").map(AsRef::as_ref).unwrap_or_default() {
        "INT" => InputKind::Int { min: parsed(object, "min"), max: parsed(object, "max") },
        "FLOAT" => InputKind::Float { min: parsed(object, "min"), max: parsed(object, "max") },
        "DATETIME" => InputKind::DateTime { after: text("after"), before: text("before") },
        "DATE" => InputKind::Date { after: text("after"), before: text("before") },
        "TIME" => InputKind::Time { after: text("after"), before: text("before") },
        "DURATION" => InputKind::Duration { min: text("min"), max: text("max") },
        "STRING" => InputKind::String { validator: object.text("validator").cloned() },
        "SECRET" => InputKind::Secret { validator: object.text("validator").cloned() },
        "SELECT" | "ENUM" => InputKind::Select {
            values: values(object, owner, arguments),
            custom: custom(),
            widget: if is_true(object, "isRadio") { Widget::Radio } else { Widget::Dropdown },
        },
        "MULTISELECT" => InputKind::MultiSelect { values: values(object, owner, arguments), custom: custom() },
        "FILE" => InputKind::File { extensions: extensions(object) },
        "JSON" => InputKind::Json { schema: object.text("jsonSchema").cloned() },
        "ARRAY" => InputKind::Array { item: Box::new(simple(object.text("itemType").map_or("STRING", AsRef::as_ref))) },
        other => simple(other),
    }
}

/// A kind without validators, by the name of its type.
fn simple(name: &str) -> InputKind {
    match name {
        "BOOL" | "BOOLEAN" => InputKind::Bool,
        "INT" => InputKind::Int { min: None, max: None },
        "FLOAT" => InputKind::Float { min: None, max: None },
        "DATETIME" => InputKind::DateTime { after: None, before: None },
        "DATE" => InputKind::Date { after: None, before: None },
        "TIME" => InputKind::Time { after: None, before: None },
        "DURATION" => InputKind::Duration { min: None, max: None },
        "FILE" => InputKind::File { extensions: Vec::new() },
        "JSON" => InputKind::Json { schema: None },
        "YAML" => InputKind::Yaml,
        "ION" => InputKind::Ion,
        "URI" => InputKind::Uri,
        "EMAIL" => InputKind::Email,
        "SECRET" => InputKind::Secret { validator: None },
        "REUSABLE_INPUTS" => InputKind::Reusable,
        _ => InputKind::String { validator: None },
    }
}

fn parsed<T: std::str::FromStr>(object: &Object, key: &str) -> Option<T> {
    object.text(key)?.parse().ok()
}

fn values(object: &Object, owner: Owner, arguments: Arguments<'_>) -> Values {
    match arguments.template(object, "expression", owner) {
        Some(template) => Values::Computed(template),
        None => Values::Listed(object.items("values").iter().filter_map(offered).collect()),
    }
}

fn offered(node: &Node) -> Option<Text> {
    match &node.content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        Content::Object(object) => object.text("value").cloned(),
        Content::Map(entries) => entries.iter().find(|entry| &*entry.key.text == "value")?.value.as_text().cloned(),
        Content::Missing | Content::List(_) => argument::literal(node).as_str().map(Text::from),
    }
}

fn extensions(object: &Object) -> Vec<Text> {
    let listed = object.items("allowedFileExtensions").iter().filter_map(Node::as_text).cloned();
    listed.chain(object.literal("extension").cloned()).collect()
}
