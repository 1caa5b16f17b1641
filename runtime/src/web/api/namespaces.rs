//! Namespaces: there as soon as a flow lies in them or below them.

use std::collections::BTreeSet;
use std::sync::Arc;

use plan::Value;
use serde::Deserialize;
use serde_json::json;

use super::filters::{self, Condition, Operation};
use super::paging::{Direction, Paging, paged};
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// Every namespace with a flow in it or below it.
pub(super) fn all(context: &Context) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for card in context.engine.registry().cards() {
        let mut namespace = &*card.name.namespace;
        while all.insert(namespace.to_owned()) {
            match namespace.rsplit_once('.') {
                Some((outer, _)) => namespace = outer,
                None => break,
            }
        }
    }
    all
}

/// What namespaces are found by.
const FIELDS: &[&str] = &["q", "id", "namespace", "existingOnly"];

fn holds(id: &str, Condition { field, operation, value, .. }: &Condition) -> bool {
    match field.as_str() {
        // Here no namespace is known that is not there.
        "existingOnly" => true,
        "q" if *operation == Operation::Equals => Operation::Contains.holds(id, value),
        _ => operation.holds(id, value),
    }
}

fn document(id: &str) -> serde_json::Value {
    json!({"id": id, "disabled": false, "deleted": false})
}

/// `GET /namespaces/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let filter = filters::read(&request.query, FIELDS, &[("q", "q", Operation::Contains)])?;
    let mut found: Vec<String> = all(&context).into_iter().filter(|id| request.sees(id)).collect();
    found.retain(|id| filter.accepts(&|condition| holds(id, condition)));
    if paging.sort.first().is_some_and(|(_, direction)| *direction == Direction::Descending) {
        found.reverse();
    }
    let total = found.len();
    let rows: Vec<_> = paging.of(&found).into_iter().map(|id| document(id)).collect();
    Ok(paged(&rows, total))
}

/// `POST /namespaces/autocomplete` with `{q, ids}`: names that hold the text, and those of the list that are there.
pub async fn autocomplete(context: Arc<Context>, mut request: Request) -> Answer {
    #[derive(Deserialize)]
    struct Sent {
        q: Option<String>,
        #[serde(default)]
        ids: Vec<String>,
    }
    let Sent { q, ids } = request.json().await?;
    let mut found = all(&context);
    found.retain(|id| request.sees(id) && (ids.contains(id) || q.as_ref().is_some_and(|text| id.contains(text))));
    Ok(json(&found))
}

/// `GET /namespaces/{id}/inherited-variables`.
pub async fn variables(context: Arc<Context>, request: Request) -> Answer {
    let found = context.surroundings.namespace(request.parameter("namespace"));
    Ok(json(&serde_json::Value::from(&found.unwrap_or_else(|| Value::map::<&str>([])))))
}

/// `GET /namespaces/{id}`: Kestra's open edition knows every one.
pub async fn get(_: Arc<Context>, request: Request) -> Answer {
    Ok(json(&document(request.parameter("namespace"))))
}
