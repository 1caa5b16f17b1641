//! `storage.Split`: a file as several, by bytes, by number of parts, or by rows.

use plan::{Failure, Value};

use crate::storage::FileUri;
use crate::tasks::host::{address, cannot_read, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Split", act: Act::Work(run) };

/// How a file is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tasks) enum Cut {
    /// A part is closed once it has this many bytes.
    Bytes(usize),
    /// Rows are dealt out to this many parts in turn; empty ones are dropped.
    Partitions(usize),
    /// A part has this many rows.
    Rows(usize),
}

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(split(properties, host))
}

async fn split(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let uris = cut_up(&properties, &host, None).await?;
    Ok(Outcome::of([("uris", Value::list(uris.iter().map(output)))]))
}

/// The parts of the file under `from`, each as a file of its own; cut as the properties say, or else as given.
pub(in crate::tasks) async fn cut_up(
    properties: &Properties,
    host: &Host,
    otherwise: Option<Cut>,
) -> Result<Vec<FileUri>, Failure> {
    let from = address(&properties.require("from", Properties::text)?)?;
    let cut = cut(properties, otherwise)?;
    let separator = properties.text("separator")?.unwrap_or_else(|| "\n".to_owned());
    let content = host.storage.read(&from).await.map_err(|error| cannot_read(&from, &error))?;
    let extension = extension_of(&from);
    let mut uris = Vec::new();
    for part in parts(&content, cut, separator.as_bytes()) {
        uris.push(host.keep(&host.fresh_name(&extension), part).await?);
    }
    Ok(uris)
}

fn cut(properties: &Properties, otherwise: Option<Cut>) -> Result<Cut, Failure> {
    let count = |name: &str| -> Result<Option<usize>, Failure> {
        let Some(number) = properties.integer(name)? else { return Ok(None) };
        let positive = usize::try_from(number).ok().filter(|number| *number > 0);
        let message = || Failure::new(format!("the property `{name}` must be at least 1, but it is `{number}`"));
        positive.map(Some).ok_or_else(message)
    };
    if let Some(bytes) = properties.text("bytes")? {
        let message =
            || Failure::new(format!("the property `bytes` must be a size such as `10KB`, but it is `{bytes}`"));
        return parse_size(&bytes).map(Cut::Bytes).ok_or_else(message);
    }
    if let Some(partitions) = count("partitions")? {
        return Ok(Cut::Partitions(partitions));
    }
    let neither = || Failure::new("say how to split: set `bytes`, `partitions` or `rows`");
    count("rows")?.map(Cut::Rows).or(otherwise).ok_or_else(neither)
}

/// Reads `10KB`, `1.5 MB`, `300`: units of 1024 bytes.
fn parse_size(text: &str) -> Option<usize> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let unit = match text[end..].trim().to_ascii_uppercase().as_str() {
        "" | "B" => 1.0,
        "K" | "KB" => 1024.0,
        "M" | "MB" => 1024.0 * 1024.0,
        "G" | "GB" => 1024.0 * 1024.0 * 1024.0,
        _ => return None,
    };
    let size = number * unit;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    (1.0..1e15).contains(&size).then_some(size as usize)
}

/// The parts, each row followed by the separator.
fn parts(content: &[u8], cut: Cut, separator: &[u8]) -> Vec<Vec<u8>> {
    let text = content.strip_suffix(b"\n").unwrap_or(content);
    if text.is_empty() {
        return Vec::new();
    }
    let rows = text.split(|byte| *byte == b'\n').map(|row| row.strip_suffix(b"\r").unwrap_or(row));
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for (number, row) in rows.enumerate() {
        let part = match cut {
            Cut::Partitions(count) => number % count,
            Cut::Rows(count) => number / count,
            Cut::Bytes(size) => match parts.last() {
                Some(last) if last.len() < size => parts.len() - 1,
                _ => parts.len(),
            },
        };
        if part == parts.len() {
            parts.push(Vec::new());
        }
        parts[part].extend_from_slice(row);
        parts[part].extend_from_slice(separator);
    }
    parts
}

/// The ending of a file's name with its dot, `.tmp` where it has none.
pub(super) fn extension_of(uri: &FileUri) -> String {
    uri.file_name().rfind('.').map_or(".tmp", |dot| &uri.file_name()[dot..]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_dealt_out() {
        let split = |cut| {
            let parts = parts(b"1\n2\n3\n4\n5\n", cut, b"\n");
            parts.into_iter().map(|part| String::from_utf8_lossy(&part).replace('\n', ",")).collect::<Vec<_>>()
        };
        assert_eq!(split(Cut::Rows(2)), ["1,2,", "3,4,", "5,"]);
        assert_eq!(split(Cut::Partitions(2)), ["1,3,5,", "2,4,"]);
        assert_eq!(split(Cut::Partitions(9)).len(), 5);
        assert_eq!(split(Cut::Bytes(3)), ["1,2,", "3,4,", "5,"]);
    }

    #[test]
    fn sizes_are_read() {
        for (text, size) in [("10KB", Some(10_240)), ("1.5 mb", Some(1_572_864)), ("7", Some(7)), ("x", None)] {
            assert_eq!(parse_size(text), size, "{text}");
        }
    }
}
