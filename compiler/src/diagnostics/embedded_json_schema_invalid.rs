//! JSON that is read as a JSON Schema and is none.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A property of a JSON Schema is no schema.
///
/// A schema is an object such as `{"type": "string"}`, or `true` or `false`.
///
/// ```yaml error
/// id: ask
/// namespace: company.team
/// tasks:
///   - id: ask
///     type: io.kestra.plugin.deepseek.ChatCompletion
///     apiKey: "{{ secret('KEY') }}"
///     modelName: deepseek-chat
///     messages:
///       - type: USER
///         content: hello
///     jsonResponseSchema: |
///       {"type": "object", "properties": {"title": "string"}}
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "values", since = "0.1")]
pub struct EmbeddedJsonSchemaInvalid {
    /// The value that is no schema, or no type.
    pub place: Place,
    /// What is wrong with it.
    pub problem: NoSchema,
}

/// What is wrong with a schema.
#[derive(Clone, Debug)]
pub enum NoSchema {
    /// It is a text: the name of a type, probably.
    Text(String),
    /// It is something else that is no object.
    Value,
    /// The type does not exist.
    Type(String),
}

impl Explain for EmbeddedJsonSchemaInvalid {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.problem {
            NoSchema::Text(name) => format!("a schema must be an object: `{{\"type\": \"{name}\"}}`"),
            NoSchema::Value => "a schema must be an object".to_owned(),
            NoSchema::Type(name) => format!("`{name}` is no type of JSON Schema"),
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.problem {
            NoSchema::Text(name) => {
                out.suggest("make it an object", self.place, format!("{{\"type\": \"{name}\"}}"));
            }
            NoSchema::Value => {}
            NoSchema::Type(_) => {
                out.note("types are `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`");
            }
        }
    }
}
