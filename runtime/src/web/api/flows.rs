//! Flows: deployed, shown, found and taken away.

pub mod archive;
pub mod dependencies;
pub mod deploy;
pub mod graph;
pub mod search;
pub mod several;
pub mod sources;
pub mod validate;

use std::sync::Arc;

use http::StatusCode;
use plan::flow::FlowName;

use super::flow_document::{Source, document, tombstone};
use crate::registry::Flow;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, empty, json};

/// The flow a path names.
pub(super) fn name(request: &Request) -> FlowName {
    FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("id").into() }
}

/// The flow a path names, in the revision the query names.
pub(super) fn named(context: &Context, request: &Request) -> Result<Arc<Flow>, Problem> {
    let name = name(request);
    let registry = context.engine.registry();
    let flow = match request.query.read::<u32>("revision")? {
        Some(revision) => registry.revision(&name, revision),
        None => registry.flow(&name),
    };
    flow.ok_or_else(|| Problem::not_found(format!("flow `{name}` is not deployed")))
}

/// The last revision of a flow that was taken away.
fn deleted(context: &Context, name: &FlowName) -> Option<Arc<Flow>> {
    let registry = context.engine.registry();
    registry.revisions(name).into_iter().next_back().filter(|_| registry.flow(name).is_none())
}

/// `GET /flows/{namespace}/{id}`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let source = if request.query.flag("source") == Some(true) { Source::Shown } else { Source::Left };
    if request.query.flag("allowDeleted") == Some(true)
        && request.query.given("revision").is_none()
        && let Some(last) = deleted(&context, &name(&request))
    {
        return Ok(json(&tombstone(&context, &last, source)?));
    }
    let flow = named(&context, &request)?;
    Ok(json(&document(&context, &flow, source)?))
}

/// `GET /flows/{namespace}`: exactly this namespace.
pub async fn list(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace");
    let registry = context.engine.registry();
    let cards = registry.cards();
    let found = cards.iter().filter(|card| *card.name.namespace == *namespace);
    let found = found.filter_map(|card| registry.flow(&card.name));
    let documents = found.map(|flow| document(&context, &flow, Source::Left)).collect::<Result<Vec<_>, _>>()?;
    Ok(json(&documents))
}

/// `DELETE /flows/{namespace}/{id}`.
pub async fn delete(context: Arc<Context>, request: Request) -> Answer {
    let flow = named(&context, &request)?;
    context.engine.remove_flow(&flow.plan.flow).await?;
    context.engine.parse().remember(&flow.plan.source.path, None);
    Ok(empty(StatusCode::NO_CONTENT))
}

/// `GET /flows/{namespace}/{id}/revisions`, oldest first.
pub async fn revisions(context: Arc<Context>, request: Request) -> Answer {
    let name = name(&request);
    let revisions = context.engine.registry().revisions(&name);
    if revisions.is_empty() {
        return Err(Problem::not_found(format!("flow `{name}` is not deployed")));
    }
    let mut documents =
        revisions.iter().map(|flow| document(&context, flow, Source::Shown)).collect::<Result<Vec<_>, _>>()?;
    if request.query.flag("allowDelete") == Some(true)
        && let Some(last) = deleted(&context, &name)
    {
        documents.push(tombstone(&context, &last, Source::Shown)?);
    }
    Ok(json(&documents))
}

/// `GET /flows/{namespace}/{id}/tasks/{taskId}`: the task as it was written, wherever it stands.
pub async fn task(context: Arc<Context>, request: Request) -> Answer {
    let flow = named(&context, &request)?;
    let id = request.parameter("taskId");
    let document = document(&context, &flow, Source::Left)?;
    match find_task(&document, id) {
        Some(task) => Ok(json(task)),
        None => Err(Problem::not_found(format!("flow `{}` has no task `{id}`", flow.plan.flow))),
    }
}

pub(super) fn find_task<'d>(document: &'d serde_json::Value, id: &str) -> Option<&'d serde_json::Value> {
    match document {
        serde_json::Value::Object(map) => {
            let is_task = map.get("id").and_then(serde_json::Value::as_str) == Some(id) && map.contains_key("type");
            let inside = || map.iter().filter(|(key, _)| *key != "inputs" && *key != "triggers");
            if is_task { Some(document) } else { inside().find_map(|(_, value)| find_task(value, id)) }
        }
        serde_json::Value::Array(items) => items.iter().find_map(|item| find_task(item, id)),
        _ => None,
    }
}

/// `GET /flows/distinct-namespaces?q=text`.
pub async fn namespaces(context: Arc<Context>, request: Request) -> Answer {
    let wanted = request.query.get("q").unwrap_or_default().to_lowercase();
    let cards = context.engine.registry().cards();
    let all: std::collections::BTreeSet<&str> = cards.iter().map(|card| &*card.name.namespace).collect();
    let shown = |namespace: &&str| namespace.contains(&wanted) && request.sees(namespace);
    Ok(json(&all.into_iter().filter(shown).collect::<Vec<_>>()))
}
