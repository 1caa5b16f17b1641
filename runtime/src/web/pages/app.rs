//! The pages of an app: the open form, the execution it began, and everything a person does there.

use std::sync::Arc;

use jiff::Timestamp;
use minijinja::context;
use plan::flow::FlowName;
use plan::{App, Argument};

use crate::registry::Flow;
use crate::web::apps::availability::Availability;
use crate::web::apps::{Page, Session, Stage, View};
use crate::web::context::Context;
use crate::web::form::Liveness;
use crate::web::live;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, html};

pub mod evaluate;
pub mod events;
pub mod files;
pub mod open;
pub mod session;

/// An app and the flow behind it.
struct Served {
    app: Arc<App>,
    flow: Arc<Flow>,
}

/// The app a request names, where it is served.
fn served(context: &Context, request: &Request) -> Result<Served, Problem> {
    let name = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("id").into() };
    let app = context.engine.registry().app(&name).filter(|app| !app.disabled);
    let app = app.ok_or_else(|| Problem::not_found(format!("there is no app `{name}`")))?;
    let flow = match app.revision {
        None => context.engine.registry().flow(&app.flow),
        Some(revision) => context.engine.registry().revision(&app.flow, revision),
    };
    let flow = flow.ok_or_else(|| Problem::not_found(format!("the flow of `{}` is not deployed", title(&app))))?;
    Ok(Served { app, flow })
}

/// The execution a request's token names.
async fn session(context: &Context, served: &Served, request: &Request) -> Result<Session, Problem> {
    let token = request.parameter("session");
    let gone = || Problem::not_found("this request is no longer here");
    let id = context.links.read_token(&served.app.name, token).ok_or_else(gone)?;
    let execution = context.execution(id).await?.ok_or_else(gone)?;
    Ok(Session { token: token.to_owned(), execution })
}

/// What an app is called.
fn title(app: &App) -> &str {
    app.display_name.as_deref().unwrap_or(&app.name.id)
}

/// A page that says why the form is not there now; `None` where it is.
fn closed(context: &Context, app: &App) -> Option<Answer> {
    let message = match Availability::of(app, Timestamp::now()) {
        Availability::Open => return None,
        Availability::Disabled => "This app is switched off.".to_owned(),
        Availability::NotYet(start) => format!("This app opens on {}.", start.strftime("%-d %B %Y at %H:%M UTC")),
        Availability::Expired => "This app no longer takes requests.".to_owned(),
    };
    Some(context.templates.render("app_closed.html", &context! { title => title(app), message }).map(html))
}

/// The whole page of a look.
async fn page(view: &View<'_>, cursor: u64) -> Answer {
    let page = Page::draw(view).await?;
    let (app, stage) = (view.app, view.stage);
    // A form would be emptied by a reload.
    let forms = matches!(stage, Stage::Open | Stage::Pause);
    let values = context! {
        title => title(app),
        section => if stage == Stage::Open { None } else { Some(stage.words()) },
        description => if stage == Stage::Open { app.description.as_deref() } else { None },
        session => view.session.is_some(),
        stage => stage.name(),
        words => stage.words(),
        events => (view.session.is_some() && !stage.is_last()).then(|| format!("{}/events", view.address())),
        cursor => live::cursor(cursor, stage.name()),
        refresh => (!stage.is_last() && !forms).then_some(3),
        sections => live::sections(&page.parts),
    };
    Ok(html(view.context.templates.render("app.html", &values)?))
}

/// Whether a block shows something that depends on what a form holds.
fn is_live(argument: &Argument) -> bool {
    match argument {
        Argument::Fixed(_) => false,
        Argument::Template(template) => template.fixed_text().is_none(),
        Argument::List(items) => items.iter().any(is_live),
        Argument::Map(entries) => entries.iter().any(|(key, value)| is_live(key) || is_live(value)),
    }
}

impl View<'_> {
    /// Whether a block of this stage shows something of its form.
    pub fn liveness(&self) -> Liveness {
        let blocks = self.stage.blocks(self.app);
        let live = blocks.iter().any(|block| block.properties.iter().any(|(_, argument)| is_live(argument)));
        if live { Liveness::Live } else { Liveness::Still }
    }
}
