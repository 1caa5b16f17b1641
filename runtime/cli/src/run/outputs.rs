//! What came of an execution: its end, its outputs, its files.

use std::path::Path;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use plan::Value;
use runtime::execution::State;
use runtime::logs::{LogLine, LogQuery};
use runtime::{Engine, Execution, FileUri};

use super::scratch::Scratch;
use crate::exit::Complaint;
use crate::files;
use crate::terminal::{self, tell};

/// Prints the end for people; the outputs go to standard output, one line each.
pub(super) async fn print(
    execution: &Arc<Execution>,
    engine: &Engine,
    save: Option<&Path>,
    scratch: &mut Scratch,
) -> Result<(), Complaint> {
    let state = execution.state();
    let style = match state {
        State::Success => AnsiColor::Green.on_default(),
        State::Warning | State::Paused => AnsiColor::Yellow.on_default(),
        _ => AnsiColor::Red.on_default(),
    };
    let bold = Style::new().bold();
    let begin = execution.history().start();
    let took = execution.history().end().and_then(|end| (end - begin).total(jiff::Unit::Second).ok()).unwrap_or(0.0);
    tell!("{style}{state}{style:#} {bold}{}{bold:#} in {took:.2} s", execution.flow());
    if state == State::Paused {
        tell!("  it waits for an answer; run it on a terminal, or serve it");
    }
    let shown = engine.for_people(Arc::clone(execution));
    for (key, value) in shown.outputs().into_iter().flat_map(|outputs| outputs.iter()) {
        let shown = match file(value) {
            Some(uri) => keep(&uri, engine, save, scratch).await?,
            None => text(value),
        };
        terminal::print(&format!("{bold}{key}{bold:#} = {shown}\n"))?;
    }
    Ok(())
}

/// Prints one JSON document: the execution as the API shows it, with its log.
pub(super) async fn print_document(execution: &Execution, engine: &Engine) -> Result<(), Complaint> {
    let mut document = serde_json::to_value(execution.view(Timestamp::now())).unwrap_or_default();
    let logs = engine.logs(&LogQuery::of(execution.id()), 0, None).await;
    let logs = logs.map_err(|error| Complaint::failure(error.to_string()))?;
    if let Some(object) = document.as_object_mut() {
        object.insert("logs".to_owned(), logs.items.iter().map(LogLine::document).collect());
    }
    let text = serde_json::to_string_pretty(&document);
    let text = text.map_err(|error| Complaint::failure(format!("cannot write the execution: {error}")))?;
    terminal::print(&format!("{text}\n")).map(drop)
}

fn file(value: &Value) -> Option<FileUri> {
    value.as_str()?.parse().ok()
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        other => serde_json::Value::from(other).to_string(),
    }
}

/// Where a file among the outputs can be found after the run.
async fn keep(uri: &FileUri, engine: &Engine, save: Option<&Path>, scratch: &mut Scratch) -> Result<String, Complaint> {
    let storage = engine.storage();
    let Some(folder) = save else {
        scratch.keep();
        return Ok(storage.locate(uri).map_or_else(|| uri.to_string(), |place| files::shown(&place)));
    };
    let kept = folder.join(uri.file_name());
    let cannot = |error: std::io::Error| Complaint::failure(format!("cannot write `{}`: {error}", files::shown(&kept)));
    storage.give(uri, &kept).await.map_err(cannot)?;
    Ok(files::shown(&kept))
}
