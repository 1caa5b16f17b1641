//! The same done with several executions: those whose ids are sent, or all that a query finds.
//!
//! Ids are looked at first: where one is unknown or in a state that does not allow it, nothing is done at all. A query
//! chooses among those that allow it.

use std::sync::Arc;

use http::StatusCode;
use serde_json::json;

use super::actions::{LabelDocument, labels};
use super::search::matching;
use crate::engine::{Cascade, Replay};
use crate::execution::{Execution, Label, State};
use crate::ids::ExecutionId;
use crate::refusal::Refusal;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json, json_with};

/// What is done with each.
enum Action {
    Kill,
    Pause,
    Resume,
    Restart,
    Replay,
    ForceRun,
    Unqueue(State),
    ChangeStatus(State),
    Label(Vec<Label>),
    Delete(Running),
}

/// Whether executions are deleted that have not ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Running {
    Kept,
    Deleted,
}

/// `POST /executions/ACTION/by-ids`.
pub async fn by_ids(context: Arc<Context>, mut request: Request) -> Answer {
    let action = Action::read(&request)?;
    let ids = request.json().await?;
    all(&context, &request, &action, ids).await
}

/// `POST /executions/ACTION/by-query`.
pub async fn by_query(context: Arc<Context>, request: Request) -> Answer {
    let action = Action::read(&request)?;
    found(&context, request, &action).await
}

/// `DELETE /executions/kill/by-ids`.
pub async fn kill_by_ids(context: Arc<Context>, mut request: Request) -> Answer {
    let ids = request.json().await?;
    all(&context, &request, &Action::Kill, ids).await
}

/// `DELETE /executions/kill/by-query`.
pub async fn kill_by_query(context: Arc<Context>, request: Request) -> Answer {
    found(&context, request, &Action::Kill).await
}

/// `DELETE /executions/by-ids`.
pub async fn delete_by_ids(context: Arc<Context>, mut request: Request) -> Answer {
    let action = deletion(&request);
    let ids = request.json().await?;
    all(&context, &request, &action, ids).await
}

/// `DELETE /executions/by-query`.
pub async fn delete_by_query(context: Arc<Context>, request: Request) -> Answer {
    let action = deletion(&request);
    found(&context, request, &action).await
}

fn deletion(request: &Request) -> Action {
    let running = request.query.flag("includeNonTerminated") == Some(true);
    Action::Delete(if running { Running::Deleted } else { Running::Kept })
}

/// Labels and ids in one document.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct LabelsByIds {
    executions_id: Vec<String>,
    execution_labels: Vec<LabelDocument>,
}

/// `POST /executions/labels/by-ids`.
pub async fn label_by_ids(context: Arc<Context>, mut request: Request) -> Answer {
    let sent: LabelsByIds = request.json().await?;
    let action = Action::Label(labels(&sent.execution_labels)?);
    all(&context, &request, &action, sent.executions_id).await
}

/// `POST /executions/labels/by-query`.
pub async fn label_by_query(context: Arc<Context>, mut request: Request) -> Answer {
    let sent: Vec<LabelDocument> = request.json().await?;
    let action = Action::Label(labels(&sent)?);
    let ids = matching(&context, &request, &[]).await?;
    perform_all(&context, &action, ids).await
}

/// Those of foreign namespaces are not told apart from those that are not there.
async fn all(context: &Context, request: &Request, action: &Action, ids: Vec<String>) -> Answer {
    let mut fit = Vec::new();
    let mut invalid = Vec::new();
    for text in ids {
        let id: Option<ExecutionId> = text.parse().ok();
        let execution = match id {
            Some(id) => context.engine.execution(id).await?,
            None => None,
        };
        let seen = execution.filter(|execution| request.sees(&execution.flow().namespace));
        match seen.as_deref().map(|execution| action.objection(execution)) {
            None => invalid.push(json!({"message": "execution not found", "invalidValue": text})),
            Some(Some(why)) => invalid.push(json!({"message": why, "invalidValue": text})),
            Some(None) => fit.extend(id),
        }
    }
    if !invalid.is_empty() {
        let message = format!("invalid bulk {}", action.name());
        let mut document = Problem::bad_request(message.as_str()).document(&request.path);
        document["message"] = json!(message);
        document["invalids"] = json!(invalid);
        return Ok(json_with(StatusCode::BAD_REQUEST, &document));
    }
    perform_all(context, action, fit).await
}

