//! The schema of `lanner.yaml`, made from the list of settings.

use serde_json::{Map, Value, json};

use runtime::access::Role;

use super::DIALECT;
use crate::commands::explain;
use crate::configuration::keys::{DEFAULTS_KEYS, KEYS, OVERRIDE_KEYS, Shape};
use crate::configuration::serving::{TELEMETRY_KEYS, USER_KEYS, UserShape, all_limits};
use crate::configuration::world::STORAGE_KEYS;
use crate::version;

pub(super) fn schema() -> Value {
    let all = KEYS.iter().map(|key| (key.name.to_owned(), property(key.shape, key.about)));
    json!({
        "$schema": DIALECT,
        "title": "Settings of Lanner",
        "description": "What a team decides for a folder and everything below it, in lanner.yaml",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": all.collect::<Map<String, Value>>(),
        "definitions": { "level": level(), "levels": levels(), "version": versions(), "override": an_override() },
    })
}

fn property(shape: Shape, about: &str) -> Value {
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let mut schema = match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::OneOf(words) => json!({ "enum": words }),
        Shape::Truth => json!({ "type": "boolean" }),
        Shape::Texts => texts,
        Shape::TextOrTexts => json!({ "anyOf": [{ "type": "string" }, texts] }),
        Shape::Map => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Shape::Values => json!({ "type": "object" }),
        Shape::ValuesByNamespace => json!({ "type": "object", "additionalProperties": { "type": "object" } }),
        Shape::Numbers => json!({
            "type": "object",
            "additionalProperties": { "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string" }] },
        }),
        Shape::Lists => json!({ "type": "object", "additionalProperties": texts }),
        Shape::Defaults => json!({
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "values"],
                "additionalProperties": false,
                "properties": defaults(),
            },
        }),
        Shape::Storage => json!({
            "type": "object",
            "required": ["type"],
            "additionalProperties": false,
            "properties": storage(),
        }),
        // What stands beside a reference is not read in this dialect.
        Shape::Version => json!({ "allOf": [{ "$ref": "#/definitions/version" }] }),
        Shape::Levels => json!({ "allOf": [{ "$ref": "#/definitions/levels" }] }),
        Shape::Limits => limits(),
        Shape::Telemetry => telemetry(),
        Shape::Users => json!({ "type": "object", "additionalProperties": user() }),
        Shape::Overrides => json!({ "type": "array", "items": { "$ref": "#/definitions/override" } }),
    };
    schema["description"] = json!(about);
    schema
}

/// The keys of an item of `plugin-defaults`.
fn defaults() -> Map<String, Value> {
    let property = |(name, about): (&str, &str)| {
        let kind = match name {
            "forced" => "boolean",
            "values" => "object",
            _ => "string",
        };
        (name.to_owned(), json!({ "type": kind, "description": about }))
    };
    DEFAULTS_KEYS.into_iter().map(property).collect()
}

/// The keys of `storage`.
fn storage() -> Map<String, Value> {
    let property = |(name, about): (&str, &str)| match name {
        "type" => (name.to_owned(), json!({ "enum": ["local", "s3"], "description": about })),
        _ => (name.to_owned(), json!({ "type": "string", "description": about })),
    };
    STORAGE_KEYS.into_iter().map(property).collect()
}

fn versions() -> Value {
    let texts: Vec<String> = version::KNOWN.iter().map(ToString::to_string).collect();
    let numbers: Vec<Value> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    json!({ "enum": texts.into_iter().map(Value::from).chain(numbers).collect::<Vec<_>>() })
}

fn level() -> Value {
    json!({ "enum": ["off", "hint", "info", "warning", "error", false] })
}

/// Levels by code, each with what it is about, or by group.
fn levels() -> Value {
    let codes = explain::all();
    let mut properties = Map::new();
    for code in &codes {
        let description = format!("{} ({} by default)", code.summary, code.severity.word());
        properties.insert(
            code.name.to_owned(),
            json!({ "allOf": [{ "$ref": "#/definitions/level" }], "description": description }),
        );
    }
    let mut groups: Vec<&str> = codes.iter().map(|code| code.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        properties.insert(group.to_owned(), json!({ "$ref": "#/definitions/level" }));
    }
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn limits() -> Value {
    let all = all_limits().map(|(key, about, default)| {
        let about = format!("{about} ({default} by default)");
        (key, json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string" }], "description": about }))
    });
    json!({ "type": "object", "additionalProperties": false, "properties": all.collect::<Map<String, Value>>() })
}

fn telemetry() -> Value {
    let all = TELEMETRY_KEYS.map(|(key, about)| (key.to_owned(), json!({ "type": "string", "description": about })));
    let properties: Map<String, Value> = all.into_iter().collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn user() -> Value {
    let all = USER_KEYS.into_iter().map(|(key, shape, about)| {
        let mut schema = match shape {
            UserShape::Text => json!({ "type": "string" }),
            UserShape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            UserShape::Role => json!({ "enum": Role::ALL.map(Role::name) }),
        };
        schema["description"] = json!(about);
        (key.to_owned(), schema)
    });
    json!({ "type": "object", "additionalProperties": false, "properties": all.collect::<Map<String, Value>>() })
}

fn an_override() -> Value {
    let all = OVERRIDE_KEYS.iter().map(|(name, shape, about)| ((*name).to_owned(), property(*shape, about)));
    json!({
        "type": "object",
        "required": ["paths"],
        "additionalProperties": false,
        "properties": all.collect::<Map<String, Value>>(),
    })
}
