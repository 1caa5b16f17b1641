//! What is done with one execution. Kestra 1.x and 2.0 have different paths and answers for the same action: in 2.0
//! every one answers with the execution.

use std::sync::Arc;

use http::StatusCode;
use plan::FlowName;
use serde::Deserialize;

use super::create::{Uploads, begin, created, label, values};
use super::{id, named};
use crate::creation::execution_folder;
use crate::engine::{Cascade, Replay};
use crate::execution::{Label, State};
use crate::ids::ExecutionId;
use crate::web::apps::view::on_resume;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, empty, json};

/// Whether the path is the one of Kestra 2.0.
fn is_new(request: &Request) -> bool {
    request.path.contains("/actions/")
}

/// The answer of an action without result: the execution in 2.0, nothing before.
async fn done(context: &Context, id: ExecutionId, new: bool, before: StatusCode) -> Answer {
    match new {
        true => created(context, id).await,
        false => Ok(empty(before)),
    }
}

/// `POST /executions/{namespace}/{id}` where the flow is called like an action: `None` for an action.
fn flow_called_like_an_action(request: &Request, action: &str) -> Option<FlowName> {
    let namespace = request.parameter("executionId");
    let is_id = namespace.parse::<ExecutionId>().is_ok();
    (!is_id && !is_new(request)).then(|| FlowName { namespace: namespace.into(), id: action.into() })
}

/// `DELETE /executions/{executionId}/kill`.
pub async fn kill(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let new = is_new(&request);
    let cascade = request.query.flag("isOnKillCascade") != Some(false);
    if execution.state().is_terminated() && (new || !cascade) {
        return Err(Problem::state(format!("the execution has ended: it is {}", execution.state())));
    }
    context.engine.kill(execution.id(), if cascade { Cascade::Below } else { Cascade::Alone }).await?;
    done(&context, execution.id(), new, StatusCode::ACCEPTED).await
}

/// `POST /executions/{executionId}/pause`.
pub async fn pause(context: Arc<Context>, request: Request) -> Answer {
    if let Some(flow) = flow_called_like_an_action(&request, "pause") {
        return begin(context, request, flow).await;
    }
    let execution = named(&context, &request).await?;
    context.engine.pause(execution.id()).await?;
    done(&context, execution.id(), is_new(&request), StatusCode::OK).await
}

/// `POST /executions/{executionId}/resume`: with what the pause asks for.
pub async fn resume(context: Arc<Context>, request: Request) -> Answer {
    if let Some(flow) = flow_called_like_an_action(&request, "resume") {
        return begin(context, request, flow).await;
    }
    let execution = named(&context, &request).await?;
    if execution.state() != State::Paused {
        return Err(Problem::state(format!("the execution is not paused: it is {}", execution.state())));
    }
    let (id, new) = (execution.id(), is_new(&request));
    let folder = execution_folder(execution.flow(), id);
    let place = |input: &str, file: &str| folder.join("inputs").join(input).join(file);
    let inputs = values(&context, request, on_resume(&execution), Uploads::Kept(&place)).await?;
    context.engine.resume(id, inputs, None).await?;
    done(&context, id, new, StatusCode::NO_CONTENT).await
}

/// `POST /executions/{executionId}/restart`.
pub async fn restart(context: Arc<Context>, request: Request) -> Answer {
    if let Some(flow) = flow_called_like_an_action(&request, "restart") {
        return begin(context, request, flow).await;
    }
    let restarted = context.engine.restart(id(&request)?, request.query.read("revision")?).await?;
    created(&context, restarted.id()).await
}

/// `POST /executions/{executionId}/replay`.
pub async fn replay(context: Arc<Context>, request: Request) -> Answer {
    if let Some(flow) = flow_called_like_an_action(&request, "replay") {
        return begin(context, request, flow).await;
    }
    let replay = replay_of(&request)?;
    let replayed = context.engine.replay(id(&request)?, replay).await?;
    created(&context, replayed.id()).await
}

/// `POST /executions/{executionId}/replay-with-inputs`.
pub async fn replay_with_inputs(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let id = execution.id();
    let replay = replay_of(&request)?;
    let folder = execution_folder(execution.flow(), id);
    let place = |input: &str, file: &str| folder.join("inputs").join(input).join(file);
    let inputs = values(&context, request, &execution.plan().inputs, Uploads::Kept(&place)).await?;
    let replayed = context.engine.replay(id, Replay { inputs: Some(inputs), ..replay }).await?;
    created(&context, replayed.id()).await
}