async fn found(context: &Context, mut request: Request, action: &Action) -> Answer {
    let document = request.take_content().bytes().await?;
    let ids = matching(context, &request, &document).await?;
    perform_all(context, action, ids).await
}

async fn perform_all(context: &Context, action: &Action, ids: Vec<ExecutionId>) -> Answer {
    let mut count = 0;
    for id in ids {
        let fits = context.engine.execution(id).await?.is_some_and(|execution| action.objection(&execution).is_none());
        if !fits {
            continue;
        }
        match action.perform(context, id).await {
            Ok(()) => count += 1,
            // It went on since it was looked at.
            Err(Refusal::WrongState { .. } | Refusal::UnknownExecution(_)) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(json(&counted(count)))
}

/// How many, in the words of 1.x and of 2.0, whose work goes on behind the answer.
pub(in crate::web::api) fn counted(count: usize) -> serde_json::Value {
    json!({"count": count, "totalItems": count, "operationId": ExecutionId::new(jiff::Timestamp::now(), 0).to_string()})
}

impl Action {
    /// The action that a path names.
    fn read(request: &Request) -> Result<Self, Problem> {
        let state = |names: &[&str], otherwise: Option<State>| {
            let given = names.iter().find_map(|name| request.query.given(name));
            match (given, otherwise) {
                (Some(text), _) => State::parse(text).ok_or_else(|| Problem::argument(format!("`{text}` is no state"))),
                (None, Some(otherwise)) => Ok(otherwise),
                (None, None) => Err(Problem::bad_request(format!("the query has no `{}`", names[0]))),
            }
        };
        let mut parts = request.path.rsplit('/').skip_while(|part| !part.starts_with("by-")).skip(1);
        Ok(match parts.next().unwrap_or_default() {
            "pause" => Self::Pause,
            "resume" => Self::Resume,
            "restart" => Self::Restart,
            "replay" => Self::Replay,
            "force-run" => Self::ForceRun,
            "unqueue" => Self::Unqueue(state(&["state", "newState"], Some(State::Running))?),
            "change-status" => Self::ChangeStatus(state(&["newStatus", "status"], None)?),
            other => return Err(Problem::not_found(format!("nothing called `{other}` is done with executions"))),
        })
    }

    /// The word for it in messages.
    const fn name(&self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Restart => "restart",
            Self::Replay => "replay",
            Self::ForceRun => "force run",
            Self::Unqueue(_) => "unqueue",
            Self::ChangeStatus(_) => "change executions status",
            Self::Label(_) => "labels",
            Self::Delete(_) => "delete",
        }
    }

    /// Why it cannot be done with an execution as it stands.
    fn objection(&self, execution: &Execution) -> Option<&'static str> {
        let state = execution.state();
        let (allowed, otherwise) = match self {
            Self::Kill => (!state.is_terminated(), "execution already finished"),
            Self::Pause => (state == State::Running, "execution is not running"),
            Self::Resume => (state == State::Paused, "execution is not in state PAUSED"),
            Self::Restart => {
                (matches!(state, State::Failed | State::Killed | State::Paused), "execution not in state FAILED")
            }
            Self::Replay | Self::Delete(Running::Deleted) => (true, ""),
            Self::ForceRun => (!state.is_terminated(), "execution already finished"),
            Self::Unqueue(_) => (state == State::Queued, "execution is not in state QUEUED"),
            Self::ChangeStatus(_) | Self::Label(_) | Self::Delete(Running::Kept) => {
                (state.is_terminated(), "execution is not terminated")
            }
        };
        (!allowed).then_some(otherwise)
    }

    async fn perform(&self, context: &Context, id: ExecutionId) -> Result<(), Refusal> {
        let engine = &context.engine;
        match self {
            Self::Kill => engine.kill(id, Cascade::Below).await,
            Self::Pause => engine.pause(id).await,
            Self::Resume => engine.resume(id, plan::value::Map::default(), None).await.map(drop),
            Self::Restart => engine.restart(id, None).await.map(drop),
            Self::Replay => {
                let replay = Replay { task_run: None, revision: None, inputs: None };
                engine.replay(id, replay).await.map(drop)
            }
            Self::ForceRun => engine.force_run(id).await,
            Self::Unqueue(state) => engine.unqueue(id, *state).await,
            Self::ChangeStatus(state) => engine.change_status(id, *state).await,
            Self::Label(labels) => engine.set_labels(id, labels.clone()).await,
            Self::Delete(_) => engine.delete(id).await,
        }
    }
}
