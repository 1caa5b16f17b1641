//! The page of an execution, and what a person decides there.

use std::sync::Arc;

use http::StatusCode;
use plan::Text;
use plan::value::Map;

use super::open::{Refused, note};
use super::{page, served, session};
use crate::engine::Cascade;
use crate::refusal::Refusal;
use crate::web::apps::view::on_resume;
use crate::web::apps::{Session, Stage, View};
use crate::web::context::Context;
use crate::web::form::received::ACTION;
use crate::web::form::{Received, reading};
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, see_other};

/// `GET /apps/{namespace}/{id}/{session}`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    let mut session = session(&context, &served, &request).await?;
    let cursor = match context.committed(session.execution.id()).await {
        Some((execution, cursor)) => {
            session.execution = execution;
            cursor
        }
        None => 0,
    };
    page(&View::session(&context, &served.app, &served.flow, session, &Map::default(), None), cursor).await
}

/// `POST /apps/{namespace}/{id}/{session}/resume`: goes on with what the form of the pause holds.
pub async fn resume(context: Arc<Context>, mut request: Request) -> Answer {
    let served = served(&context, &request)?;
    let session = session(&context, &served, &request).await?;
    let address = context.links.session(&served.app.name, session.execution.id());
    if Stage::of(&session.execution) != Stage::Pause {
        return Ok(see_other(&address));
    }
    let execution = Arc::clone(&session.execution);
    let inputs = on_resume(&execution);
    let scope = [&*served.app.name.namespace, &*served.app.name.id, &*session.token];
    let mut received = reading::read(&context, &mut request, inputs, &scope).await?;
    let by = request.caller.identity.name().map(Text::from);
    let update = received.text(ACTION) == Some("update");
    let refused = match update {
        true => None,
        false => decide(&context, &session, &served, &mut received, by).await.err(),
    };
    let status = match refused {
        None if !update => return Ok(see_other(&address)),
        None => StatusCode::OK,
        // Somebody else was faster: the page shows what became of it.
        Some(Refused::Engine(Refusal::WrongState { .. })) => return Ok(see_other(&address)),
        Some(refused) => {
            note(&mut received, refused)?;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let given = received.values(inputs);
    let view = View::session(&context, &served.app, &served.flow, session, &given, Some(&received));
    let mut response = page(&view, 0).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn decide(
    context: &Context,
    session: &Session,
    served: &super::Served,
    received: &mut Received,
    by: Option<Text>,
) -> Result<(), Refused> {
    let inputs = on_resume(&session.execution);
    let given = received.values(inputs);
    let view = View::session(context, &served.app, &served.flow, session.clone(), &given, None);
    received.require(inputs, &view.answers);
    if received.has_problems() {
        return Err(Refused::Marked);
    }
    let mut values = received.values(inputs);
    values.retain(|id, _| view.answers.is_asked(id));
    context.engine.resume(session.execution.id(), values, by).await.map_err(Refused::Engine)?;
    Ok(())
}

/// `POST /apps/{namespace}/{id}/{session}/cancel`: stops the execution, or rejects what it asks.
pub async fn cancel(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    let session = session(&context, &served, &request).await?;
    let id = session.execution.id();
    match context.engine.kill(id, Cascade::Below).await {
        // What ended in the meantime is not stopped any more, and the page says how it ended.
        Ok(()) | Err(Refusal::WrongState { .. }) => Ok(see_other(&context.links.session(&served.app.name, id))),
        Err(refusal) => Err(Problem::from(refusal)),
    }
}
