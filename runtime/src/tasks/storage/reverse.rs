//! `storage.Reverse`: the lines of a file, last first.

use futures_util::StreamExt;
use plan::Failure;

use super::pour::Pour;
use crate::storage::FileUri;
use crate::tasks::host::{address, cannot_read, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Reverse", act: Act::Work(run) };

/// The file is read from its end in steps of so many bytes.
const STEP: u64 = 1024 * 1024;

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(reverse(properties, host))
}

async fn reverse(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let from = address(&properties.require("from", Properties::text)?)?;
    let separator = properties.text("separator")?.unwrap_or_else(|| "\n".to_owned());
    let mut pour = Pour::begin(&host, &super::split::extension_of(&from));
    if separator.is_empty() {
        copy(&from, &host, &mut pour).await?;
    } else {
        turn_round(&from, &host, &mut pour, separator.as_bytes()).await?;
    }
    let uri = pour.finish(&host).await?;
    Ok(Outcome::of([("uri", output(&uri))]))
}

async fn copy(from: &FileUri, host: &Host, pour: &mut Pour) -> Result<(), Failure> {
    let unreadable = |error| cannot_read(from, &error);
    let mut pieces = host.storage.open(from).await.map_err(unreadable)?;
    while let Some(piece) = pieces.next().await {
        pour.add(host, &piece.map_err(unreadable)?).await?;
    }
    Ok(())
}

async fn turn_round(from: &FileUri, host: &Host, pour: &mut Pour, separator: &[u8]) -> Result<(), Failure> {
    let unreadable = |error| cannot_read(from, &error);
    let mut left = host.storage.size(from).await.map_err(unreadable)?;
    let mut back = Backwards { separator, rest: Vec::new(), is_end: true };
    while left > 0 {
        let start = left.saturating_sub(STEP);
        let piece = host.storage.read_part(from, start..left).await.map_err(unreadable)?;
        left = start;
        for line in back.before(&piece) {
            pour.add(host, &line).await?;
            pour.add(host, separator).await?;
        }
    }
    if let Some(first) = back.first() {
        pour.add(host, &first).await?;
        pour.add(host, separator).await?;
    }
    Ok(())
}

/// A file that is read from its end.
struct Backwards<'a> {
    separator: &'a [u8],
    /// The end of a line whose beginning was not read yet.
    rest: Vec<u8>,
    /// Whether what is read next is the end of the file, where a separator ends nothing.
    is_end: bool,
}

impl Backwards<'_> {
    /// The lines that begin in the piece before what was read so far, last first.
    fn before(&mut self, piece: &[u8]) -> Vec<Vec<u8>> {
        let mut text = [piece, &*self.rest].concat();
        if std::mem::take(&mut self.is_end) && text.ends_with(self.separator) {
            text.truncate(text.len() - self.separator.len());
        }
        let mut lines = Vec::new();
        while let Some(found) = memchr::memmem::rfind(&text, self.separator) {
            lines.push(text.split_off(found + self.separator.len()));
            text.truncate(found);
        }
        self.rest = text;
        lines
    }

    /// The first line, once everything was read; `None` of a file that holds nothing.
    fn first(self) -> Option<Vec<u8>> {
        (!self.is_end).then_some(self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::Backwards;

    #[test]
    fn the_last_line_comes_first_however_the_file_is_read() {
        for (content, expected) in [("a\nb\nc\n", "c|b|a"), ("a\nb", "b|a"), ("a", "a"), ("", ""), ("a\n\nb", "b||a")] {
            for step in 1..4 {
                let mut back = Backwards { separator: b"\n", rest: Vec::new(), is_end: true };
                let mut lines = Vec::new();
                for piece in content.as_bytes().rchunks(step) {
                    lines.extend(back.before(piece));
                }
                lines.extend(back.first());
                assert_eq!(
                    String::from_utf8(lines.join(&b'|')).expect("it was text"),
                    expected,
                    "{content:?} by {step}"
                );
            }
        }
    }
}
