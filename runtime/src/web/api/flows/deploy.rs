//! Sources that clients send: compiled, and deployed where nothing is wrong with them.

use std::collections::HashSet;
use std::sync::Arc;

use plan::Plan;
use plan::flow::{FlowName, SourceText};
use report::Severity;

use super::super::flow_document::{Source, document};
use super::name;
use super::validate::{Identity, constraints, identity, no_flow, split};
use crate::access::Role;
use crate::registry::Flow;
use crate::web::context::Context;
use crate::web::problem::{Detail, Problem};
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// `POST /flows`: a flow that is not there yet.
pub async fn create(context: Arc<Context>, request: Request) -> Answer {
    let caller = request.caller;
    let plan = compile(&context, request.content.text().await?)?;
    caller.require(Role::Editor, &plan.flow.namespace)?;
    if context.engine.registry().flow(&plan.flow).is_some() {
        return Err(Problem::invalid("id: Flow id already exists")
            .with_details(vec![Detail { message: "Flow id already exists".to_owned(), path: Some("id".to_owned()) }]));
    }
    let flow = put(&context, plan).await?;
    Ok(json(&document(&context, &flow, Source::Shown)?))
}

/// `PUT /flows/{namespace}/{id}`: a new revision of a flow that is there.
pub async fn update(context: Arc<Context>, request: Request) -> Answer {
    let name = name(&request);
    if context.engine.registry().flow(&name).is_none() {
        return Err(Problem::not_found(format!("flow `{name}` is not deployed")));
    }
    let text = request.content.text().await?;
    let plan = compile(&context, text)?;
    if plan.flow != name {
        let (path, message) = match plan.flow.namespace == name.namespace {
            true => ("id", "Illegal flow id update"),
            false => ("namespace", "Illegal namespace update"),
        };
        let detail = Detail { message: message.to_owned(), path: Some(path.to_owned()) };
        return Err(Problem::invalid(format!("{path}: {message}")).with_details(vec![detail]));
    }
    let flow = put(&context, plan).await?;
    Ok(json(&document(&context, &flow, Source::Shown)?))
}

/// What becomes of flows that are there and were not sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Deleted,
    Kept,
}

/// `POST /flows/{namespace}`: the new content of a namespace.
pub async fn namespace(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace").to_owned();
    let others = others(&request);
    let plans = compile_all(&context, &request.content.text().await?)?;
    if let Some(other) = plans.iter().find(|plan| *plan.flow.namespace != *namespace) {
        let message = format!("flow `{}` is not in namespace `{namespace}`", other.flow);
        return Err(Problem::invalid(message));
    }
    replace(&context, plans, others, |flow| *flow.namespace == *namespace).await
}

/// `POST /flows/bulk`: several flows, of one namespace where the query names it.
pub async fn bulk(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.query.given("namespace").map(str::to_owned);
    let children = request.query.flag("allowNamespaceChild") == Some(true);
    // Without a namespace nobody means to delete all others.
    let others = if namespace.is_some() { others(&request) } else { Others::Kept };
    let caller = request.caller;
    let plans = compile_all(&context, &request.content.text().await?)?;
    for touched in plans.iter().map(|plan| &*plan.flow.namespace).chain(namespace.as_deref()) {
        caller.require(Role::Editor, touched)?;
    }
    let inside = |flow: &FlowName| match &namespace {
        None => true,
        Some(namespace) if children => crate::query::within(&flow.namespace, namespace),
        Some(namespace) => *flow.namespace == **namespace,
    };
    if let Some(other) = plans.iter().find(|plan| !inside(&plan.flow)) {
        let message = format!("flow `{}` is not in namespace `{}`", other.flow, namespace.unwrap_or_default());
        return Err(Problem::invalid(message));
    }
    replace(&context, plans, others, inside).await
}

fn others(request: &Request) -> Others {
    if request.query.flag("delete") == Some(false) { Others::Kept } else { Others::Deleted }
}

async fn replace(context: &Context, plans: Vec<Plan>, others: Others, inside: impl Fn(&FlowName) -> bool) -> Answer {
    let mut sent = HashSet::new();
    if let Some(twice) = plans.iter().find(|plan| !sent.insert(plan.flow.clone())) {
        return Err(Problem::invalid(format!("flow `{}` is there twice", twice.flow)));
    }
    let mut documents = Vec::new();
    for plan in plans {
        let flow = put(context, plan).await?;
        documents.push(document(context, &flow, Source::Shown)?);
    }
    if others == Others::Deleted {
        for flow in context.engine.registry().flows() {
            if inside(&flow.plan.flow) && !sent.contains(&flow.plan.flow) {
                context.engine.remove_flow(&flow.plan.flow).await?;
                context.engine.parse().remember(&flow.plan.source.path, None);
            }
        }
    }
    Ok(json(&documents))
}

pub(super) async fn put(context: &Context, plan: Plan) -> Result<Arc<Flow>, Problem> {
    Ok(context.engine.deploy(plan).await?)
}

/// Compiles one source; everything wrong with it is the refusal.
pub(super) fn compile(context: &Context, text: String) -> Result<Plan, Problem> {
    let mut plans = compile_sources(context, vec![source(context, text)])?;
    plans.pop().ok_or_else(|| Problem::invalid("the source holds no flow"))
}

/// Compiles several sources, set apart by lines of `---`.
fn compile_all(context: &Context, text: &str) -> Result<Vec<Plan>, Problem> {
    compile_sources(context, split(text).into_iter().map(|text| source(context, text.to_owned())).collect())
}

fn compile_sources(context: &Context, sources: Vec<SourceText>) -> Result<Vec<Plan>, Problem> {
    let compiled = context.engine.parse().compile(&sources);
    let (lines, details): (Vec<String>, Vec<Detail>) = compiled
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| {
            let (at, message) = constraints(&compiled.sources, diagnostic);
            (format!("{at}: {message}"), Detail { message, path: Some(at) })
        })
        .unzip();
    if !lines.is_empty() {
        return Err(Problem::invalid(lines.join("\n")).with_details(details));
    }
    // What is no flow at all is not left out in silence.
    let is_compiled = |source: &&SourceText| compiled.plans.iter().any(|plan| plan.source.text == source.text);
    match sources.iter().find(|source| !is_compiled(source)) {
        Some(other) => Err(Problem::invalid(no_flow(context, &other.text))),
        None => Ok(compiled.plans),
    }
}

/// A source under the path its flow is deployed from, so that it takes the place of the one before.
pub(super) fn source(context: &Context, text: String) -> SourceText {
    let Identity { namespace, id, .. } = identity(context, &text);
    let name = FlowName { namespace: namespace.as_str().into(), id: id.as_str().into() };
    let path = match context.engine.registry().flow(&name) {
        Some(flow) => flow.plan.source.path.clone(),
        None => format!("api/{namespace}/{id}.yaml").into(),
    };
    SourceText { path, text: text.into() }
}
