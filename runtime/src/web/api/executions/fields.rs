//! What a form for choosing executions offers: namespaces and flows that can be run, values that occur.

use std::collections::BTreeSet;
use std::sync::Arc;

use plan::FlowName;
use serde_json::json;

use super::super::flow_document::{Source, document};
use super::search::summaries;
use crate::execution::State;
use crate::query::{Query, Summary};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// How many values are offered where nobody says.
const OFFERED: usize = 100;

/// `GET /executions/namespaces`: those with flows in them.
pub async fn namespaces(context: Arc<Context>, request: Request) -> Answer {
    let flows = context.engine.registry().cards();
    let seen = flows.iter().map(|flow| &*flow.name.namespace).filter(|namespace| request.sees(namespace));
    Ok(json(&seen.collect::<BTreeSet<_>>()))
}

/// `GET /executions/namespaces/{namespace}/flows`: those that can be run.
pub async fn flows(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace");
    let registry = context.engine.registry();
    let cards = registry.cards();
    let here = cards.iter().filter(|card| *card.name.namespace == *namespace && !card.disabled);
    let here = here.filter_map(|card| registry.flow(&card.name));
    let documents = here.map(|flow| document(&context, &flow, Source::Left)).collect::<Result<Vec<_>, _>>()?;
    Ok(json(&documents))
}

/// `GET /executions/distinct-field-values?field=NAMESPACE`.
pub async fn values(context: Arc<Context>, request: Request) -> Answer {
    let field = request.query.given("field").ok_or_else(|| Problem::bad_request("the query has no `field`"))?;
    let value: fn(&Summary) -> String = match field {
        "NAMESPACE" | "namespace" => |summary| summary.flow.namespace.to_string(),
        "FLOW_ID" | "flowId" => |summary| summary.flow.id.to_string(),
        "STATE" | "state" => |summary| summary.state.name().to_owned(),
        "KIND" | "kind" => |summary| summary.kind.name().to_owned(),
        other => return Err(Problem::bad_request(format!("values of `{other}` are not offered"))),
    };
    let size = request.query.read::<usize>("size")?.unwrap_or(OFFERED);
    let found: BTreeSet<String> = summaries(&context, &request, &[]).await?.iter().map(value).collect();
    Ok(json(&found.into_iter().take(size).collect::<Vec<_>>()))
}

/// As many of the latest executions say how long one takes.
const AVERAGED: usize = 100;

/// `GET /executions/namespaces/{namespace}/flows/{flowId}/average-duration`: of the latest that ended well.
pub async fn average_duration(context: Arc<Context>, request: Request) -> Answer {
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("flowId").into() };
    let query = Query {
        namespace: Some(flow.namespace.to_string()),
        flow: Some(flow.id.to_string()),
        states: vec![State::Success, State::Warning],
        limit: Some(AVERAGED),
        ..Query::default()
    };
    let found = context.engine.list(&query).await?.items;
    let own = found.iter().filter(|summary| summary.flow == flow);
    let took: Vec<i128> =
        own.filter_map(|summary| Some(summary.end?.duration_since(summary.start).as_millis())).collect();
    let average = took.iter().sum::<i128>() / i128::try_from(took.len().max(1)).unwrap_or(1);
    Ok(json(&json!({"avgDurationMs": i64::try_from(average).unwrap_or(i64::MAX), "count": took.len()})))
}
