//! What a form for choosing executions offers: namespaces and flows that can be run, values that occur.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::flow_document::{Source, document};
use super::search::summaries;
use crate::query::Summary;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// How many values are offered where nobody says.
const OFFERED: usize = 100;

/// `GET /executions/namespaces`: those with flows in them.
pub async fn namespaces(context: Arc<Context>, request: Request) -> Answer {
    let flows = context.engine.registry().flows();
    let seen = flows.iter().map(|flow| &*flow.plan.flow.namespace).filter(|namespace| request.sees(namespace));
    Ok(json(&seen.collect::<BTreeSet<_>>()))
}

/// `GET /executions/namespaces/{namespace}/flows`: those that can be run.
pub async fn flows(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace");
    let flows = context.engine.registry().flows();
    let here = flows.iter().filter(|flow| *flow.plan.flow.namespace == *namespace && !flow.plan.disabled);
    let documents = here.map(|flow| document(&context, flow, Source::Left)).collect::<Result<Vec<_>, _>>()?;
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
