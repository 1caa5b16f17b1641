//! The schemas of flows and apps, made from the catalogue.
//!
//! Types that are declared here are described in full. Of the others, a thousand and more, the names are
//! listed and everything is accepted: a schema of all would be too large for editors, and `lanner lsp` knows
//! them anyway. A schema cannot tell versions apart, so what any of them accepts is accepted.

use std::collections::BTreeMap;

use catalog::{Available, Catalog, Declaration, Field, FieldType, Kind, Openness, Outputs, Preset, Record};
use serde_json::{Map, Value, json};

use super::DIALECT;

pub(super) fn flow() -> Value {
    let mut definitions = Definitions::default();
    let flow = Catalog::new().flow();
    let root = definitions.record(flow);
    definitions.accept_extend(&format!("record.{}", flow.name));
    definitions.document("Flow", "A flow as Kestra and Lanner read it", &root)
}

pub(super) fn app() -> Value {
    let mut definitions = Definitions::default();
    let root = definitions.kind(Kind::App);
    for declaration in Catalog::declared().filter(|it| it.kind == Kind::App) {
        definitions.accept_extend(declaration.name);
    }
    definitions.document("App", "An app as Kestra and Lanner read it", &root)
}

/// What a type accepts and gives, each as a schema of its own.
pub(crate) fn of_type(declaration: &'static Declaration) -> Value {
    let mut definitions = Definitions::default();
    definitions.declaration(declaration);
    let outputs = match declaration.outputs {
        Outputs::Fields(record) => {
            definitions.record(record);
            definitions.all.get(&format!("record.{}", record.name)).cloned()
        }
        Outputs::Nothing | Outputs::Unknown | Outputs::Depends(_) => None,
    };
    let properties = definitions.all.remove(declaration.name);
    let mut schema = json!({ "properties": properties, "definitions": definitions.all });
    if let Some(outputs) = outputs {
        schema["outputs"] = outputs;
    }
    schema
}

/// What stands where something of a kind is written.
pub(crate) fn of_kind(kind: Kind) -> Value {
    let mut definitions = Definitions::default();
    let root = definitions.kind(kind);
    definitions.document(kind.words(), "As Kestra and Lanner read it", &root)
}

/// Schemas by name, so that what contains itself can be written.
#[derive(Default)]
struct Definitions {
    all: BTreeMap<String, Value>,
}

impl Definitions {
    fn document(self, title: &str, description: &str, root: &Value) -> Value {
        json!({
            "$schema": DIALECT,
            "title": title,
            "description": description,
            "allOf": [root],
            "definitions": self.all,
        })
    }

    /// Lets a document say what Kestra's blueprints say of themselves, which nothing declares.
    fn accept_extend(&mut self, name: &str) {
        if let Some(properties) = self.all.get_mut(name).and_then(|it| it["properties"].as_object_mut()) {
            properties.insert("extend".to_owned(), json!({ "description": "What a blueprint says of itself" }));
        }
    }

    /// A reference to a definition, which is made where it is not there.
    fn refer(&mut self, name: String, make: impl FnOnce(&mut Self) -> Value) -> Value {
        let reference = json!({ "$ref": format!("#/definitions/{name}") });
        if !self.all.contains_key(&name) {
            self.all.insert(name.clone(), Value::Null);
            let schema = make(self);
            self.all.insert(name, schema);
        }
        reference
    }

    fn record(&mut self, record: &'static Record) -> Value {
        let body = record.body();
        self.refer(format!("record.{}", record.name), |definitions| {
            let mut fields: Vec<&Field> = body.fields.iter().collect();
            fields.extend(body.variants.iter().flat_map(|it| it.cases).flat_map(|case| case.record.fields()));
            let open = body.openness == Openness::Open || body.custom.is_some() || !body.implementations.is_empty();
            // One that is not in every version, or may have another name, is asked for by nobody here.
            let always =
                |field: &&Field| field.required && field.aliases.is_empty() && field.available == Available::ALWAYS;
            let required = body.fields.iter().filter(always).filter(|_| body.variants.is_none());
            let required = required.map(|field| field.name).collect();
            let mut schema = definitions.object(&fields, required);
            schema["additionalProperties"] = json!(open);
            match body.from {
                Some(other) => json!({ "anyOf": [schema, definitions.ty(&other)] }),
                None => schema,
            }
        })
    }

