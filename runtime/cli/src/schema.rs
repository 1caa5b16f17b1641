//! The JSON Schemas of what Lanner reads and writes; `docs/schemas` holds them as files.

mod baseline;
mod configuration;
mod diagnostics;
mod language;
mod types;

use serde_json::{Value, json};

/// A schema by its name.
pub(crate) struct Schema {
    /// The name, which is also that of its file.
    pub(crate) name: &'static str,
    /// What it describes.
    pub(crate) about: &'static str,
    /// The schema.
    pub(crate) make: fn() -> Value,
}

/// Every schema, by name.
pub(crate) const ALL: &[Schema] = &[
    Schema { name: "app", about: "an app", make: language::app },
    Schema { name: "baseline", about: "what --write-baseline writes", make: baseline::schema },
    Schema { name: "config", about: "lanner.yaml", make: configuration::schema },
    Schema { name: "diagnostics", about: "what --format json writes", make: diagnostics::schema },
    Schema { name: "flow", about: "a flow", make: language::flow },
    Schema { name: "types", about: "types of your own", make: types::schema },
];

pub(crate) use language::{of_kind, of_type};

/// The dialect that editors know best.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// An object with these properties, all of them required, and no others.
fn closed(title: &str, properties: Value) -> Value {
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(|all| all.keys()).collect();
    json!({
        "type": "object",
        "description": title,
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

/// A schema as text: what is at its top and every definition on a line of its own, so that a change of one
/// changes one line.
pub(crate) fn text(schema: &Value) -> String {
    let lines = |value: &Value, indent: &str| {
        let entries: Vec<String> = value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("{indent}{}: {value}", Value::from(name.as_str())))
            .collect();
        entries.join(",\n")
    };
    let mut top = schema.clone();
    let definitions = top.as_object_mut().and_then(|top| top.remove("definitions"));
    let mut text = format!("{{\n{}", lines(&top, "  "));
    if let Some(definitions) = definitions {
        text.push_str(&format!(",\n  \"definitions\": {{\n{}\n  }}", lines(&definitions, "    ")));
    }
    text.push_str("\n}\n");
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn the_text_of_a_schema_means_the_same() {
        let schema =
            json!({ "a": [1, { "b": "c\n" }], "definitions": { "x": {}, "y": { "$ref": "#/definitions/x" } } });
        let text = super::text(&schema);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), schema);
        assert_eq!(text.lines().count(), 7, "{text}");
    }

    #[test]
    fn schemas_are_sorted() {
        assert!(super::ALL.is_sorted_by_key(|schema| schema.name));
    }
}
