//! An execution is asked for: inputs from a form or a JSON document, labels and more from the query.

use std::sync::Arc;

use http::StatusCode;
use plan::flow::{Input, InputKind};
use plan::value::Map;
use plan::{FlowName, Value};

use super::super::filters::moment;
use super::with_url;
use crate::creation::Creation;
use crate::execution::{Kind, Label};
use crate::refusal::Refusal;
use crate::storage::FileUri;
use crate::web::context::Context;
use crate::web::form::answers::leaves;
use crate::web::form::reading::store;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// The longest text of one input, in bytes; larger values are sent as files.
const LONGEST_TEXT: usize = 10_000_000;

/// `POST /executions/{namespace}/{id}`.
pub async fn create(context: Arc<Context>, request: Request) -> Answer {
    let flow = FlowName { namespace: request.parameter("namespace").into(), id: request.parameter("id").into() };
    begin(context, request, flow).await
}

/// Creates an execution of a flow, and waits for its end where the query asks for it.
pub(super) async fn begin(context: Arc<Context>, request: Request, flow: FlowName) -> Answer {
    let mut creation = Creation::of(flow);
    creation.revision = request.query.read("revision")?;
    creation.labels = labels(request.query.all("labels"))?;
    creation.trace = request.header("traceparent").and_then(|trace| trace.parse().ok());
    creation.schedule_date = request.query.given("scheduleDate").map(moment).transpose()?;
    creation.kind = match request.query.given("kind") {
        None | Some("NORMAL") => Kind::Normal,
        Some("TEST") => Kind::Test,
        Some("PLAYGROUND") => Kind::Playground,
        Some(other) => return Err(Problem::argument(format!("`{other}` is no kind of execution"))),
    };
    let wait = request.query.flag("wait") == Some(true);
    let registry = context.engine.registry();
    let flow = match creation.revision {
        None => registry.flow(&creation.flow).ok_or_else(|| Refusal::UnknownFlow(creation.flow.clone()))?,
        Some(revision) => registry
            .revision(&creation.flow, revision)
            .ok_or_else(|| Refusal::UnknownRevision(creation.flow.clone(), revision))?,
    };
    let place = |input: &str, file: &str| creation.upload(input, file);
    creation.inputs = values(&context, request, &flow.plan.inputs, Uploads::Kept(&place)).await?;
    let ending = wait.then(|| context.engine.ending(creation.id));
    let id = context.engine.create(creation).await?;
    let execution = match ending {
        Some(ending) => ending.wait().await?,
        None => context.engine.execution(id).await?,
    };
    let execution = execution.ok_or_else(|| Problem::not_found(format!("there is no execution `{id}`")))?;
    Ok(with_url(&context, &execution))
}

/// Labels as a query has them: `key:value`, split at the first colon.
pub(super) fn labels<'q>(texts: impl Iterator<Item = &'q str>) -> Result<Vec<Label>, Problem> {
    texts
        .filter(|text| !text.is_empty())
        .map(|text| match text.split_once(':') {
            Some((key, value)) if !key.is_empty() => label(key, value),
            _ => Err(Problem::argument(format!("`{text}` is no label; write `key:value`"))),
        })
        .collect()
}

/// A label that a client may set.
pub(in crate::web::api) fn label(key: &str, value: &str) -> Result<Label, Problem> {
    match key.starts_with("system.") && key != "system.correlationId" {
        true => Err(Refusal::SystemLabel(key.into()).into()),
        false => Ok((key.into(), value.into())),
    }
}

/// Where the file of an input would go: the input, and the file's name.
pub(in crate::web::api) type Place<'p> = &'p (dyn Fn(&str, &str) -> FileUri + Send + Sync);

/// What becomes of files that are sent.
#[derive(Clone, Copy)]
pub(in crate::web::api) enum Uploads<'p> {
    /// They are stored.
    Kept(Place<'p>),
    /// They are not; the inputs have the addresses they would get.
    Left(Place<'p>),
}

/// Raw values by input, from a form, a JSON document, or nothing.
///
/// A file belongs to the input its part is named after; older clients name every part `files` and give the input
/// as the file's name.
pub(in crate::web::api) async fn values(
    context: &Context,
    mut request: Request,
    inputs: &[Input],
    uploads: Uploads<'_>,
) -> Result<Map, Problem> {
    let mut values = Map::default();
    let media_type = request.media_type();
    if media_type == "application/json" {
        let bytes = request.content.bytes().await?;
        return document(&bytes);
    }
    let leaves = leaves(inputs);
    let is_file =
        |id: &str| leaves.iter().any(|leaf| *leaf.id == *id && matches!(leaf.input.kind, InputKind::File { .. }));
    let mut form = request.multipart(context.settings.limits.upload)?;
    while let Some(part) = form.next_part().await? {
        let Some(file_name) = part.filename else {
            let text = form.text(LONGEST_TEXT).await?;
            add(&mut values, &part.name, text);
            continue;
        };
        let (input, file_name) = match () {
            () if part.name == "files" && is_file(&file_name) => (file_name.clone(), format!("{file_name}.upl")),
            () if is_file(&part.name) => (part.name, file_name),
            () if is_file(&file_name) => (file_name.clone(), file_name),
            // A file for an input that holds no file is its text.
            () if leaves.iter().any(|leaf| *leaf.id == *part.name) => {
                let text = form.text(LONGEST_TEXT).await?;
                add(&mut values, &part.name, text);
                continue;
            }
            () => continue,
        };
        let file_name = if file_name.is_empty() { format!("{input}.upl") } else { file_name };
        let uri = match uploads {
            Uploads::Left(place) => place(&input, &file_name),
            Uploads::Kept(place) => {
                let uri = place(&input, &file_name);
                if store(context, &mut form, &uri).await? == 0 {
                    let message = format!("Can't upload file: {input}");
                    return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message));
                }
                uri
            }
        };
        values.insert(input.as_str().into(), Value::text(uri.as_str()));
    }
    Ok(values)
}

/// Parts of one name are a list.
fn add(values: &mut Map, name: &str, text: String) {
    let value = Value::text(text);
    let value = match values.get(name) {
        None => value,
        Some(Value::List(items)) => Value::list(items.iter().cloned().chain([value])),
        Some(first) => Value::list([first.clone(), value]),
    };
    values.insert(name.into(), value);
}

/// Inputs as one JSON document: nested maps stand for dotted ids as well as for values.
fn document(bytes: &[u8]) -> Result<Map, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Map::default());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::bad_request("the request's body is not UTF-8"))?;
    match crate::web::json::read(text) {
        Some(Value::Map(map)) => Ok((*map).clone()),
        Some(_) => Err(Problem::invalid("inputs are sent as one JSON object")),
        None => Err(serde_json::from_str::<serde_json::Value>(text)
            .map_or_else(|error| Problem::json(&error), |_| Problem::invalid("the request's body is no JSON"))),
    }
}

/// `GET` and so on of the answer to a call that creates an execution in another way.
pub(in crate::web::api) async fn created(context: &Context, id: crate::ids::ExecutionId) -> Answer {
    let execution = context.engine.execution(id).await?;
    let execution = execution.ok_or_else(|| Problem::not_found(format!("there is no execution `{id}`")))?;
    Ok(json(&super::shown(&execution)))
}
