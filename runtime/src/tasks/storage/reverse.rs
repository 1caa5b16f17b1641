//! `storage.Reverse`: the lines of a file, last first.

use plan::Failure;

use crate::tasks::host::{address, cannot_read, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Reverse", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(reverse(properties, host))
}

async fn reverse(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let from = address(&properties.require("from", Properties::text)?)?;
    let separator = properties.text("separator")?.unwrap_or_else(|| "\n".to_owned());
    let content = host.storage.read(&from).await.map_err(|error| cannot_read(&from, &error))?;
    let reversed = reversed(&content, separator.as_bytes());
    let uri = host.keep(&host.fresh_name(&super::split::extension_of(&from)), reversed).await?;
    Ok(Outcome::of([("uri", output(&uri))]))
}

/// The separator stands behind every line.
fn reversed(content: &[u8], separator: &[u8]) -> Vec<u8> {
    let whole = content.strip_suffix(separator).unwrap_or(content);
    if whole.is_empty() || separator.is_empty() {
        return content.to_vec();
    }
    let mut starts = vec![0];
    let mut at = 0;
    while let Some(found) = whole[at..].windows(separator.len()).position(|window| window == separator) {
        at += found + separator.len();
        starts.push(at);
    }
    let mut out = Vec::with_capacity(content.len() + separator.len());
    let mut end = whole.len();
    for start in starts.into_iter().rev() {
        out.extend_from_slice(&whole[start..end]);
        out.extend_from_slice(separator);
        end = start.saturating_sub(separator.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::reversed;

    #[test]
    fn the_last_line_comes_first() {
        for (content, expected) in [("a\nb\nc\n", "c\nb\na\n"), ("a\nb", "b\na\n"), ("a", "a\n"), ("", "")] {
            assert_eq!(reversed(content.as_bytes(), b"\n"), expected.as_bytes());
        }
    }
}
