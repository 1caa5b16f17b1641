//! What a task at work may ask for.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use plan::step::LogLevel;
use plan::{Failure, Value};
use tokio::sync::watch;

use super::here::Here;
use super::journal::Journal;
use crate::client::Client;
use crate::engine::Engine;
use crate::metrics::Metric;
use crate::storage::{FileUri, Storage};

/// The world as a task sees it; dropped when the task ends.
pub(crate) struct Host {
    /// The engine it runs on.
    pub(crate) engine: Engine,
    /// Where it stands.
    pub(crate) here: Here,
    /// The folder that it shares with the tasks around it, where there is one.
    pub(crate) workspace: Option<PathBuf>,
    /// Where its words go.
    pub(crate) journal: Arc<dyn Journal>,
    /// How it talks to servers.
    pub(crate) client: Client,
    /// Where files are kept.
    pub(crate) storage: Storage,
    /// Where this attempt's files go: below the folder of its execution.
    pub(crate) folder: FileUri,
    /// The longest file it may write, in bytes.
    pub(crate) file_limit: u64,
    /// The longest body it may hold in memory, in bytes.
    pub(crate) body_limit: usize,
    /// Says that it should stop.
    pub(crate) stop: watch::Receiver<bool>,
}

/// Tells a task that it should stop.
#[derive(Debug)]
pub(crate) struct Stopper(watch::Sender<bool>);

/// A way to stop a task, and how the task hears of it.
pub(crate) fn stop_signal() -> (Stopper, watch::Receiver<bool>) {
    let (sender, receiver) = watch::channel(false);
    (Stopper(sender), receiver)
}

impl Stopper {
    /// Asks the task to stop.
    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Host {
    /// Says a line.
    pub(crate) fn log(&self, level: LogLevel, message: impl Into<String>) {
        self.journal.log(level, message.into());
    }

    /// Reports a figure.
    pub(crate) fn metric(&self, metric: Metric) {
        self.journal.metric(metric);
    }

    /// Waits until the task should stop; for ever where nobody can ask it to.
    pub(crate) async fn stopped(&mut self) {
        if self.stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Keeps a file under a name nobody else has, and gives its address.
    pub(crate) async fn keep(&self, name: &str, content: impl Into<Bytes>) -> Result<FileUri, Failure> {
        let uri = self.file(name);
        self.storage.put(&uri, content).await.map_err(|error| cannot_write(&error))?;
        Ok(uri)
    }

    /// The address of a file of this attempt.
    pub(crate) fn file(&self, name: &str) -> FileUri {
        self.folder.join(name)
    }

    /// A name nobody else has, with an ending such as `.csv`.
    pub(crate) fn fresh_name(&self, extension: &str) -> String {
        format!("{:032x}{extension}", crate::ids::randomness())
    }
}

/// The address a property holds.
pub(crate) fn address(text: &str) -> Result<FileUri, Failure> {
    text.parse().map_err(|error: crate::storage::NotAFileUri| Failure::new(error.to_string()))
}

/// Why a file of internal storage cannot be read.
pub(crate) fn cannot_read(uri: &FileUri, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new(format!("unable to find file `{uri}`")),
        _ => Failure::new(format!("cannot read `{uri}`: {error}")),
    }
}

/// Why a file cannot be written.
pub(crate) fn cannot_write(error: &io::Error) -> Failure {
    Failure::new(format!("cannot write the file: {error}"))
}

/// The address as an output.
pub(crate) fn output(uri: &FileUri) -> Value {
    Value::text(uri.as_str())
}
