//! The reference of the API, derived from the table of routes.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, json as answer};
use crate::web::route::Door;
use crate::web::routes::ROUTES;

/// `GET /api/v1/openapi.json`.
pub async fn get(_: Arc<Context>, _: Request) -> Answer {
    Ok(answer(&document()))
}

/// The OpenAPI document.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.door != Door::Page) {
        let path = route.full_path().replace("{*", "{");
        let parameters: Vec<Value> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
            .collect();
        let operation = json!({
            "summary": route.doc,
            "operationId": format!("{}{}", route.method.as_str().to_lowercase(), camel(&path)),
            "tags": [tag(route.path)],
            "parameters": parameters,
            "responses": {
                "2XX": {"description": "Done"},
                "default": {
                    "description": "Why not",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                },
            },
        });
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[route.method.as_str().to_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Lanner", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {"schemas": {"Problem": problem()}},
    })
}

fn problem() -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "properties": {"message": text, "type": text, "title": text, "status": {"type": "integer"}, "detail": text},
        "required": ["message", "status"],
    })
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
}
