//! The open form: shown, sent, and shown again with what is wrong.

use std::sync::Arc;

use http::StatusCode;
use plan::flow::{Input, InputKind};
use plan::value::Map;

use super::{Served, closed, page, served};
use crate::creation::Creation;
use crate::refusal::Refusal;
use crate::storage::FileUri;
use crate::web::apps::View;
use crate::web::context::Context;
use crate::web::drafts::Draft;
use crate::web::form::answers::complaint;
use crate::web::form::answers::leaves;
use crate::web::form::received::{ACTION, DRAFT};
use crate::web::form::{Received, reading};
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, see_other};

/// `GET /apps/{namespace}/{id}`: the form; values in the query fill it.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let Served { app, flow } = served(&context, &request)?;
    if let Some(execution) = app.execution.as_deref().and_then(|id| id.parse().ok()) {
        return Ok(see_other(&context.links.session(&app.name, execution)));
    }
    if let Some(answer) = closed(&context, &app) {
        return answer;
    }
    let given = suggested(&flow.plan.inputs, &request);
    page(&View::open(&context, &app, &flow, &given, None), 0).await
}

/// What an address suggests for the form: inputs that are declared, and neither secret nor files.
fn suggested(inputs: &[Input], request: &Request) -> Map {
    let mut given = Received::default();
    for leaf in leaves(inputs) {
        if !matches!(leaf.input.kind, InputKind::Secret { .. } | InputKind::File { .. }) {
            for value in request.query.all(&leaf.id) {
                given.add_text(leaf.id.to_string(), value.to_owned());
            }
        }
    }
    given.values(inputs)
}

/// `POST /apps/{namespace}/{id}`: begins an execution with the form's values.
pub async fn post(context: Arc<Context>, mut request: Request) -> Answer {
    let served = served(&context, &request)?;
    if let Some(answer) = closed(&context, &served.app) {
        return answer;
    }
    let (app, flow) = (&served.app, &served.flow);
    let inputs = &flow.plan.inputs;
    let mut received = reading::read(&context, &mut request, inputs, &[&app.name.namespace, &app.name.id]).await?;
    if received.text(ACTION) == Some("update") {
        let given = received.values(inputs);
        return page(&View::open(&context, app, flow, &given, Some(&received)), 0).await;
    }
    match begin(&context, &served, &mut received).await {
        Ok(address) => Ok(see_other(&address)),
        Err(problem) => {
            note(&mut received, problem)?;
            let given = received.values(inputs);
            let mut response = page(&View::open(&context, app, flow, &given, Some(&received)), 0).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// Why a form is refused.
pub(in crate::web::pages) enum Refused {
    /// Marked beside the fields already.
    Marked,
    /// By the engine.
    Engine(Refusal),
    /// By storage.
    Storage(Problem),
}

/// Begins the execution a form asks for, once; the address of its page.
async fn begin(context: &Context, served: &Served, received: &mut Received) -> Result<String, Refused> {
    let Served { app, flow } = served;
    let inputs = &flow.plan.inputs;
    let view = View::open(context, app, flow, &received.values(inputs), None);
    received.require(inputs, &view.answers);
    if received.has_problems() {
        return Err(Refused::Marked);
    }
    let draft = received.text(DRAFT).and_then(Draft::parse).unwrap_or_else(Draft::random);
    let mut creation = Creation::of(app.flow.clone());
    creation.revision = app.revision;
    creation.labels = vec![("system.app".into(), app.name.id.clone())];
    if let Some(earlier) = context.drafts.begin(&app.name, &draft, creation.id) {
        return Ok(context.links.session(&app.name, earlier));
    }
    let moved = match take_files(context, &creation, received).await {
        Ok(moved) => moved,
        Err(problem) => {
            context.drafts.refuse(&app.name, &draft);
            return Err(Refused::Storage(problem));
        }
    };
    let mut values = received.values(inputs);
    values.retain(|id, _| view.answers.is_asked(id));
    creation.inputs = values;
    match context.engine.create(creation).await {
        Ok(id) => Ok(context.links.session(&app.name, id)),
        Err(refusal) => {
            context.drafts.refuse(&app.name, &draft);
            give_back(context, received, moved).await;
            Err(Refused::Engine(refusal))
        }
    }
}

/// A file that was moved: the input, and where it lay.
pub(in crate::web::pages) type Moved = (String, FileUri);

/// Moves the files of a form into the folder of the execution it begins.
pub(in crate::web::pages) async fn take_files(
    context: &Context,
    creation: &Creation,
    received: &mut Received,
) -> Result<Vec<Moved>, Problem> {
    let storage = context.engine.storage();
    let mut moved = Vec::new();
    for (input, upload) in received.files_mut() {
        let target = creation.upload(input, upload.uri.file_name());
        let renamed = storage.rename(&upload.uri, &target).await;
        renamed.map_err(|error| Problem::internal(&format!("cannot move `{}`: {error}", upload.uri)))?;
        moved.push((input.to_owned(), std::mem::replace(&mut upload.uri, target)));
    }
    Ok(moved)
}

/// Puts the files of a refused form back, for the next try.
pub(in crate::web::pages) async fn give_back(context: &Context, received: &mut Received, moved: Vec<Moved>) {
    for (input, uri) in moved {
        for (_, upload) in received.files_mut().filter(|(name, _)| *name == input) {
            let taken = std::mem::replace(&mut upload.uri, uri.clone());
            if let Err(error) = context.engine.storage().rename(&taken, &uri).await {
                tracing::warn!(%error, file = %taken, "a file of a refused form cannot be put back");
            }
        }
    }
}

/// Notes a refusal beside the fields it concerns.
///
/// # Errors
///
/// What is no matter of the form: the flow is gone, the server stops.
pub(in crate::web::pages) fn note(received: &mut Received, refused: Refused) -> Result<(), Problem> {
    match refused {
        Refused::Marked => {}
        Refused::Engine(Refusal::Inputs(problems)) => {
            for problem in problems {
                received.add_problem(&*problem.input, complaint(&problem.message));
            }
        }
        Refused::Engine(Refusal::Check(message)) => received.refusal = Some(message.to_string()),
        Refused::Engine(refusal) => return Err(refusal.into()),
        Refused::Storage(problem) => return Err(problem),
    }
    Ok(())
}