fn replay_of(request: &Request) -> Result<Replay, Problem> {
    let task_run = request
        .query
        .given("taskRunId")
        .map(|text| text.parse().map_err(|_| Problem::not_found(format!("the execution has no task run `{text}`"))));
    Ok(Replay { task_run: task_run.transpose()?, revision: request.query.read("revision")?, inputs: None })
}

/// A label in a document.
#[derive(Deserialize)]
pub(super) struct LabelDocument {
    key: String,
    value: String,
}

/// Labels that a client sends.
pub(super) fn labels(sent: &[LabelDocument]) -> Result<Vec<Label>, Problem> {
    sent.iter().map(|sent| label(&sent.key, &sent.value)).collect()
}

/// `POST /executions/{executionId}/labels`: adds, or gives other values; only once the execution has ended.
pub async fn set_labels(context: Arc<Context>, mut request: Request) -> Answer {
    if let Some(flow) = flow_called_like_an_action(&request, "labels") {
        return begin(context, request, flow).await;
    }
    let execution = named(&context, &request).await?;
    if !execution.state().is_terminated() {
        return Err(Problem::bad_request("labels are set once the execution has ended"));
    }
    let sent: Vec<LabelDocument> = request.json().await?;
    context.engine.set_labels(execution.id(), labels(&sent)?).await?;
    created(&context, execution.id()).await
}

/// `POST /executions/{executionId}/change-status?status=STATE`.
pub async fn change_status(context: Arc<Context>, request: Request) -> Answer {
    let id = id(&request)?;
    context.engine.change_status(id, state(&request, "status")?).await?;
    created(&context, id).await
}

/// `POST /executions/{executionId}/resume-from-breakpoint`: nothing stops at breakpoints here.
pub async fn resume_from_breakpoint(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    Err(Problem::state(format!("the execution is at no breakpoint: it is {}", execution.state())))
}

/// The state of one task run, in a document.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StateDocument {
    task_run_id: String,
    state: String,
}

/// `POST /executions/{executionId}/state`: the state of one task run.
pub async fn task_state(context: Arc<Context>, mut request: Request) -> Answer {
    let id = id(&request)?;
    let sent: StateDocument = request.json().await?;
    let run = sent.task_run_id.parse();
    let run = run.map_err(|_| Problem::not_found(format!("the execution has no task run `{}`", sent.task_run_id)))?;
    let state = State::parse(&sent.state).ok_or_else(|| Problem::argument(format!("`{}` is no state", sent.state)))?;
    context.engine.change_task_run(id, run, state).await?;
    created(&context, id).await
}

/// `POST /executions/{executionId}/force-run`.
pub async fn force_run(context: Arc<Context>, request: Request) -> Answer {
    let id = id(&request)?;
    context.engine.force_run(id).await?;
    created(&context, id).await
}

/// `POST /executions/{executionId}/unqueue?state=STATE`.
pub async fn unqueue(context: Arc<Context>, request: Request) -> Answer {
    let id = id(&request)?;
    let state = match request.query.given("state") {
        None => State::Running,
        Some(_) => state(&request, "state")?,
    };
    context.engine.unqueue(id, state).await?;
    created(&context, id).await
}

fn state(request: &Request, name: &str) -> Result<State, Problem> {
    let text = request.query.given(name).ok_or_else(|| Problem::bad_request(format!("the query has no `{name}`")))?;
    State::parse(text).ok_or_else(|| Problem::argument(format!("`{text}` is no state")))
}

/// `POST /executions/{executionId}/eval` and `…/eval/{taskRunId}`: an expression in the execution's context.
pub async fn evaluate(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let run = match request.parameter("taskRunId") {
        "" => None,
        text => {
            let unknown = || Problem::not_found(format!("the execution has no task run `{text}`"));
            let run = text.parse().map_err(|_| unknown())?;
            execution.task_run(run).ok_or_else(unknown)?;
            Some(run)
        }
    };
    let template = request.content.text().await?;
    Ok(match context.engine.evaluate(execution.id(), run, &template).await {
        Ok(result) => json(&serde_json::json!({"result": result})),
        Err(failure) => json(&serde_json::json!({"error": failure.message, "stackTrace": failure.notes.join("\n")})),
    })
}

/// `GET /executions/{executionId}/flow`: the flow as an execution's page needs it.
pub async fn flow(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let flow = context.engine.registry().revision(execution.flow(), execution.revision());
    let flow = flow.ok_or_else(|| Problem::not_found(format!("flow `{}` is not deployed", execution.flow())))?;
    let document = super::super::flow_document::document(&context, &flow, super::super::flow_document::Source::Left)?;
    Ok(json(&document))
}
