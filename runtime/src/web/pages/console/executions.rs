//! The list of executions.

use std::sync::Arc;

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use crate::execution::{Label, State};
use crate::query::{Query, Summary};
use crate::store::StoreError;
use crate::web::context::Context;
use crate::web::percent::encode;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, html};
use crate::web::time::took;

/// How many executions a page lists.
const SIZE: usize = 25;

/// An execution in a list.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: String,
    address: String,
    namespace: String,
    flow: String,
    flow_address: String,
    state: &'static str,
    start: String,
    duration: Option<String>,
    labels: Vec<String>,
}

impl Row {
    async fn new(context: &Context, summary: &Summary) -> Result<Self, StoreError> {
        let own = |(key, _): &&Label| !key.starts_with("system.");
        // A list knows no secrets: what it shows of labels comes from the execution.
        let labels = match summary.labels.iter().any(|label| own(&label)) {
            true => context.execution(summary.id).await?.map(|it| it.labels().to_vec()).unwrap_or_default(),
            false => Vec::new(),
        };
        Ok(Self {
            id: summary.id.to_string(),
            address: context.links.execution(&summary.flow, summary.id),
            namespace: summary.flow.namespace.to_string(),
            flow: summary.flow.id.to_string(),
            flow_address: context.links.flow(&summary.flow),
            state: summary.state.name(),
            start: summary.start.to_string(),
            duration: took(summary.state, summary.start, summary.end),
            labels: labels.iter().filter(own).map(|(key, value)| format!("{key}: {value}")).collect(),
        })
    }

    /// The rows of a list.
    pub(super) async fn all(context: &Context, summaries: &[Summary]) -> Result<Vec<Self>, StoreError> {
        let mut rows = Vec::with_capacity(summaries.len());
        for summary in summaries {
            rows.push(Self::new(context, summary).await?);
        }
        Ok(rows)
    }
}

/// `GET /ui/executions?q=text&namespace=…&flow=…&state=…&page=n`.
pub async fn page(context: Arc<Context>, request: Request) -> Answer {
    let given = |name: &str| request.query.given(name).map(str::to_owned);
    let page = request.query.read::<usize>("page")?.unwrap_or(1).max(1);
    let state = match request.query.given("state") {
        None => None,
        Some(name) => Some(State::parse(name).ok_or_else(|| Problem::argument(format!("`{name}` is no state")))?),
    };
    let query = Query {
        text: given("q"),
        namespace: given("namespace"),
        flow: given("flow"),
        visible: request.caller.identity.bounds().map(<[_]>::to_vec),
        states: state.into_iter().collect(),
        offset: (page - 1).saturating_mul(SIZE),
        limit: Some(SIZE),
        ..Query::default()
    };
    let found = context.engine.list(&query).await?;
    let rows = Row::all(&context, &found.items).await?;
    let filters: Vec<String> = ["q", "namespace", "flow", "state"]
        .iter()
        .filter_map(|name| Some(format!("{name}={}", encode(request.query.given(name)?))))
        .collect();
    let at = |page: usize| format!("/ui/executions?{}", [filters.join("&"), format!("page={page}")].join("&"));
    let last = query.offset + rows.len();
    let values = context! {
        title => "Executions", here => "executions",
        rows => minijinja::Value::from(Serde(&rows)),
        text => query.text, namespace => query.namespace, flow => query.flow, state => state.map(State::name),
        states => State::NAMES,
        first => query.offset + 1, last, total => found.total,
        previous => (page > 1).then(|| at(page - 1)),
        next => (last < found.total).then(|| at(page + 1)),
    };
    Ok(html(context.templates.render("console/executions.html", &values)?))
}
