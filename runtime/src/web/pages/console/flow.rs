//! The page of one flow: a form to run it, its latest executions, its source.

use std::sync::Arc;

use http::StatusCode;
use minijinja::context;
use minijinja::value::Serde;
use plan::FlowName;
use plan::evaluate::Context as Evaluation;
use plan::value::Map;

use super::Hands;
use super::executions::Row;
use crate::creation::Creation;
use crate::query::Query;
use crate::registry::Flow;
use crate::web::apps::variables;
use crate::web::apps::world::PageWorld;
use crate::web::context::Context;
use crate::web::drafts::Draft;
use crate::web::form::received::{ACTION, DRAFT};
use crate::web::form::sheet::Opening;
use crate::web::form::{Answers, Liveness, Received, Sheet, reading};
use crate::web::pages::app::open::{Refused, give_back, note, take_files};
use crate::web::problem::Problem;
use crate::web::query::Query as Parameters;
use crate::web::request::Request;
use crate::web::response::{Answer, html, json, see_other};

/// How many of the latest executions are listed.
const LATEST: usize = 10;

fn named(context: &Context, request: &Request) -> Result<Arc<Flow>, Problem> {
    let name = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("flow").into() };
    let flow = context.engine.registry().flow(&name);
    flow.ok_or_else(|| Problem::not_found(format!("flow `{name}` is not deployed")))
}

/// What the form of a flow holds.
struct Held {
    variables: Map,
    answers: Answers,
}

impl Held {
    fn new(context: &Context, flow: &Flow, given: &Map) -> Self {
        let variables = variables::of_flow("", &flow.plan, flow.revision);
        let world = PageWorld::new(&context.engine);
        let resolved = context.engine.check_inputs(&flow.plan.flow, Some(flow.revision), given).unwrap_or_default();
        let evaluation = Evaluation::new(&variables).with_world(&world);
        let answers = Answers::new(&flow.plan.inputs, resolved, given, &evaluation);
        Self { variables, answers }
    }

    fn sheet<'a>(&'a self, context: &'a Context, flow: &'a Flow, received: Option<&'a Received>) -> Sheet<'a> {
        let inputs = &flow.plan.inputs;
        Sheet { context, inputs, answers: &self.answers, variables: &self.variables, received, opening: Opening::Fresh }
    }
}

/// `GET /ui/flows/{namespace}/{flow}`.
pub async fn page(context: Arc<Context>, request: Request) -> Answer {
    let flow = named(&context, &request)?;
    let hands = Hands::of(&request, &flow.plan.flow.namespace);
    whole(&context, &flow, hands, None).await
}

async fn whole(context: &Context, flow: &Flow, hands: Hands, received: Option<&Received>) -> Answer {
    let inputs = &flow.plan.inputs;
    let name = &flow.plan.flow;
    let given = received.map(|received| received.values(inputs)).unwrap_or_default();
    let address = context.links.flow(name);
    let form = match hands {
        Hands::Bound => None,
        Hands::Free => {
            let held = Held::new(context, flow, &given);
            let sheet = held.sheet(context, flow, received);
            let (execute, evaluate) = (format!("{address}/execute"), format!("{address}/evaluate"));
            Some(sheet.draw("create", &execute, &evaluate, Liveness::Still)?)
        }
    };
    let query = Query {
        namespace: Some(name.namespace.to_string()),
        flow: Some(name.id.to_string()),
        limit: Some(LATEST),
        ..Query::default()
    };
    let latest = context.engine.list(&query).await?.items;
    let rows = Row::all(context, &latest).await?;
    let values = context! {
        title => &name.id, here => "flows", namespace => &name.namespace,
        description => &flow.plan.description, revision => flow.revision, disabled => flow.plan.disabled,
        form => form.map(minijinja::Value::from_safe_string),
        rows => minijinja::Value::from(Serde(&rows)),
        source => &flow.plan.source.text, path => &flow.plan.source.path,
    };
    Ok(html(context.templates.render("console/flow.html", &values)?))
}

/// `POST /ui/flows/{namespace}/{flow}/execute`.
pub async fn execute(context: Arc<Context>, mut request: Request) -> Answer {
    let flow = named(&context, &request)?;
    let inputs = &flow.plan.inputs;
    let name = &flow.plan.flow;
    let mut received = reading::read(&context, &mut request, inputs, &["console", &name.namespace, &name.id]).await?;
    if received.text(ACTION) == Some("update") {
        return whole(&context, &flow, Hands::Free, Some(&received)).await;
    }
    match begin(&context, &flow, &mut received).await {
        Ok(address) => Ok(see_other(&address)),
        Err(refused) => {
            note(&mut received, refused)?;
            let mut response = whole(&context, &flow, Hands::Free, Some(&received)).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

async fn begin(context: &Context, flow: &Flow, received: &mut Received) -> Result<String, Refused> {
    let (inputs, name) = (&flow.plan.inputs, &flow.plan.flow);
    let answers = Held::new(context, flow, &received.values(inputs)).answers;
    received.require(inputs, &answers);
    if received.has_problems() {
        return Err(Refused::Marked);
    }
    let draft = received.text(DRAFT).and_then(Draft::parse).unwrap_or_else(Draft::random);
    let mut creation = Creation::of(name.clone());
    if let Some(earlier) = context.drafts.begin(name, &draft, creation.id) {
        return Ok(context.links.execution(name, earlier));
    }
    let moved = take_files(context, &creation, received).await.map_err(Refused::Storage)?;
    creation.inputs = received.values(inputs);
    creation.inputs.retain(|id, _| answers.is_asked(id));
    match context.engine.create(creation).await {
        Ok(id) => Ok(context.links.execution(name, id)),
        Err(refusal) => {
            context.drafts.refuse(name, &draft);
            give_back(context, received, moved).await;
            Err(Refused::Engine(refusal))
        }
    }
}

/// `POST /ui/flows/{namespace}/{flow}/evaluate`.
pub async fn evaluate(context: Arc<Context>, request: Request) -> Answer {
    let flow = named(&context, &request)?;
    let mut received = Received::default();
    for (name, value) in Parameters::parse(&request.content.text().await?).pairs() {
        received.add_text(name.to_owned(), value.to_owned());
    }
    let inputs = &flow.plan.inputs;
    let held = Held::new(&context, &flow, &received.values(inputs));
    let fields = held.sheet(&context, &flow, None).fields("create");
    let fields =
        context.templates.render("form/fields.html", &context! { fields => minijinja::Value::from(Serde(&fields)) })?;
    Ok(json(&serde_json::json!({"fields": fields, "parts": {}})))
}
