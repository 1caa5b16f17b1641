//! The page of one execution: its tasks, values and log, and what can be done with it.

use std::sync::Arc;

use http::StatusCode;
use minijinja::context;
use minijinja::value::Serde;
use plan::evaluate::Context as Evaluation;
use plan::value::Map;
use plan::{FlowName, Text};

use super::Hands;
use super::task_tree::{pretty, tree};
use crate::creation::execution_folder;
use crate::engine::{Cascade, Replay};
use crate::execution::{Execution, State};
use crate::logs::{LogQuery, parse_level};
use crate::refusal::Refusal;
use crate::storage::FileUri;
use crate::web::apps::Part;
use crate::web::apps::variables;
use crate::web::apps::view::on_resume;
use crate::web::apps::world::PageWorld;
use crate::web::context::Context;
use crate::web::form::received::ACTION;
use crate::web::form::sheet::Opening;
use crate::web::form::{Answers, Liveness, Received, Sheet, reading};
use crate::web::live::{self, Painter, Picture};
use crate::web::pages::app::open::{Refused, note};
use crate::web::percent::encode;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, content, html, see_other};
use crate::web::time::took;
use crate::web::{blocks, preview, stored};

/// The execution a path names.
async fn named(context: &Context, request: &Request) -> Result<Arc<Execution>, Problem> {
    let gone = || Problem::not_found(format!("there is no execution `{}`", request.parameter("execution")));
    let id = request.parameter("execution").parse().map_err(|_| gone())?;
    let execution = context.execution(id).await?.ok_or_else(gone)?;
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("flow").into() };
    if *execution.flow() == flow { Ok(execution) } else { Err(gone()) }
}

/// `GET /ui/executions/{namespace}/{flow}/{execution}`.
pub async fn page(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    whole(&context, &request, execution, None).await
}

async fn whole(context: &Context, request: &Request, execution: Arc<Execution>, received: Option<&Received>) -> Answer {
    let (execution, sequence) = match context.committed(execution.id()).await {
        Some(committed) => committed,
        None => (execution, 0),
    };
    let address = context.links.execution(execution.flow(), execution.id());
    let level = request.query.given("level");
    let painter = ExecutionPage::new(request);
    let picture = painter.picture(context, &execution, received).await?;
    let events =
        format!("{address}/events{}", level.map(|level| format!("?level={}", encode(level))).unwrap_or_default());
    let values = context! {
        title => &execution.flow().id,
        section => picture.words,
        here => "executions",
        namespace => &execution.flow().namespace,
        flow_address => context.links.flow(execution.flow()),
        id => execution.id().to_string(),
        events => (!picture.last).then_some(events),
        stage => picture.stage,
        cursor => live::cursor(sequence, picture.stage),
        refresh => (!picture.last && picture.stage != "PAUSED").then_some(3),
        sections => live::sections(&picture.parts),
    };
    Ok(html(context.templates.render("console/execution.html", &values)?))
}

/// `GET …/events?seen=CURSOR`.
pub async fn events(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let painter = ExecutionPage::new(&request);
    live::open(context, &request, execution.id(), painter)
}

/// The parts of the page that change.
struct ExecutionPage {
    level: Option<String>,
    hands: Hands,
}

impl Painter for ExecutionPage {
    async fn paint(&self, context: &Context, execution: Arc<Execution>) -> Option<Picture> {
        self.picture(context, &execution, None).await.ok()
    }
}

impl ExecutionPage {
    fn new(request: &Request) -> Self {
        let hands = Hands::of(request, request.parameter("namespace"));
        Self { level: request.query.given("level").map(str::to_owned), hands }
    }

