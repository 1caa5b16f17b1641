//! `storage.Concat`: several files as one.

use std::io;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use plan::{Failure, java};

use crate::storage::FileUri;
use crate::tasks::host::{address, cannot_read, cannot_write, output};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.Concat", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(concat(properties, host))
}

async fn concat(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let files = properties.require("files", Properties::list)?;
    let files = files.iter().map(|file| address(&java::to_text(file))).collect::<Result<Vec<_>, _>>()?;
    for file in &files {
        host.storage.size(file).await.map_err(|error| cannot_read(file, &error))?;
    }
    let separator = properties.text("separator")?.map(Bytes::from);
    let extension = properties.text("extension")?.unwrap_or_else(|| ".tmp".to_owned());
    let target = host.file(&host.fresh_name(&extension));
    let content = Box::pin(joined(&host, files, separator));
    host.storage.write(&target, content, host.file_limit).await.map_err(|error| cannot_write(&error))?;
    Ok(Outcome::of([("uri", output(&target))]))
}

/// The files one after another; the separator stands behind each, the last included.
fn joined(
    host: &Host,
    files: Vec<FileUri>,
    separator: Option<Bytes>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + '_ {
    stream::iter(files).flat_map(move |file| {
        let separator = stream::iter(separator.clone().map(Ok));
        let content = async move { host.storage.open(&file).await };
        stream::once(content).try_flatten().chain(separator)
    })
}
