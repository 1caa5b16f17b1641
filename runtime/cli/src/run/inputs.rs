//! What an execution is started with: `-i key=value`, `-i key=@path`, `--inputs FILE`.

use std::path::Path;

use plan::flow::{Input, InputKind};
use plan::{Plan, Value};
use runtime::{Creation, Engine};

use super::Request;
use crate::exit::Complaint;
use crate::files;
use crate::nearest::nearest;

/// Puts the inputs into a creation; files go into the engine's storage.
pub(super) async fn give(
    request: &Request,
    plan: &Plan,
    engine: &Engine,
    creation: &mut Creation,
) -> Result<(), Complaint> {
    if let Some(path) = &request.inputs_file {
        let text = files::read(path)?;
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)
            .map_err(|error| Complaint::usage(format!("`{}` holds no JSON object: {error}", files::shown(path))))?;
        for (key, value) in object {
            known(plan, &key)?;
            creation.inputs.insert(key.into(), Value::from(value));
        }
    }
    for (key, text) in &request.inputs {
        let input = known(plan, key)?;
        let value = match (text.strip_prefix('@'), input) {
            (Some(path), _) => upload(engine, creation, key, Path::new(path)).await?,
            (None, Some(Input { kind: InputKind::File { .. }, .. })) => {
                return Err(
                    Complaint::usage(format!("input `{key}` is a file")).help(format!("write -i {key}=@{text}"))
                );
            }
            (None, _) => Value::text(text),
        };
        creation.inputs.insert(key.as_str().into(), value);
    }
    Ok(())
}

/// The input with this id; `None` where it may be one inside a form.
fn known<'a>(plan: &'a Plan, id: &str) -> Result<Option<&'a Input>, Complaint> {
    let outer = id.split_once('.').map_or(id, |(outer, _)| outer);
    if let Some(input) = plan.inputs.iter().find(|input| *input.id == *id) {
        return Ok(Some(input));
    }
    if plan.inputs.iter().any(|input| *input.id == *outer) {
        return Ok(None);
    }
    let complaint = Complaint::usage(format!("flow `{}` has no input `{id}`", plan.flow));
    let ids: Vec<&str> = plan.inputs.iter().map(|input| &*input.id).collect();
    Err(match nearest(id, ids.iter().copied()) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None if ids.is_empty() => complaint.help("it has none at all"),
        None => complaint.help(format!("it has {}", ids.join(", "))),
    })
}

async fn upload(engine: &Engine, creation: &Creation, input: &str, path: &Path) -> Result<Value, Complaint> {
    let cannot = |error: std::io::Error| Complaint::usage(format!("cannot read `{}`: {error}", files::shown(path)));
    let name = path.file_name().map_or_else(|| input.into(), |name| name.to_string_lossy().into_owned());
    let uri = creation.upload(input, &name);
    engine.storage().take(&uri, path).await.map_err(cannot)?;
    Ok(Value::text(uri.as_str()))
}