    async fn picture(
        &self,
        context: &Context,
        execution: &Execution,
        received: Option<&Received>,
    ) -> Result<Picture, Problem> {
        let state = execution.state();
        let part = |html| Part { html, lines: None };
        let mut parts = vec![part(head(context, execution, self.hands)?)];
        if state == State::Paused && self.hands == Hands::Free {
            parts.push(part(pause(context, execution, received)?));
        }
        let tasks = tree(execution);
        parts.push(part(
            context
                .templates
                .render("console/tasks.html", &context! { tasks => minijinja::Value::from(Serde(&tasks)) })?,
        ));
        parts.push(part(values(context, execution)?));
        let query = LogQuery { level: self.level.as_deref().and_then(parse_level), ..LogQuery::of(execution.id()) };
        let lines = context.engine.logs(&query, 0, Some(blocks::MOST_LINES)).await?;
        let log = context! { lines => blocks::lines(context, &lines.items)?, live => !state.is_terminated() };
        let html = context.templates.render("console/log.html", &context! { level => &self.level, log => minijinja::Value::from_safe_string(context.templates.render("blocks/logs.html", &log)?) })?;
        parts.push(Part { html, lines: Some(query) });
        let last = execution.is_over();
        let stage = match state {
            State::Paused => "PAUSED",
            _ if last => "ENDED",
            _ => "ACTIVE",
        };
        Ok(Picture { stage, words: state.name(), last, parts })
    }
}

fn head(context: &Context, execution: &Execution, hands: Hands) -> Result<String, Problem> {
    let history = execution.history();
    let state = execution.state();
    let labels = execution.labels().iter().filter(|(key, _)| !key.starts_with("system."));
    let lineage = execution.lineage();
    let values = context! {
        state => state.name(),
        address => context.links.execution(execution.flow(), execution.id()),
        start => history.start().to_string(),
        duration => took(state, history.start(), history.end()),
        revision => execution.revision(),
        labels => labels.map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>(),
        trigger => execution.trigger().map(|started| started.id.to_string()),
        parent => lineage.parent.map(|id| context! { id => id.to_string(), address => context.links.execution(execution.flow(), id) }),
        free => hands == Hands::Free,
        active => !state.is_terminated(),
        restartable => matches!(state, State::Failed | State::Killed | State::Cancelled | State::Warning),
        ended => state.is_terminated(),
    };
    context.templates.render("console/head.html", &values)
}

/// The form of the pause an execution waits at.
fn pause(context: &Context, execution: &Execution, received: Option<&Received>) -> Result<String, Problem> {
    let inputs = on_resume(execution);
    let variables = variables::of_execution("", execution, &context.surroundings);
    let given = received.map(|received| received.values(inputs)).unwrap_or_default();
    let world = PageWorld::new(&context.engine);
    let resolved = context.engine.check_resume_inputs(execution.id(), &given).unwrap_or_default();
    let answers = Answers::new(inputs, resolved, &given, &Evaluation::new(&variables).with_world(&world));
    let id = execution.id().to_string();
    let sheet =
        Sheet { context, inputs, answers: &answers, variables: &variables, received, opening: Opening::Of(&id) };
    let address = context.links.execution(execution.flow(), execution.id());
    let form = sheet.draw("resume", &format!("{address}/resume"), &format!("{address}/evaluate"), Liveness::Still)?;
    let values = context! { form => minijinja::Value::from_safe_string(form), asks => !inputs.is_empty() };
    context.templates.render("console/pause.html", &values)
}

fn values(context: &Context, execution: &Execution) -> Result<String, Problem> {
    let outputs = execution.outputs().filter(|outputs| !outputs.is_empty());
    let folder = execution_folder(execution.flow(), execution.id());
    let mut files = Vec::new();
    for value in outputs.into_iter().flat_map(|outputs| outputs.values()).chain(execution.inputs().values()) {
        if let Some(uri) = value.as_str().and_then(|text| text.parse::<FileUri>().ok())
            && uri.is_below(&folder)
        {
            let address = context.links.execution(execution.flow(), execution.id());
            let path = encode(uri.as_str());
            files.push(context! {
                name => uri.file_name(),
                address => format!("{address}/file?path={path}"),
                preview => format!("{address}/preview?path={path}"),
            });
        }
    }
    let values = context! {
        inputs => (!execution.inputs().is_empty()).then(|| pretty(execution.inputs())),
        outputs => outputs.map(|outputs| pretty(outputs)),
        files,
    };
    context.templates.render("console/values.html", &values)
}

