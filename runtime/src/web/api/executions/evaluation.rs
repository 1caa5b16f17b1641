//! What becomes of inputs before anything is created or resumed: the form of a client asks with each keystroke.

use std::sync::Arc;

use plan::FlowName;
use plan::flow::{Input, InputKind};
use plan::step::Shape;
use serde_json::{Value, json};

use super::create::{Uploads, values};
use super::named;
use crate::creation::{Creation, execution_folder};
use crate::engine::FailedCheck;
use crate::execution::State;
use crate::inputs::Resolved;
use crate::json::Json;
use crate::refusal::Refusal;
use crate::web::api::flow_document::{self, Source};
use crate::web::apps::view::on_resume;
use crate::web::context::Context;
use crate::web::form::answers::leaves;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// What is shown of a secret.
const MASKED: &str = "******";

/// `POST /executions/{namespace}/{id}/validate`.
pub async fn of_flow(context: Arc<Context>, request: Request) -> Answer {
    let name = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("id").into() };
    let revision = request.query.read("revision")?;
    let registry = context.engine.registry();
    let flow = match revision {
        None => registry.flow(&name).ok_or_else(|| Refusal::UnknownFlow(name.clone()))?,
        Some(revision) => {
            registry.revision(&name, revision).ok_or_else(|| Refusal::UnknownRevision(name.clone(), revision))?
        }
    };
    let creation = Creation::of(name.clone());
    let place = |input: &str, file: &str| creation.upload(input, file);
    let given = values(&context, request, &flow.plan.inputs, Uploads::Left(&place)).await?;
    let resolved = context.engine.check_inputs(&name, revision, &given)?;
    let document = flow_document::document(&context, &flow, Source::Left)?;
    let mut evaluated = evaluated(&context, &name, &flow.plan.inputs, &document["inputs"], &resolved);
    let failed = context.engine.failed_checks(&name, revision, &given)?;
    evaluated["checks"] = failed.iter().map(FailedCheck::document).collect();
    Ok(json(&evaluated))
}

/// `POST /executions/{executionId}/resume/validate`.
pub async fn of_pause(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    if execution.state() != State::Paused {
        return Err(Problem::state(format!("the execution is not paused: it is {}", execution.state())));
    }
    let folder = execution_folder(execution.flow(), execution.id());
    let place = |input: &str, file: &str| folder.join("inputs").join(input).join(file);
    let asked = on_resume(&execution);
    let given = values(&context, request, asked, Uploads::Left(&place)).await?;
    let resolved = context.engine.check_resume_inputs(execution.id(), &given)?;
    let flow = context.engine.registry().revision(execution.flow(), execution.revision());
    let written = match flow {
        Some(flow) => {
            let document = flow_document::document(&context, &flow, Source::Left)?;
            let paused = execution.task_runs().iter().find(|run| {
                run.state() == State::Paused && matches!(execution.plan().step(run.step()).shape, Shape::Await { .. })
            });
            let task = paused.map(|run| &*execution.plan().step(run.step()).name).unwrap_or_default();
            let task = super::super::flows::find_task(&document, task);
            flow_document::inputs(task.map(|task| task["onResume"].clone()).unwrap_or_default())
        }
        None => Value::Null,
    };
    Ok(json(&evaluated(&context, execution.flow(), asked, &written, &resolved)))
}

fn evaluated(context: &Context, flow: &FlowName, inputs: &[Input], written: &Value, resolved: &[Resolved]) -> Value {
    let leaves = leaves(inputs);
    let rows = resolved.iter().map(|resolved| {
        let leaf = leaves.iter().find(|leaf| *leaf.id == *resolved.id);
        let is_secret = leaf.is_some_and(|leaf| matches!(leaf.input.kind, InputKind::Secret { .. }));
        let value = match &resolved.value {
            None => Value::Null,
            Some(_) if is_secret => json!(MASKED),
            Some(value) if context.engine.holds_secret(&plan::java::to_text(value)) => json!(MASKED),
            Some(value) => serde_json::to_value(Json(value)).unwrap_or_default(),
        };
        let errors: Vec<Value> = resolved.problems.iter().map(|message| json!({"message": message})).collect();
        let mut row = json!({
            "input": find(written, &resolved.id).unwrap_or_else(|| json!({"id": &*resolved.id})),
            "enabled": resolved.enabled,
            "isDefault": resolved.is_default,
            "errors": errors,
        });
        if !value.is_null() {
            row["value"] = value;
        }
        row
    });
    json!({
        "id": &*flow.id,
        "namespace": &*flow.namespace,
        "inputs": rows.collect::<Vec<_>>(),
        "checks": [],
    })
}

/// An input as it was written, groups opened by the dots of its id.
fn find(written: &Value, id: &str) -> Option<Value> {
    let all = written.as_array()?;
    if let Some(found) = all.iter().find(|input| input["id"] == id) {
        return Some(found.clone());
    }
    let (group, rest) = id.split_once('.')?;
    find(&all.iter().find(|input| input["id"] == group)?["inputs"], rest)
}
