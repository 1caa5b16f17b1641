//! The beginning of a file as a page shows it: tables, text, Markdown, pictures.

use minijinja::context;
use plan::Value;

use super::context::Context;
use super::problem::Problem;
use super::{blocks, stored};
use crate::execution::Execution;
use crate::storage::FileUri;

/// How many bytes are looked at.
const MOST_BYTES: u64 = 256 * 1024;

/// How many rows of a table are shown.
const MOST_ROWS: usize = 100;

/// Whether a browser shows a file as a picture.
pub fn is_picture(name: &str) -> bool {
    matches!(ending(name).as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "svg")
}

/// The ending of a file's name, in lower case and without its dot.
pub fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// Whether files of an ending hold a value in each line.
pub fn holds_rows(ending: &str) -> bool {
    matches!(ending, "ion" | "jsonl" | "ndjson")
}

/// The values in the first lines of such a file, in JSON or Ion; what is neither is left out.
pub fn rows(text: &str, most: usize) -> impl Iterator<Item = Value> + '_ {
    let read = |line| super::json::read(line).or_else(|| crate::kv::kind::read(line).ok());
    text.lines().take(most).filter_map(read)
}

/// What the template shows; pictures are loaded from `address`.
///
/// # Errors
///
/// 404 where there is no such file.
pub async fn values(
    context: &Context,
    execution: &Execution,
    uri: &FileUri,
    address: String,
    back: String,
) -> Result<minijinja::Value, Problem> {
    let name = uri.file_name();
    let (bytes, truncated) = stored::beginning(context, uri, MOST_BYTES).await?;
    let text = text(bytes, truncated).map(|text| context.engine.without_secrets(execution, &text).into_owned());
    let kind = match (ending(name).as_str(), &text) {
        _ if is_picture(name) => "image",
        ("csv", Some(_)) => return Ok(table(name, back, separated(text.as_deref().unwrap_or_default()), truncated)),
        (ending, Some(text)) if holds_rows(ending) => {
            let laid = blocks::table(&rows(text, MOST_ROWS).collect::<Vec<_>>());
            let more = text.lines().count() > MOST_ROWS;
            return Ok(table(name, back, (laid.columns, laid.rows), truncated || more));
        }
        ("md", Some(_)) => "markdown",
        (_, Some(_)) => "text",
        (_, None) => "none",
    };
    Ok(context! { name, kind, text, address, back, truncated })
}

fn table(
    name: &str,
    back: String,
    (columns, rows): (Vec<String>, Vec<Vec<String>>),
    truncated: bool,
) -> minijinja::Value {
    let truncated = truncated || rows.len() > MOST_ROWS;
    let rows: Vec<_> = rows.into_iter().take(MOST_ROWS).collect();
    context! { name, kind => "table", columns, rows, back, truncated, more => 0, text => "", address => "" }
}

/// The text of some bytes; a letter that is cut off at the end is left out. `None` where they are no text.
fn text(bytes: Vec<u8>, truncated: bool) -> Option<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(text).filter(|text| !text.contains('\0')),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            if !truncated || bytes.len() - valid > 3 {
                return None;
            }
            bytes.truncate(valid);
            String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
        }
    }
}

/// Columns and rows of comma-separated values (RFC 4180).
fn separated(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                if rows.len() > MOST_ROWS + 1 {
                    break;
                }
            }
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    if rows.is_empty() { (Vec::new(), rows) } else { (rows.remove(0), rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_may_hold_anything() {
        let (columns, rows) = separated("name,note\r\nAda,\"a, \"\"b\"\"\nc\"\nGrace,");
        assert_eq!(columns, ["name", "note"]);
        assert_eq!(rows, [vec!["Ada", "a, \"b\"\nc"], vec!["Grace", ""]]);
    }

    #[test]
    fn a_letter_cut_in_half_does_not_make_a_file_binary() {
        assert_eq!(text("aé".as_bytes()[..2].to_vec(), true).as_deref(), Some("a"));
        assert_eq!(text(vec![0xff, 0xfe, 0, 1], false), None);
    }
}