/// `POST …/resume`.
pub async fn resume(context: Arc<Context>, mut request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let address = context.links.execution(execution.flow(), execution.id());
    let inputs = on_resume(&execution);
    let id = execution.id().to_string();
    let mut received = reading::read(&context, &mut request, inputs, &["console", &id]).await?;
    let by = request.caller.identity.name().map(Text::from);
    let update = received.text(ACTION) == Some("update");
    let refused = match update {
        true => None,
        false => decide(&context, &execution, &mut received, by).await.err(),
    };
    let status = match refused {
        None if !update => return Ok(see_other(&address)),
        None => StatusCode::OK,
        Some(Refused::Engine(Refusal::WrongState { .. })) => return Ok(see_other(&address)),
        Some(refused) => {
            note(&mut received, refused)?;
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let mut response = whole(&context, &request, Arc::clone(&execution), Some(&received)).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn decide(
    context: &Context,
    execution: &Execution,
    received: &mut Received,
    by: Option<Text>,
) -> Result<(), Refused> {
    let inputs = on_resume(execution);
    let answers = {
        let variables = variables::of_execution("", execution, &context.surroundings);
        let world = PageWorld::new(&context.engine);
        let given = received.values(inputs);
        let resolved = context.engine.check_resume_inputs(execution.id(), &given).unwrap_or_default();
        Answers::new(inputs, resolved, &given, &Evaluation::new(&variables).with_world(&world))
    };
    received.require(inputs, &answers);
    if received.has_problems() {
        return Err(Refused::Marked);
    }
    let mut values: Map = received.values(inputs);
    values.retain(|id, _| answers.is_asked(id));
    context.engine.resume(execution.id(), values, by).await.map_err(Refused::Engine)?;
    Ok(())
}

/// `POST …/kill`.
pub async fn kill(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    match context.engine.kill(execution.id(), Cascade::Below).await {
        Ok(()) | Err(Refusal::WrongState { .. }) => {
            Ok(see_other(&context.links.execution(execution.flow(), execution.id())))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// `POST …/restart`.
pub async fn restart(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let restarted = context.engine.restart(execution.id(), None).await?;
    Ok(see_other(&context.links.execution(execution.flow(), restarted.id())))
}

/// `POST …/replay`.
pub async fn replay(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let replayed = context.engine.replay(execution.id(), Replay::default()).await?;
    Ok(see_other(&context.links.execution(execution.flow(), replayed.id())))
}

fn own_file(execution: &Execution, request: &Request) -> Result<FileUri, Problem> {
    let uri = request.query.get("path").and_then(|path| path.parse::<FileUri>().ok());
    let own = |uri: &FileUri| uri.is_below(&execution_folder(execution.flow(), execution.id()));
    uri.filter(own).ok_or_else(|| Problem::not_found("there is no such file"))
}

/// `GET …/file?path=URI`.
pub async fn file(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let uri = own_file(&execution, &request)?;
    stored::send(&context, &request, &uri, uri.file_name(), Disposition::Attachment).await
}

/// `GET …/preview?path=URI`.
pub async fn preview(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let uri = own_file(&execution, &request)?;
    if request.query.flag("raw") == Some(true) && preview::is_picture(uri.file_name()) {
        return stored::send(&context, &request, &uri, uri.file_name(), Disposition::Inline).await;
    }
    let page = context.links.execution(execution.flow(), execution.id());
    let picture = format!("{page}/preview?raw&path={}", encode(uri.as_str()));
    let values = preview::values(&context, &execution, &uri, picture, page).await?;
    match request.prefers_html() {
        true => Ok(html(context.templates.render("preview_page.html", &values)?)),
        false => Ok(content("text/html; charset=utf-8", context.templates.render("preview.html", &values)?)),
    }
}
