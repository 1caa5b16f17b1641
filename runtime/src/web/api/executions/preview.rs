//! The beginning of a file of an execution, as Kestra's clients show it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{named, own_file};
use crate::json::Json;
use crate::web::context::Context;
use crate::web::preview::{ending, holds_rows, is_picture, rows};
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};
use crate::web::stored;

/// How many bytes are looked at.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// How many rows are shown where nobody says, and at the most.
const ROWS: usize = 100;
const MOST_ROWS: usize = 5_000;

/// `GET /executions/{executionId}/file/preview?path=URI&maxRows=100`.
pub async fn preview(context: Arc<Context>, request: Request) -> Answer {
    let execution = named(&context, &request).await?;
    let uri = own_file(&execution, &request)?;
    let most = request.query.read::<usize>("maxRows")?.unwrap_or(ROWS).clamp(1, MOST_ROWS);
    if let Some(other) = request.query.given("encoding").filter(|name| !name.eq_ignore_ascii_case("UTF-8")) {
        return Err(Problem::argument(format!("files are shown in UTF-8 alone, not in `{other}`")));
    }
    let name = uri.file_name();
    let extension = ending(name);
    let (bytes, cut) = stored::beginning(&context, &uri, MOST_BYTES).await?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = || text.lines().take(most);
    let more = cut || text.lines().nth(most).is_some();
    let (kind, content, truncated) = match extension.as_str() {
        _ if is_picture(name) => ("IMAGE", Value::String(STANDARD.encode(&bytes)), cut),
        ending if holds_rows(ending) => {
            let values = rows(&text, most).filter_map(|row| serde_json::to_value(Json(&row)).ok());
            ("LIST", values.collect(), more)
        }
        "md" => ("MARKDOWN", Value::String(lines().collect::<Vec<_>>().join("\n")), more),
        _ => ("TEXT", Value::String(lines().collect::<Vec<_>>().join("\n")), more),
    };
    Ok(json(&json!({
        "extension": extension,
        "type": kind,
        "content": content,
        "maxLine": most,
        "truncated": truncated,
    })))
}
