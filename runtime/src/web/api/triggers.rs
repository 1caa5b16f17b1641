//! Triggers: shown, switched, unlocked, and sent to make up for dates.

pub mod several;

use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;
use plan::value::Map;
use plan::{FlowName, Value};
use serde::Deserialize;
use serde_json::json;

use super::flow_document::{self, Source};
use super::paging::{Paging, paged};
use crate::execution::Label;
use crate::query::within;
use crate::triggers::standing::Backfill;
use crate::triggers::switches::Switch;
use crate::triggers::{BackfillRequest, Overview, TriggerName};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, empty, json};

/// The members of a trigger that clients send.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    namespace: String,
    flow_id: String,
    trigger_id: String,
    disabled: Option<bool>,
    backfill: Option<SentBackfill>,
}

/// The members of a backfill that clients send.
#[derive(Debug, Deserialize)]
struct SentBackfill {
    start: Timestamp,
    end: Option<Timestamp>,
    #[serde(default)]
    inputs: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    labels: serde_json::Value,
}

impl Sent {
    fn name(&self) -> TriggerName {
        named(&self.namespace, &self.flow_id, &self.trigger_id)
    }
}

fn named(namespace: &str, flow: &str, id: &str) -> TriggerName {
    TriggerName { flow: FlowName { namespace: namespace.into(), id: flow.into() }, id: id.into() }
}

fn of_path(request: &Request) -> TriggerName {
    named(request.parameter("namespace"), request.parameter("flowId"), request.parameter("triggerId"))
}

/// The name of a trigger in a list.
pub(in crate::web::api) fn name_of(overview: &Overview) -> TriggerName {
    TriggerName { flow: overview.flow.plan.flow.clone(), id: overview.trigger().id.clone() }
}

/// The triggers that a query finds.
pub(in crate::web::api) async fn matching(context: &Context, request: &Request) -> Vec<Overview> {
    let filter = |name: &str| {
        let filters = [name.to_owned(), format!("filters[{name}][EQUALS]"), format!("filters[{name}][PREFIX]")];
        filters.iter().find_map(|name| request.query.given(name)).map(str::to_owned)
    };
    let (namespace, flow) = (filter("namespace"), filter("flowId"));
    let text = filter("q").map(|text| text.to_lowercase());
    let mut found = context.engine.triggers().await;
    found.retain(|it| {
        let name = || format!("{}.{}", it.flow.plan.flow, it.trigger().id).to_lowercase();
        request.sees(&it.flow.plan.flow.namespace)
            && namespace.as_ref().is_none_or(|namespace| within(&it.flow.plan.flow.namespace, namespace))
            && flow.as_ref().is_none_or(|flow| **flow == *it.flow.plan.flow.id)
            && text.as_ref().is_none_or(|text| name().contains(text))
    });
    found
}

/// `GET /triggers/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let found = matching(&context, &request).await;
    let total = found.len();
    let rows: Result<Vec<_>, Problem> = paging.of(found).into_iter().map(|overview| row(&context, &overview)).collect();
    Ok(paged(&rows?, total))
}

/// `GET /triggers/{namespace}/{flowId}`.
pub async fn of_flow(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("flowId").into() };
    let all = context.engine.triggers().await;
    let found: Vec<_> = all.iter().filter(|it| it.flow.plan.flow == flow).map(state).collect();
    let total = found.len();
    Ok(paged(&paging.of(found), total))
}

/// `PUT /triggers`: `disabled`, and `backfill` where there is none yet.
pub async fn update(context: Arc<Context>, mut request: Request) -> Answer {
    let sent = request.json::<Sent>().await?;
    let name = sent.name();
    if let Some(disabled) = sent.disabled {
        context.engine.switch_trigger(&name, if disabled { Switch::Off } else { Switch::On }).await?;
    }
    if let Some(backfill) = sent.backfill {
        context.engine.backfill(&name, backfill.asked()?).await?;
    }
    shown(&context, &name).await
}

/// `PUT /triggers/set-disabled`.
pub async fn set_disabled(context: Arc<Context>, mut request: Request) -> Answer {
    let sent = request.json::<Sent>().await?;
    let to = if sent.disabled == Some(true) { Switch::Off } else { Switch::On };
    context.engine.switch_trigger(&sent.name(), to).await?;
    shown(&context, &sent.name()).await
}

/// `POST /triggers/{namespace}/{flowId}/{triggerId}/unlock`.
pub async fn unlock(context: Arc<Context>, request: Request) -> Answer {
    let name = of_path(&request);
    context.engine.unlock_trigger(&name).await?;
    shown(&context, &name).await
}

