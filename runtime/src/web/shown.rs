//! Values as people read them: files to download, lists, dates, text.

use plan::flow::InputKind;
use plan::value::Map;
use plan::{Text, Value};
use serde::Serialize;

use super::apps::View;
use super::percent::encode;
use crate::creation::execution_folder;
use crate::storage::FileUri;

/// A value with its label.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// What stands before it.
    pub label: String,
    /// Markdown below it.
    pub description: Option<Text>,
    /// How it is shown.
    #[serde(flatten)]
    pub form: Form,
}

/// How a value is shown.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Form {
    /// A line.
    Text {
        /// The line.
        text: String,
    },
    /// Several lines in a fixed-width font.
    Code {
        /// The lines.
        text: String,
    },
    /// Items in order.
    List {
        /// The items.
        items: Vec<String>,
    },
    /// An address on the web.
    Link {
        /// The address.
        text: String,
    },
    /// A file that can be had.
    File(File),
    /// Something that must not be seen.
    Hidden,
    /// No value.
    Nothing,
}

/// A file on a page.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its size in bytes; absent where the file is gone.
    pub size: Option<u64>,
    /// Where it is downloaded.
    pub address: Option<String>,
    /// Where its beginning is shown.
    pub preview: Option<String>,
}

/// A line of a log.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// The number of the change it came with.
    pub sequence: u64,
    /// The time of day, in UTC.
    pub time: String,
    /// The point in time.
    pub moment: String,
    /// How important it is.
    pub level: &'static str,
    /// The task that said it.
    pub task: Option<Text>,
    /// What was said.
    pub message: Text,
}

impl Shown {
    /// A value as the page of an app shows it.
    pub async fn new(view: &View<'_>, label: String, value: &Value, kind: Option<&InputKind>) -> Self {
        Self { label, description: None, form: form(view, value, kind).await }
    }

    /// The same with a description.
    #[must_use]
    pub fn described(self, description: Option<Text>) -> Self {
        Self { description, ..self }
    }
}

async fn form(view: &View<'_>, value: &Value, kind: Option<&InputKind>) -> Form {
    let text = match value {
        Value::Null => return Form::Nothing,
        _ if matches!(kind, Some(InputKind::Secret { .. })) || is_encrypted(value) => return Form::Hidden,
        Value::Text(text) => text,
        Value::Bool(yes) => return Form::Text { text: if *yes { "Yes".into() } else { "No".into() } },
        Value::List(items) if items.iter().all(is_plain) => {
            return Form::List { items: items.iter().map(plan::java::to_text).collect() };
        }
        Value::List(_) | Value::Map(_) => {
            let text = serde_json::to_string_pretty(&crate::json::Json(value)).unwrap_or_default();
            return Form::Code { text };
        }
        other => return Form::Text { text: plan::java::to_text(other) },
    };
    if let Ok(uri) = text.parse::<FileUri>() {
        return Form::File(file(view, &uri).await);
    }
    if text.starts_with("https://") || text.starts_with("http://") {
        return Form::Link { text: text.to_string() };
    }
    match text.contains('\n') {
        true => Form::Code { text: text.to_string() },
        false => Form::Text { text: text.to_string() },
    }
}

/// A file of the execution that is looked at; files of others are named and not handed out.
async fn file(view: &View<'_>, uri: &FileUri) -> File {
    let name = uri.file_name().to_owned();
    let own = view
        .session
        .as_ref()
        .is_some_and(|session| uri.is_below(&execution_folder(session.execution.flow(), session.execution.id())));
    let size = match own {
        true => view.context.engine.storage().size(uri).await.ok(),
        false => None,
    };
    let at = |page: &str| size.map(|_| format!("{}/{page}?path={}", view.address(), encode(uri.as_str())));
    File { name, size, address: at("file"), preview: at("preview") }
}

fn is_plain(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Map(_) | Value::Null)
}

/// Whether a value is the stored form of a secret.
fn is_encrypted(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("io.kestra.datatype:aes_encrypted")
}

/// The value under a dotted id.
pub fn inside<'v>(values: &'v Map, id: &str) -> Option<&'v Value> {
    let mut parts = id.split('.');
    let first = values.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part))
}
