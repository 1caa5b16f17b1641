//! Values of the key-value store: read, written, taken away and found.

use std::sync::Arc;

use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::filters::{self, Condition, Operation};
use super::paging::{Direction, Paging, paged};
use crate::kv::{Entry, Found, Kind, NO_KEY, Over, Placed, Setting, is_key, kind};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, empty, json};

/// The fields that a search may look at.
const FIELDS: &[&str] = &["namespace", "q", "key", "updated", "created", "expirationDate"];

/// Kestra sends `version` up to 1.3 and `revision` from 2.0 on.
fn document(namespace: &str, key: &str, entry: &Entry) -> Value {
    json!({
        "namespace": namespace,
        "key": key,
        "description": entry.description.as_deref(),
        "version": entry.version,
        "revision": entry.version,
        "creationDate": entry.created,
        "updateDate": entry.updated,
        "expirationDate": entry.expires,
    })
}

/// The namespace and the key of a path.
fn place(request: &Request) -> Result<(String, String), Problem> {
    let key = request.parameter("key");
    match is_key(key) {
        true => Ok((request.parameter("namespace").to_owned(), key.to_owned())),
        false => Err(Problem::argument(NO_KEY)),
    }
}

/// `GET /namespaces/{namespace}/kv/{key}`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let (namespace, key) = place(&request)?;
    match context.engine.key_values().find(&namespace, &key)? {
        Found::Good(entry) => Ok(json(&json!({
            "type": Kind::of(&entry.value).name(),
            "value": kind::shown(&entry.value),
            "revision": entry.version,
            "updated": entry.updated,
        }))),
        Found::Expired => Err(Problem::gone("The requested value has expired")),
        Found::Nothing => Err(Problem::not_found(format!("No value found for key '{key}' in namespace '{namespace}'"))),
    }
}

/// `PUT /namespaces/{namespace}/kv/{key}`: the body is one value of JSON or Ion, or text, whatever its type says.
pub async fn put(context: Arc<Context>, request: Request) -> Answer {
    let (namespace, key) = place(&request)?;
    let keys = context.engine.key_values();
    let expires = match request.header("ttl").filter(|ttl| !ttl.is_empty()) {
        None => None,
        Some(ttl) => {
            let length = crate::duration::parse(ttl).filter(|length| !length.is_negative());
            let end = length.and_then(|length| keys.now().checked_add(length).ok());
            let wrong = || Problem::argument(format!("`{ttl}` is no `ttl`; write a duration such as `PT5M`"));
            Some(end.ok_or_else(wrong)?)
        }
    };
    let description = request.header("description").filter(|text| !text.is_empty()).map(Into::into);
    let text = request.content.limited(context.settings.limits.document).text().await?;
    let value = kind::read(&text).map_err(Problem::argument)?;
    let setting = Setting { value, description, expires, over: Over::Writes };
    keys.set(&namespace, &key, setting).await?;
    Ok(empty(StatusCode::OK))
}

/// `DELETE /namespaces/{namespace}/kv/{key}`: whether there was a value.
pub async fn delete(context: Arc<Context>, request: Request) -> Answer {
    let (namespace, key) = place(&request)?;
    Ok(json(&context.engine.key_values().delete(&namespace, &key).await?))
}

/// `DELETE /namespaces/{namespace}/kv` with `{keys}`: those that were there.
pub async fn delete_several(context: Arc<Context>, request: Request) -> Answer {
    #[derive(Deserialize)]
    struct Sent {
        #[serde(default)]
        keys: Vec<String>,
    }
    let namespace = request.parameter("namespace").to_owned();
    let sent: Sent = serde_json::from_slice(&request.content.bytes().await?).map_err(|error| Problem::json(&error))?;
    let mut deleted = Vec::new();
    for key in sent.keys.into_iter().filter(|key| is_key(key)) {
        if context.engine.key_values().delete(&namespace, &key).await? {
            deleted.push(key);
        }
    }
    Ok(json(&json!({"keys": deleted})))
}

/// `GET /namespaces/{namespace}/kv`.
pub async fn list(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace");
    let entries = context.engine.key_values().entries(namespace)?;
    Ok(json(&entries.iter().map(|(key, entry)| document(namespace, key, entry)).collect::<Vec<_>>()))
}

/// `GET /namespaces/{namespace}/kv/inheritance`.
pub async fn inheritance(context: Arc<Context>, request: Request) -> Answer {
    let inherited = context.engine.key_values().inherited(request.parameter("namespace"))?;
    Ok(json(&inherited.iter().map(row).collect::<Vec<_>>()))
}

/// `GET /kv`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let flat = [("namespace", "namespace", Operation::Prefix), ("q", "q", Operation::Contains)];
    let filter = filters::read(&request.query, FIELDS, &flat)?;
    let mut found = context.engine.key_values().good()?;
    found.retain(|placed| request.sees(&placed.namespace) && filter.accepts(&|condition| holds(condition, placed)));
    for (field, direction) in paging.sort.iter().rev() {
        found.sort_by(|a, b| {
            let order = sorted_by(field, a).cmp(&sorted_by(field, b));
            if *direction == Direction::Descending { order.reverse() } else { order }
        });
    }
    let rows: Vec<_> = paging.of(&found).into_iter().map(row).collect();
    Ok(paged(&rows, found.len()))
}

fn row(placed: &Placed) -> Value {
    document(&placed.namespace, &placed.key, &placed.entry)
}

fn sorted_by(field: &str, placed: &Placed) -> String {
    let entry = &placed.entry;
    match field {
        "namespace" => placed.namespace.to_string(),
        "description" => entry.description.as_deref().unwrap_or_default().to_owned(),
        "version" | "revision" => format!("{:010}", entry.version),
        "creationDate" | "created" => format!("{:.6}", entry.created),
        "updateDate" | "updated" => format!("{:.6}", entry.updated),
        "expirationDate" => entry.expires.map(|at| format!("{at:.6}")).unwrap_or_default(),
        _ => placed.key.to_string(),
    }
}

fn holds(Condition { field, operation, value, .. }: &Condition, placed: &Placed) -> bool {
    match field.as_str() {
        "namespace" => operation.holds(&placed.namespace, value),
        // A text that is looked for may stand anywhere in the key.
        "q" if *operation == Operation::Equals => Operation::Contains.holds(&placed.key, value),
        "q" | "key" => operation.holds(&placed.key, value),
        moment => {
            let at = sorted_by(moment, placed);
            let value = filters::moment(value).map_or_else(|_| value.clone(), |at| format!("{at:.6}"));
            !at.is_empty() && operation.holds(&at, &value)
        }
    }
}