    /// An object with a `type` of this kind.
    fn kind(&mut self, kind: Kind) -> Value {
        self.refer(kind.name().to_owned(), |definitions| {
            let entries = Catalog::new().names(Some(kind), "");
            let names: Vec<&str> = entries.iter().filter(|it| !it.is_internal).map(|it| it.name).collect();
            let declared: Vec<&Declaration> = Catalog::declared().filter(|it| it.kind == kind).collect();
            let cases: Vec<Value> = declared
                .iter()
                .map(|declaration| {
                    let names: Vec<&str> = std::iter::once(declaration.name)
                        .chain(declaration.aliases.iter().map(|alias| alias.text))
                        .collect();
                    let then = definitions.declaration(declaration);
                    json!({ "if": { "required": ["type"], "properties": { "type": { "enum": names } } }, "then": then })
                })
                .collect();
            let mut schema = json!({
                "type": "object",
                "properties": { "type": { "anyOf": [{ "enum": names }, { "type": "string" }] } },
            });
            if !cases.is_empty() {
                schema["allOf"] = Value::from(cases);
            }
            schema
        })
    }

    fn declaration(&mut self, declaration: &'static Declaration) -> Value {
        self.refer(declaration.name.to_owned(), |definitions| {
            let hidden = |field: &&Field| !declaration.without.contains(&field.name);
            let fields: Vec<&Field> =
                declaration.properties.iter().chain(declaration.common.iter().filter(hidden)).collect();
            // Whatever else is required can also come from defaults, and inputs had a `name` once.
            let is_id = |field: &&&Field| field.name == "id" && field.required && declaration.kind != Kind::Input;
            let required = fields.iter().find(is_id).map(|field| field.name).into_iter().collect();
            let mut schema = definitions.object(&fields, required);
            if let Some(properties) = schema["properties"].as_object_mut() {
                properties.insert("type".to_owned(), json!({ "type": "string" }));
            }
            schema["additionalProperties"] = json!(false);
            schema["description"] = json!(declaration.summary);
            schema
        })
    }

    /// An object with these properties, of which some are asked for.
    fn object(&mut self, fields: &[&Field], required: Vec<&str>) -> Value {
        let mut properties: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for field in fields {
            let schema = self.field(field);
            for name in std::iter::once(field.name).chain(field.aliases.iter().copied()) {
                let known = properties.entry(name).or_default();
                if !known.contains(&schema) {
                    known.push(schema.clone());
                }
            }
        }
        let properties: Map<String, Value> =
            properties.into_iter().map(|(name, schemas)| (name.to_owned(), any_of(schemas))).collect();
        json!({ "type": "object", "required": required, "properties": properties })
    }

    fn field(&mut self, field: &Field) -> Value {
        let mut schema = self.ty(&field.ty);
        let Some(object) = schema.as_object_mut() else { return schema };
        // What stands beside a reference is not read in this dialect.
        if let Some(reference) = object.remove("$ref") {
            object.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
        }
        if !field.doc.is_empty() {
            object.insert("description".to_owned(), json!(field.doc));
        }
        if let Preset::Literal(literal) = &field.default {
            object.insert("default".to_owned(), Value::from(&literal.to_value()));
        }
        if field.deprecated.is_some() {
            object.insert("deprecated".to_owned(), json!(true));
        }
        schema
    }

    /// What a type accepts; an expression can stand wherever a text, a number or a list is wanted.
    fn ty(&mut self, ty: &FieldType) -> Value {
        match ty {
            FieldType::Any | FieldType::Data(_) => json!({}),
            FieldType::String
            | FieldType::Duration
            | FieldType::DateTime
            | FieldType::Date
            | FieldType::Time
            | FieldType::Uri => json!({ "type": ["string", "number", "boolean", "null"] }),
            FieldType::Integer => json!({ "type": ["integer", "string", "null"] }),
            FieldType::Number => json!({ "type": ["number", "string", "null"] }),
            FieldType::Boolean => json!({ "type": ["boolean", "string", "null"] }),
            FieldType::Enumeration(enumeration) => {
                let values: Vec<&str> = enumeration.values.iter().map(|word| word.text).collect();
                json!({ "anyOf": [{ "enum": values }, { "type": ["string", "null"] }] })
            }
            FieldType::List(item) => {
                let item = self.ty(item);
                json!({ "anyOf": [{ "type": "array", "items": item }, { "type": ["string", "null"] }, item] })
            }
            FieldType::Map(item) => {
                let item = self.ty(item);
                json!({
                    "anyOf": [
                        { "type": "object", "additionalProperties": item },
                        { "type": ["string", "null", "array"] },
                    ],
                })
            }
            FieldType::Record(record) => {
                let record = self.record(record);
                json!({ "anyOf": [record, { "type": ["string", "null"] }] })
            }
            FieldType::Plugin { kind, .. } => self.kind(*kind),
            FieldType::AnyOf(types) => any_of(types.iter().map(|ty| self.ty(ty)).collect()),
        }
    }
}

fn any_of(mut schemas: Vec<Value>) -> Value {
    match schemas.len() {
        1 => schemas.remove(0),
        _ => json!({ "anyOf": schemas }),
    }
}
