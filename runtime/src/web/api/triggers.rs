//! Triggers: shown, switched, unlocked, and sent to make up for dates.

pub mod several;

use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;
use plan::value::Map;
use plan::{FlowName, Value};
use serde::Deserialize;
use serde_json::json;

use super::filters::{self, Condition, Operation};
use super::flow_document::{self, Source};
use super::paging::{Direction, Paging, paged};
use crate::access::Role;
use crate::execution::Label;
use crate::triggers::standing::Backfill;
use crate::triggers::switches::Switch;
use crate::triggers::{BackfillRequest, Overview, TriggerName};
use crate::web::context::Context;
use crate::web::guard::Caller;
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
    /// The trigger that is meant.
    ///
    /// # Errors
    ///
    /// 403 where it is not for whoever sent this to change.
    fn own(&self, caller: &Caller) -> Result<TriggerName, Problem> {
        caller.require(Role::Editor, &self.namespace)?;
        Ok(named(&self.namespace, &self.flow_id, &self.trigger_id))
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

/// What triggers are found by.
const FIELDS: &[&str] = &[
    "q",
    "scope",
    "namespace",
    "flowId",
    "triggerId",
    "id",
    "workerId",
    "executionId",
    "triggerExecutionId",
    "triggerState",
    "state",
    "locked",
    "type",
    "timeRange",
    "startDate",
    "endDate",
    "lastTriggeredDate",
    "nextExecutionDate",
];

/// The parameters of clients that know no filters.
const FLAT: &[(&str, &str, Operation)] = &[
    ("q", "q", Operation::Contains),
    ("namespace", "namespace", Operation::Prefix),
    ("flowId", "flowId", Operation::Equals),
    ("workerId", "workerId", Operation::Equals),
];

/// The triggers that a query finds.
///
/// # Errors
///
/// 400 for filters that cannot be read.
pub(in crate::web::api) async fn matching(context: &Context, request: &Request) -> Result<Vec<Overview>, Problem> {
    let filter = filters::read(&request.query, FIELDS, FLAT)?;
    let mut found = context.engine.triggers().await;
    found.retain(|overview| {
        request.sees(&overview.flow.plan.flow.namespace) && filter.accepts(&|condition| holds(overview, condition))
    });
    Ok(found)
}

/// Whether a trigger meets a condition.
fn holds(overview: &Overview, Condition { field, operation, value, .. }: &Condition) -> bool {
    let (flow, trigger) = (&overview.flow.plan.flow, overview.trigger());
    let is = |text: &str| operation.holds(text, value);
    let at = |moment: Option<Timestamp>| match (moment, filters::moment(value)) {
        (None, _) => operation.denies(),
        (Some(_), Err(_)) => *operation == Operation::IsNotNull,
        (Some(at), Ok(value)) => operation.orders(&at, &value),
    };
    match field.as_str() {
        "q" => {
            let name = format!("{flow}.{}", trigger.id);
            // A text that is looked for may stand anywhere.
            let operation = if *operation == Operation::Equals { Operation::Contains } else { *operation };
            operation.holds(&name, value)
        }
        "scope" => is(if &*flow.namespace == "system" { "SYSTEM" } else { "USER" }),
        "namespace" => is(&flow.namespace),
        "flowId" => is(&flow.id),
        "triggerId" | "id" => is(&trigger.id),
        "type" => is(&trigger.trigger_type),
        // All triggers are evaluated by this server.
        "workerId" => operation.holds_of(None, value),
        "executionId" | "triggerExecutionId" => {
            operation.holds_of(overview.running.map(|id| id.to_string()).as_deref(), value)
        }
        "triggerState" | "state" => is(if overview.switch == Switch::Off { "DISABLED" } else { "ENABLED" }),
        "locked" => is(if overview.running.is_some() { "true" } else { "false" }),
        "nextExecutionDate" => at(overview.next),
        "timeRange" => crate::duration::parse(value)
            .and_then(|span| Timestamp::now().checked_sub(span).ok())
            .is_some_and(|from| overview.last.is_some_and(|last| last >= from)),
        _ => at(overview.last),
    }
}

fn order(a: &Overview, b: &Overview, paging: &Paging) -> std::cmp::Ordering {
    paging.sort.iter().fold(std::cmp::Ordering::Equal, |ordering, (field, direction)| {
        let (one, other) = (name_of(a), name_of(b));
        let by_field = match field.as_str() {
            "namespace" => one.flow.namespace.cmp(&other.flow.namespace),
            "flowId" => one.flow.id.cmp(&other.flow.id),
            "nextExecutionDate" | "nextEvaluationDate" => a.next.cmp(&b.next),
            "date" | "lastTriggeredDate" => a.last.cmp(&b.last),
            "updatedDate" | "updatedAt" => a.updated.cmp(&b.updated),
            _ => one.id.cmp(&other.id),
        };
        ordering.then(if *direction == Direction::Ascending { by_field } else { by_field.reverse() })
    })
}

/// `GET /triggers/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let mut found = matching(&context, &request).await?;
    found.sort_by(|a, b| order(a, b, &paging));
    let total = found.len();
    let rows: Result<Vec<_>, Problem> = paging.of(found).into_iter().map(|overview| row(&context, &overview)).collect();
    Ok(paged(&rows?, total))
}

/// `GET /triggers/{namespace}/{flowId}`.
pub async fn of_flow(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("flowId").into() };
    let mut found = matching(&context, &request).await?;
    found.retain(|overview| overview.flow.plan.flow == flow);
    found.sort_by(|a, b| order(a, b, &paging));
    let found: Vec<_> = found.iter().map(state).collect();
    let total = found.len();
    Ok(paged(&paging.of(found), total))
}

/// `PUT /triggers`: `disabled`, and `backfill` where there is none yet.
pub async fn update(context: Arc<Context>, mut request: Request) -> Answer {
    let sent = request.json::<Sent>().await?;
    let name = sent.own(&request.caller)?;
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
    let name = sent.own(&request.caller)?;
    let to = if sent.disabled == Some(true) { Switch::Off } else { Switch::On };
    context.engine.switch_trigger(&name, to).await?;
    shown(&context, &name).await
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
    let name = sent.own(&request.caller)?;
    let backfill = sent.backfill.take().ok_or_else(|| Problem::invalid("the document has no `backfill`"))?;
    context.engine.backfill(&name, backfill.asked()?).await?;
    shown(&context, &name).await
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
    let name = request.json::<Sent>().await?.own(&request.caller)?;
    context.engine.rest_backfill(&name, to).await?;
    shown(context, &name).await
}

/// `POST /triggers/backfill/delete`.
pub async fn delete_backfill(context: Arc<Context>, mut request: Request) -> Answer {
    let name = request.json::<Sent>().await?.own(&request.caller)?;
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
