//! The page of an execution while it goes on.

use std::sync::Arc;

use plan::value::Map;

use super::{Served, served, session};
use crate::execution::Execution;
use crate::web::apps::{Page, Session, View};
use crate::web::context::Context;
use crate::web::live::{self, Painter, Picture};
use crate::web::request::Request;
use crate::web::response::Answer;

/// `GET /apps/{namespace}/{id}/{session}/events?seen=CURSOR`.
pub async fn get(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    let Session { token, execution } = session(&context, &served, &request).await?;
    live::open(context, &request, execution.id(), AppPage { served, token })
}

/// The page of an app for one execution.
struct AppPage {
    served: Served,
    token: String,
}

impl Painter for AppPage {
    async fn paint(&self, context: &Context, execution: Arc<Execution>) -> Option<Picture> {
        let Served { app, flow } = &self.served;
        let session = Session { token: self.token.clone(), execution };
        let view = View::session(context, app, flow, session, &Map::default(), None);
        let page = Page::draw(&view).await.ok()?;
        let stage = view.stage;
        Some(Picture { stage: stage.name(), words: stage.words(), last: stage.is_last(), parts: page.parts })
    }
}
