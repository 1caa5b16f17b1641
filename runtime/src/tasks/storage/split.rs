//! `storage.Split`: a file as several, by bytes, by number of parts, or by rows.

use plan::{Failure, Value};

use super::lines::Lines;
use super::pour::Pour;
use crate::storage::FileUri;
use crate::tasks::host::{address, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Split", act: Act::Work(run) };

/// So many parts are written at once.
const SIDE_BY_SIDE: usize = 8;

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
    let deal = Deal { host, from: &from, separator: separator.as_bytes(), extension: &extension_of(&from) };
    match cut {
        Cut::Partitions(count) => deal.out(count).await,
        Cut::Rows(most) => deal.in_turn(|part| part.rows >= most).await,
        Cut::Bytes(size) => deal.in_turn(|part| part.pour.len() >= size).await,
    }
}

/// How rows become parts.
struct Deal<'a> {
    host: &'a Host,
    from: &'a FileUri,
    separator: &'a [u8],
    extension: &'a str,
}

/// A part that rows are put into, each followed by the separator.
struct Part {
    pour: Pour,
    rows: usize,
}

impl Deal<'_> {
    fn part(&self) -> Part {
        Part { pour: Pour::begin(self.host, self.extension), rows: 0 }
    }

    async fn put(&self, part: &mut Part, row: &[u8]) -> Result<(), Failure> {
        part.pour.add(self.host, row).await?;
        part.pour.add(self.host, self.separator).await?;
        part.rows += 1;
        Ok(())
    }

    /// One part after another, each until it is full.
    async fn in_turn(&self, is_full: impl Fn(&Part) -> bool) -> Result<Vec<FileUri>, Failure> {
        let mut uris = Vec::new();
        let mut open: Option<Part> = None;
        let mut lines = Lines::open(self.host, self.from).await?;
        while let Some(row) = lines.next().await? {
            let mut part = match open.take() {
                Some(part) if is_full(&part) => {
                    uris.push(part.pour.finish(self.host).await?);
                    self.part()
                }
                Some(part) => part,
                None => self.part(),
            };
            self.put(&mut part, &row).await?;
            open = Some(part);
        }
        if let Some(last) = open {
            uris.push(last.pour.finish(self.host).await?);
        }
        Ok(uris)
    }

    /// Row after row to this many parts; the file is read again for every few of them, since each that is being
    /// written takes memory.
    async fn out(&self, count: usize) -> Result<Vec<FileUri>, Failure> {
        let mut uris = Vec::new();
        for first in (0..count).step_by(SIDE_BY_SIDE) {
            let mut parts: Vec<Part> = Vec::new();
            let mut lines = Lines::open(self.host, self.from).await?;
            let mut number = 0;
            while let Some(row) = lines.next().await? {
                let at = (number % count).wrapping_sub(first);
                number += 1;
                if at == parts.len() && at < SIDE_BY_SIDE {
                    parts.push(self.part());
                }
                if let Some(part) = parts.get_mut(at) {
                    self.put(part, &row).await?;
                }
            }
            // There are no more rows than parts.
            if parts.is_empty() {
                break;
            }
            for part in parts {
                uris.push(part.pour.finish(self.host).await?);
            }
        }
        Ok(uris)
    }
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

/// The ending of a file's name with its dot, `.tmp` where it has none.
pub(super) fn extension_of(uri: &FileUri) -> String {
    uri.file_name().rfind('.').map_or(".tmp", |dot| &uri.file_name()[dot..]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        for (text, size) in [("10KB", Some(10_240)), ("1.5 mb", Some(1_572_864)), ("7", Some(7)), ("x", None)] {
            assert_eq!(parse_size(text), size, "{text}");
        }
    }
}
