//! What the compiler says of a source, in the form of Kestra's validation.

use std::sync::Arc;

use report::{Diagnostic, Severity, Sources};
use serde_json::{Value, json};

use super::deploy::source;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// The longest source of one part, in bytes.
const LONGEST: usize = 10_000_000;

/// `POST /flows/validate`: a row for each document, also where nothing is wrong.
pub async fn flows(context: Arc<Context>, mut request: Request) -> Answer {
    let mut rows = Vec::new();
    if request.media_type() == "multipart/form-data" {
        let mut form = request.multipart(context.settings.limits.document)?;
        while let Some(part) = form.next_part().await? {
            let text = form.text(LONGEST).await?;
            for text in split(&text) {
                let mut row = validate(&context, text, rows.len());
                row["filename"] = json!(part.filename.as_deref().unwrap_or(&part.name));
                rows.push(row);
            }
        }
    } else {
        let text = request.content.text().await?;
        rows.extend(split(&text).into_iter().enumerate().map(|(index, text)| validate(&context, text, index)));
    }
    Ok(json(&rows))
}

/// The documents of a text, set apart by lines of `---`; documents without content are left out.
pub(super) fn split(text: &str) -> Vec<&str> {
    let mut documents = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" {
            documents.push(&text[start..at]);
            start = at + line.len();
        }
        at += line.len();
    }
    documents.push(&text[start..]);
    let empty =
        |document: &&str| document.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    match documents.len() {
        1 => documents,
        _ => documents.into_iter().filter(|document| !empty(document)).collect(),
    }
}

/// What a source says of itself.
pub(in crate::web::api) struct Identity {
    pub(in crate::web::api) namespace: String,
    pub(in crate::web::api) id: String,
    pub(in crate::web::api) revision: Option<i64>,
}

/// Reads namespace, id and revision of a source, as far as they are there.
pub(in crate::web::api) fn identity(context: &Context, text: &str) -> Identity {
    let document = context.engine.parse().document(text).ok();
    let entry = |key: &str| match &document {
        Some(document) => document.get(key).filter(|value| !value.is_null()).map(plan::java::to_text),
        // Whoever looks for what is wrong with a text wants to know which one it is.
        None => text.lines().find_map(|line| {
            let value = line.strip_prefix(key)?.trim_start().strip_prefix(':')?.split(" #").next()?;
            Some(value.trim().trim_matches(['"', '\'']).to_owned())
        }),
    };
    Identity {
        namespace: entry("namespace").unwrap_or_default(),
        id: entry("id").unwrap_or_default(),
        revision: entry("revision").and_then(|text| text.parse().ok()),
    }
}

/// Where a finding stands and what it says.
pub(super) fn constraints(sources: &Sources, diagnostic: &Diagnostic) -> (String, String) {
    let place = diagnostic.primary.place;
    let at = sources.get(place.file).map(|source| source.position(place.span.start as usize));
    let at = at.map_or_else(|| "1:1".to_owned(), |at| format!("{}:{}", at.line, at.column));
    (at, format!("{} [{}]", diagnostic.message, diagnostic.code.name))
}

fn validate(context: &Context, text: &str, index: usize) -> Value {
    let compiled = context.engine.parse().compile(&[source(context, text.to_owned())]);
    let mut row = row(context, text, index, &compiled.sources, &compiled.diagnostics.iter().collect::<Vec<_>>());
    if compiled.plans.is_empty() {
        refuse(context, &mut row, text);
    }
    row
}

/// Says of a source that holds no flow that it does not, where nothing else is said: clients would take it for valid.
pub(in crate::web::api) fn refuse(context: &Context, row: &mut Value, text: &str) {
    if row.get("constraints").is_none() {
        row["constraints"] = json!(format!("1:1: {}", no_flow(context, text)));
    }
}

/// Why a text holds no flow in which mistakes could be looked for.
pub(super) fn no_flow(context: &Context, text: &str) -> String {
    let document = match context.engine.parse().document(text) {
        Err(failure) => return format!("the source holds no flow: {}", failure.message),
        Ok(document) => document,
    };
    let absent = ["id", "namespace", "tasks"].into_iter().filter(|name| document.get(name).is_none());
    match absent.map(|name| format!("`{name}`")).collect::<Vec<_>>().as_slice() {
        [] => "the source holds no flow".to_owned(),
        absent => format!("the source holds no flow: it has no {}", absent.join(", no ")),
    }
}

/// What was found in a source, as a row of Kestra's validation.
pub(in crate::web::api) fn row(
    context: &Context,
    text: &str,
    index: usize,
    sources: &Sources,
    found: &[&Diagnostic],
) -> Value {
    let Identity { namespace, id, revision } = identity(context, text);
    let said = |severity: Severity| -> Vec<String> {
        let all = found.iter().filter(|diagnostic| diagnostic.severity == severity);
        all.map(|diagnostic| constraints(sources, diagnostic)).map(|(at, message)| format!("{at}: {message}")).collect()
    };
    let name = plan::FlowName { namespace: namespace.as_str().into(), id: id.as_str().into() };
    let next = context.engine.registry().flow(&name).map_or(1, |flow| i64::from(flow.revision) + 1);
    let deprecated: Vec<String> = found
        .iter()
        .filter(|diagnostic| diagnostic.code.name.contains("deprecated"))
        .map(|diagnostic| constraints(sources, diagnostic).0)
        .collect();
    let mut row = json!({
        "flow": id,
        "namespace": namespace,
        "index": index,
        "outdated": revision.is_some_and(|revision| revision != next),
        "deprecationPaths": deprecated,
        "warnings": said(Severity::Warning),
        "infos": said(Severity::Info),
    });
    let errors = said(Severity::Error);
    if let Some(members) = row.as_object_mut() {
        // Clients take a flow for valid where this is absent.
        if !errors.is_empty() {
            members.insert("constraints".to_owned(), json!(errors.join("\n")));
        }
    }
    row
}

/// `POST /flows/validate/task` and `/flows/validate/trigger`: one task or trigger inside a flow of its own.
pub async fn part(context: Arc<Context>, request: Request) -> Answer {
    let section = if request.path.ends_with("trigger") || request.query.get("section") == Some("TRIGGERS") {
        "triggers"
    } else {
        "tasks"
    };
    let text = request.content.text().await?;
    let written = match crate::web::json::read(&text) {
        Some(value) => value,
        None => context.engine.parse().document(&text).map_err(|failure| Problem::invalid(&*failure.message))?,
    };
    let written = serde_json::to_value(crate::json::Json(&written)).map_err(|error| Problem::internal(&error))?;
    let placeholder = json!([{"id": "placeholder", "type": "io.kestra.plugin.core.log.Log", "message": "x"}]);
    let mut flow = json!({"id": "validated", "namespace": "validated", "tasks": placeholder});
    flow[section] = json!([written]);
    // JSON is YAML.
    let mut row = validate(&context, &flow.to_string(), 0);
    for own in ["flow", "namespace"] {
        if let Some(members) = row.as_object_mut() {
            members.remove(own);
        }
    }
    Ok(json(&row))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn documents_are_split_at_lines_of_dashes() {
        assert_eq!(split("a: 1\n"), ["a: 1\n"]);
        assert_eq!(split("---\na: 1\n---\nb: |\n  ---\n  x\n"), ["a: 1\n", "b: |\n  ---\n  x\n"]);
        assert_eq!(split("a: 1\n---\n# nothing\n---  \nb: 2"), ["a: 1\n", "b: 2"]);
        assert_eq!(split(""), [""]);
    }
}
