//! A flow as `GET /flows/{namespace}/{id}` shows it: the author's document with what the server knows of it.

use plan::Plan;
use serde_json::{Map, Value, json};

use crate::json::Json;
use crate::registry::Flow;
use crate::web::context::Context;
use crate::web::problem::Problem;

/// Whether the source is shown beside the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// It is, byte for byte.
    Shown,
    /// It is not.
    Left,
}

/// The document of a deployed flow.
///
/// # Errors
///
/// 500 where the source, which was compiled once, can no longer be read.
pub fn document(context: &Context, flow: &Flow, source: Source) -> Result<Value, Problem> {
    let mut shown = of_plan(context, &flow.plan)?;
    let known = json!({
        "revision": flow.revision,
        "updated": flow.updated.to_string(),
        "disabled": flow.plan.disabled,
        "deleted": false,
        "draft": false,
    });
    if let Value::Object(known) = known {
        shown.extend(known);
    }
    if source == Source::Shown {
        shown.insert("source".to_owned(), json!(flow.plan.source.text));
    }
    Ok(Value::Object(shown))
}

/// What is shown of a flow that was taken away: its last revision, and one more that says so.
///
/// # Errors
///
/// As [`document`].
pub fn tombstone(context: &Context, last: &Flow, source: Source) -> Result<Value, Problem> {
    let mut shown = document(context, last, source)?;
    shown["deleted"] = json!(true);
    shown["revision"] = json!(last.revision + 1);
    Ok(shown)
}

/// What the author of a plan wrote.
///
/// # Errors
///
/// As [`document`].
pub fn of_plan(context: &Context, plan: &Plan) -> Result<Map<String, Value>, Problem> {
    let written = context.engine.parse().document(&plan.source.text);
    let written = written.map_err(|failure| Problem::internal(&failure.message))?;
    let written = serde_json::to_value(Json(&written)).map_err(|error| Problem::internal(&error))?;
    let Value::Object(written) = written else { return Err(Problem::internal(&"a flow is no map")) };
    let mut shown = Map::new();
    for (key, value) in [("id", &plan.flow.id), ("namespace", &plan.flow.namespace), ("tenantId", &"main".into())] {
        shown.insert(key.to_owned(), json!(value));
    }
    for (key, value) in written {
        let value = match key.as_str() {
            "labels" => labels(value),
            "inputs" => inputs(value),
            _ => value,
        };
        if !value.is_null() && !shown.contains_key(&key) {
            shown.insert(key, value);
        }
    }
    Ok(shown)
}

/// Labels are a list in answers, also where the author wrote a map.
fn labels(value: Value) -> Value {
    match value {
        Value::Object(map) => map.into_iter().map(|(key, value)| json!({"key": key, "value": text(value)})).collect(),
        other => other,
    }
}

/// Inputs say whether they are required, and their defaults are texts since 1.0.
pub(super) fn inputs(value: Value) -> Value {
    let Value::Array(mut items) = value else { return value };
    for input in items.iter_mut().filter_map(Value::as_object_mut) {
        let required = input.get("required").and_then(Value::as_bool).unwrap_or(true);
        input.insert("required".to_owned(), json!(required));
        if let Some(defaults) = input.shift_remove("defaults").filter(|defaults| !defaults.is_null()) {
            input.insert("defaults".to_owned(), Value::String(text(defaults)));
        }
    }
    Value::Array(items)
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_a_list_and_defaults_texts() {
        assert_eq!(labels(json!({"a": "b", "n": 1})), json!([{"key": "a", "value": "b"}, {"key": "n", "value": "1"}]));
        let shown =
            inputs(json!([{"id": "n", "type": "INT", "defaults": 3}, {"id": "l", "required": false, "defaults": [1]}]));
        assert_eq!(shown[0], json!({"id": "n", "type": "INT", "required": true, "defaults": "3"}));
        assert_eq!(shown[1], json!({"id": "l", "required": false, "defaults": "[1]"}));
    }
}
