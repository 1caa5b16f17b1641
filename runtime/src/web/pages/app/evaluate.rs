//! A form while it is filled: which fields are asked for, what the blocks beside it show.

use std::sync::Arc;

use minijinja::context;
use minijinja::value::Serde;
use serde_json::json;

use super::{closed, served, session};
use crate::web::apps::view::on_resume;
use crate::web::apps::{Page, View};
use crate::web::context::Context;
use crate::web::form::Received;
use crate::web::problem::Problem;
use crate::web::query::Query;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// `POST /apps/{namespace}/{id}/evaluate`.
pub async fn open(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    if let Some(answer) = closed(&context, &served.app) {
        return answer;
    }
    let received = read(request).await?;
    let given = received.values(&served.flow.plan.inputs);
    answer(&View::open(&context, &served.app, &served.flow, &given, None), "create").await
}

/// `POST /apps/{namespace}/{id}/{session}/evaluate`.
pub async fn paused(context: Arc<Context>, request: Request) -> Answer {
    let served = served(&context, &request)?;
    let session = session(&context, &served, &request).await?;
    let execution = Arc::clone(&session.execution);
    let inputs = on_resume(&execution);
    let received = read(request).await?;
    let given = received.values(inputs);
    answer(&View::session(&context, &served.app, &served.flow, session, &given, None), "resume").await
}

async fn read(request: Request) -> Result<Received, Problem> {
    let mut received = Received::default();
    for (name, value) in Query::parse(&request.content.text().await?).pairs() {
        received.add_text(name.to_owned(), value.to_owned());
    }
    Ok(received)
}

async fn answer(view: &View<'_>, prefix: &str) -> Answer {
    let fields = view.sheet().fields(prefix);
    let values = context! { fields => minijinja::Value::from(Serde(&fields)) };
    let html = view.context.templates.render("form/fields.html", &values)?;
    let page = Page::draw(view).await?;
    let parts: serde_json::Map<String, serde_json::Value> = page
        .parts
        .iter()
        .enumerate()
        // The form itself is not replaced under the hands of whoever fills it.
        .filter(|(_, part)| !part.html.contains("<form") && part.lines.is_none())
        .map(|(index, part)| (index.to_string(), json!(part.html)))
        .collect();
    Ok(json(&json!({"fields": html, "parts": parts})))
}
