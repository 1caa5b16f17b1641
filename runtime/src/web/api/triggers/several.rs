//! The same done with several triggers: those that are named, or all that a query finds.

use std::sync::Arc;

use serde::Deserialize;

use super::super::executions::bulk::counted;
use super::{Sent, matching, name_of};
use crate::refusal::Refusal;
use crate::triggers::TriggerName;
use crate::triggers::switches::Switch;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// What is done with each.
#[derive(Clone, Copy)]
enum Action {
    Switch(Switch),
    Unlock,
    Rest(Switch),
    EndBackfill,
}

/// Triggers and what they are to be, in one document.
#[derive(Deserialize)]
struct Switched {
    triggers: Vec<Sent>,
    disabled: Option<bool>,
}

/// `POST /triggers/set-disabled/by-triggers`.
pub async fn set_disabled_by_triggers(context: Arc<Context>, mut request: Request) -> Answer {
    let sent: Switched = request.json().await?;
    let to = if sent.disabled == Some(false) { Switch::On } else { Switch::Off };
    act(&context, Action::Switch(to), own(&request, &sent.triggers)?).await
}

/// `POST /triggers/set-disabled/by-query?disabled=true`.
pub async fn set_disabled_by_query(context: Arc<Context>, request: Request) -> Answer {
    let to = if request.query.flag("disabled") == Some(false) { Switch::On } else { Switch::Off };
    found(&context, &request, Action::Switch(to)).await
}

/// `POST /triggers/unlock/by-triggers`.
pub async fn unlock_by_triggers(context: Arc<Context>, request: Request) -> Answer {
    sent(&context, request, Action::Unlock).await
}

/// `POST /triggers/unlock/by-query`.
pub async fn unlock_by_query(context: Arc<Context>, request: Request) -> Answer {
    found(&context, &request, Action::Unlock).await
}

/// `POST /triggers/backfill/{action}/by-triggers`.
pub async fn backfill_by_triggers(context: Arc<Context>, request: Request) -> Answer {
    let action = of_backfill(&request)?;
    sent(&context, request, action).await
}

/// `POST /triggers/backfill/{action}/by-query`.
pub async fn backfill_by_query(context: Arc<Context>, request: Request) -> Answer {
    let action = of_backfill(&request)?;
    found(&context, &request, action).await
}

fn of_backfill(request: &Request) -> Result<Action, Problem> {
    match request.parameter("action") {
        "pause" => Ok(Action::Rest(Switch::Off)),
        "unpause" => Ok(Action::Rest(Switch::On)),
        "delete" => Ok(Action::EndBackfill),
        other => Err(Problem::not_found(format!("nothing called `{other}` is done with backfills"))),
    }
}

/// `DELETE /triggers/delete/by-triggers` and `…/by-query`: the state of a trigger goes with its flow, so that none is
/// ever left behind.
pub async fn delete(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&counted(0)))
}

/// `DELETE /triggers/{namespace}/{flowId}/{triggerId}`: only what no flow declares any more could go.
pub async fn delete_one(context: Arc<Context>, request: Request) -> Answer {
    let name = super::of_path(&request);
    let all = context.engine.triggers().await;
    match all.iter().any(|overview| name_of(overview) == name) {
        true => Err(Problem::state(format!("trigger `{name}` cannot be deleted because the flow still declares it"))),
        false => Err(Problem::not_found(format!("there is no trigger `{name}`"))),
    }
}

async fn sent(context: &Context, mut request: Request, action: Action) -> Answer {
    let sent: Vec<Sent> = request.json().await?;
    act(context, action, own(&request, &sent)?).await
}

fn own(request: &Request, sent: &[Sent]) -> Result<Vec<TriggerName>, Problem> {
    sent.iter().map(|sent| sent.own(&request.caller)).collect()
}

async fn found(context: &Context, request: &Request, action: Action) -> Answer {
    let found = matching(context, request).await?;
    act(context, action, found.iter().map(name_of).collect()).await
}

/// Does it with each that allows it.
async fn act(context: &Context, action: Action, triggers: Vec<TriggerName>) -> Answer {
    let mut count = 0;
    for name in triggers {
        let done = match action {
            Action::Switch(to) => context.engine.switch_trigger(&name, to).await,
            Action::Unlock => context.engine.unlock_trigger(&name).await,
            Action::Rest(to) => context.engine.rest_backfill(&name, to).await,
            Action::EndBackfill => context.engine.end_backfill(&name).await,
        };
        match done {
            Ok(()) => count += 1,
            Err(Refusal::Trigger(_)) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(json(&counted(count)))
}
