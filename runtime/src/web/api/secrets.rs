//! What secrets are called: they are the operator's, so that nothing over the API reads, writes or deletes one.

use std::sync::Arc;

use serde_json::json;

use super::filters::{self, Condition, Operation};
use super::paging::{Direction, Paging};
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// What secrets are found by.
const FIELDS: &[&str] = &["q", "namespace"];

/// `GET /secrets`, and `GET /namespaces/{namespace}/secrets`: every namespace has the same.
pub async fn list(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let filter = filters::read(&request.query, FIELDS, &[("q", "q", Operation::Contains)])?;
    let mut found: Vec<&String> = context.engine.settings().secrets.keys().collect();
    found.retain(|name| filter.accepts(&|condition| holds(name, condition)));
    if paging.sort.first().is_some_and(|(_, direction)| *direction == Direction::Descending) {
        found.reverse();
    }
    let total = found.len();
    let rows: Vec<_> = paging.of(found).into_iter().map(|name| json!({"key": name})).collect();
    Ok(json(&json!({"readOnly": true, "results": rows, "total": total})))
}

fn holds(name: &str, Condition { field, operation, value, .. }: &Condition) -> bool {
    match (field.as_str(), operation) {
        ("q", Operation::Equals) => Operation::Contains.holds(&name.to_lowercase(), &value.to_lowercase()),
        ("q", operation) => operation.holds(&name.to_lowercase(), &value.to_lowercase()),
        _ => true,
    }
}

/// `GET /namespaces/{namespace}/inherited-secrets`.
pub async fn inherited(context: Arc<Context>, request: Request) -> Answer {
    let names: Vec<&String> = context.engine.settings().secrets.keys().collect();
    Ok(json(&json!({ request.parameter("namespace"): names })))
}
