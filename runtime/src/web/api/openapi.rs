//! The reference of the API (OpenAPI 3.1), derived from the table of routes.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::web::context::Context;
use crate::web::reference::{Body, Gives, Kind, Need, Parameter, Part};
use crate::web::request::Request;
use crate::web::response::{Answer, json as answer};
use crate::web::route::{Door, Route};
use crate::web::routes::ROUTES;

/// The documents that requests and answers hold, by name.
const SCHEMAS: &str = include_str!("openapi/schemas.json");

/// `GET /api/v1/openapi.json`.
pub async fn get(_: Arc<Context>, _: Request) -> Answer {
    Ok(answer(&document()))
}

/// The OpenAPI document.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.door != Door::Page) {
        let path = route.full_path().replace("{*", "{");
        let item = paths.entry(path.clone()).or_insert_with(|| json!({}));
        item[route.method.as_str().to_lowercase()] = operation(route, &path);
    }
    let schemas: Value = serde_json::from_str(SCHEMAS).expect("the schemas are JSON, which a test makes sure of");
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lanner",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0"},
            "description": "Below `/api/v1` the tenant `main` may stand before the rest of a path.",
        },
        "security": [{}, {"basic": []}, {"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    })
}

fn operation(route: &Route, path: &str) -> Value {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = named
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}))
        .collect();
    let mut body = None;
    let mut gives = json!({"description": "Done", "content": {"application/json": {"schema": {}}}});
    for part in route.parts {
        match part {
            Part::Query(all) => parameters.extend(all.iter().map(parameter)),
            Part::Body(content) => body = Some(request_body(*content)),
            Part::Gives(content) => gives = response(*content),
        }
    }
    let mut operation = json!({
        "summary": route.doc,
        "operationId": format!("{}{}", route.method.as_str().to_lowercase(), camel(path)),
        "tags": [tag(route.path)],
        "parameters": parameters,
        "responses": {
            "2XX": gives,
            "default": {
                "description": "Why not",
                "content": {"application/json": {"schema": reference("Problem")}},
            },
        },
    });
    if let Some(body) = body {
        operation["requestBody"] = body;
    }
    if route.door == Door::Operation {
        operation["security"] = json!([]);
    }
    operation
}

fn reference(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn list(items: &Value) -> Value {
    json!({"type": "array", "items": items})
}

fn parameter(parameter: &Parameter) -> Value {
    let text = json!({"type": "string"});
    let schema = match parameter.kind {
        Kind::Text => text,
        Kind::Texts => list(&text),
        Kind::Count(most) => json!({"type": "integer", "minimum": 1, "maximum": most}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Moment => json!({"type": "string", "format": "date-time"}),
        Kind::Span => json!({"type": "string", "format": "duration"}),
        Kind::OneOf(names) => json!({"type": "string", "enum": names}),
        Kind::SomeOf(names) => list(&json!({"type": "string", "enum": names})),
        Kind::Filters => json!({"type": "object", "additionalProperties": text}),
    };
    let mut shown = json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.doc,
        "required": parameter.need == Need::Required,
        "schema": schema,
    });
    if let Kind::Filters = parameter.kind {
        shown["style"] = json!("deepObject");
        shown["explode"] = json!(true);
    }
    shown
}

fn request_body(body: Body) -> Value {
    let form = |schema: Value| json!({"multipart/form-data": {"schema": schema}});
    let json = |schema: Value| json!({"application/json": {"schema": schema}});
    let text = json!({"type": "string"});
    let bytes = json!({"type": "string", "contentMediaType": "application/octet-stream"});
    let (required, content) = match body {
        Body::Source => (true, json!({"application/x-yaml": {"schema": text}})),
        Body::Inputs => (false, form(json!({"type": "object", "additionalProperties": text}))),
        Body::File(name) => (true, form(json!({"type": "object", "properties": {name: bytes}, "required": [name]}))),
        Body::Json(schema) => (true, json(reference(schema))),
        Body::List(schema) => (true, json(list(&reference(schema)))),
        Body::Texts => (true, json(list(&text))),
        Body::Text => (true, json!({"text/plain": {"schema": text}})),
        Body::Anything => (false, json!({"*/*": {"schema": {}}})),
    };
    json!({"required": required, "content": content})
}

fn response(gives: Gives) -> Value {
    let json = |schema: Value| json!({"application/json": {"schema": schema}});
    let text = json!({"type": "string"});
    let content = match gives {
        Gives::Json(schema) => json(reference(schema)),
        Gives::List(schema) => json(list(&reference(schema))),
        Gives::Page(schema) => json(json!({
            "type": "object",
            "properties": {"results": list(&reference(schema)), "total": {"type": "integer", "minimum": 0}},
            "required": ["results", "total"],
        })),
        Gives::Texts => json(list(&text)),
        Gives::Nothing => return json!({"description": "Done"}),
        Gives::Text => json!({"text/plain": {"schema": text}}),
        Gives::Table => json!({"text/csv": {"schema": text}}),
        Gives::File => json!({"application/octet-stream": {"schema": {}}}),
        Gives::Events(schema) => {
            let data = format!("Events, each with a document of `{schema}` as its data");
            json!({"text/event-stream": {"schema": {"type": "string", "description": data}}})
        }
    };
    json!({"description": "Done", "content": content})
}

/// The first part of a path.
fn tag(path: &str) -> &str {
    path.split('/').nth(1).filter(|part| !part.is_empty()).unwrap_or("pages")
}

/// `/api/v1/flows/{id}` as `FlowsId`.
fn camel(path: &str) -> String {
    let words = path.trim_start_matches("/api/v1").split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_route_has_its_own_operation() {
        let document = document();
        let mut seen = HashSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                assert!(seen.insert(operation["operationId"].as_str().unwrap().to_owned()), "{method} {path}");
            }
        }
        let served = ROUTES.iter().filter(|route| route.door != Door::Page).count();
        assert_eq!(seen.len(), served);
    }

    #[test]
    fn every_schema_that_is_named_is_there_and_used() {
        let text = document().to_string();
        let document = document();
        let schemas: HashSet<&str> =
            document["components"]["schemas"].as_object().unwrap().keys().map(String::as_str).collect();
        let named: HashSet<&str> =
            text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(schemas, named);
    }

    #[test]
    fn what_sends_a_document_says_which() {
        let silent = ROUTES.iter().filter(|route| {
            let sends = matches!(route.method.as_str(), "PUT" | "POST") && matches!(route.door, Door::Api);
            sends && route.parts.is_empty()
        });
        let silent: Vec<&str> = silent.map(|route| route.path).collect();
        assert_eq!(silent, [""; 0]);
    }
}