/// `POST /triggers/{namespace}/{flowId}/{triggerId}/restart`: nothing of a trigger can hang here.
pub async fn restart(context: Arc<Context>, request: Request) -> Answer {
    shown(&context, &of_path(&request)).await?;
    Ok(empty(StatusCode::OK))
}

/// `PUT /triggers/backfill/create`.
pub async fn create_backfill(context: Arc<Context>, mut request: Request) -> Answer {
    let mut sent = request.json::<Sent>().await?;
    let backfill = sent.backfill.take().ok_or_else(|| Problem::invalid("the document has no `backfill`"))?;
    context.engine.backfill(&sent.name(), backfill.asked()?).await?;
    shown(&context, &sent.name()).await
}

/// `PUT /triggers/backfill/pause`.
pub async fn pause_backfill(context: Arc<Context>, request: Request) -> Answer {
    rest(&context, request, Switch::Off).await
}

/// `PUT /triggers/backfill/unpause`.
pub async fn unpause_backfill(context: Arc<Context>, request: Request) -> Answer {
    rest(&context, request, Switch::On).await
}

async fn rest(context: &Context, mut request: Request, to: Switch) -> Answer {
    let name = request.json::<Sent>().await?.name();
    context.engine.rest_backfill(&name, to).await?;
    shown(context, &name).await
}

/// `POST /triggers/backfill/delete`.
pub async fn delete_backfill(context: Arc<Context>, mut request: Request) -> Answer {
    let name = request.json::<Sent>().await?.name();
    context.engine.end_backfill(&name).await?;
    shown(&context, &name).await
}

async fn shown(context: &Context, name: &TriggerName) -> Answer {
    let all = context.engine.triggers().await;
    let found = all.iter().find(|it| it.flow.plan.flow == name.flow && it.trigger().id == name.id);
    let found = found.ok_or_else(|| Problem::not_found(format!("there is no trigger `{name}`")))?;
    Ok(json(&state(found)))
}

impl SentBackfill {
    fn asked(self) -> Result<BackfillRequest, Problem> {
        let labels = crate::executor::labels_of(&Value::from(self.labels));
        let labels: Vec<Label> = labels.map_err(|failure| Problem::argument(failure.message.to_string()))?;
        let inputs: Map = self.inputs.into_iter().map(|(id, value)| (id.into(), Value::from(value))).collect();
        Ok(BackfillRequest { start: self.start, end: self.end, inputs, labels })
    }
}

/// A trigger of a list, in the words of 1.x and of 2.0.
fn row(context: &Context, overview: &Overview) -> Result<serde_json::Value, Problem> {
    let mut document = flow_document::document(context, &overview.flow, Source::Left)?;
    let definition = document["triggers"][overview.index].take();
    let state = state(overview);
    Ok(json!({"abstractTrigger": definition, "triggerContext": state, "trigger": definition, "state": state}))
}

/// How a trigger stands; the members of 1.x beside those of 2.0.
fn state(overview: &Overview) -> serde_json::Value {
    let (flow, trigger) = (&overview.flow.plan.flow, overview.trigger());
    let updated = overview.updated.unwrap_or(overview.flow.updated);
    let mut state = json!({
        "tenantId": "main",
        "namespace": &*flow.namespace,
        "flowId": &*flow.id,
        "triggerId": &*trigger.id,
        "date": overview.last.unwrap_or(updated),
        "updatedDate": updated,
        "updatedAt": updated,
        "disabled": overview.switch == Switch::Off,
        "locked": overview.running.is_some(),
        "stopAfter": trigger.stop_after.iter().map(|state| &**state).collect::<Vec<_>>(),
    });
    let optional = [
        ("nextExecutionDate", overview.next.map(|next| json!(next))),
        ("nextEvaluationDate", overview.next.map(|next| json!(next))),
        ("lastTriggeredDate", overview.last.map(|last| json!(last))),
        ("executionId", overview.running.map(|id| json!(id.to_string()))),
        ("backfill", overview.backfill.as_ref().map(backfill)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            state[name] = value;
        }
    }
    state
}

fn backfill(backfill: &Backfill) -> serde_json::Value {
    json!({
        "start": backfill.start,
        "end": backfill.end,
        "currentDate": backfill.done.unwrap_or(backfill.start),
        "paused": backfill.paused,
        "inputs": serde_json::Value::from(&Value::Map(Arc::clone(&backfill.inputs))),
        "labels": backfill.labels.iter().map(|(key, value)| json!({"key": &**key, "value": &**value})).collect::<Vec<_>>(),
    })
}
