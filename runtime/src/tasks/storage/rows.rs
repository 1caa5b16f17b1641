//! The rows of a file, read and written one after another, and what is said of each.

use std::collections::VecDeque;

use futures_util::StreamExt;
use futures_util::stream::Fuse;
use plan::value::Map;
use plan::{Failure, Value, ion};

use super::pour::Pour;
use crate::storage::{FileUri, Opened};
use crate::tasks::host::{address, cannot_read};
use crate::tasks::{Host, Properties};

/// So many bytes are read before their rows are looked for.
const STEP: usize = 64 * 1024;

/// The rows of a file that holds Ion or JSON.
pub(super) struct Rows {
    from: FileUri,
    opened: Fuse<Opened>,
    /// What was read, and not understood yet.
    rest: Vec<u8>,
    /// So much is read before it is looked at again.
    step: usize,
    ready: VecDeque<Value>,
}

impl Rows {
    /// Opens the file under `from`.
    pub(super) async fn open(properties: &Properties, host: &Host) -> Result<Self, Failure> {
        let from = address(&properties.require("from", Properties::text)?)?;
        let opened = host.storage.open(&from).await.map_err(|error| cannot_read(&from, &error))?;
        Ok(Self { from, opened: opened.fuse(), rest: Vec::new(), step: STEP, ready: VecDeque::new() })
    }

    /// The next row; `None` behind the last one.
    pub(super) async fn next(&mut self) -> Result<Option<Value>, Failure> {
        while self.ready.is_empty() {
            let more = self.read().await?;
            let whole =
                if more { memchr::memrchr(b'\n', &self.rest).map_or(0, |end| end + 1) } else { self.rest.len() };
            match understand(&self.rest[..whole]) {
                Ok(_) if more && whole == 0 => self.step = self.rest.len() * 2,
                Ok(rows) => {
                    self.ready.extend(rows);
                    self.rest.drain(..whole);
                    self.step = STEP;
                }
                // A row may go on over several lines.
                Err(_) if more => self.step = self.rest.len() * 2,
                Err(mistake) => return Err(Failure::new(format!("`{}` holds no rows: {mistake}", self.from))),
            }
            if !more {
                break;
            }
        }
        Ok(self.ready.pop_front())
    }

    /// Reads on; whether there may be more.
    async fn read(&mut self) -> Result<bool, Failure> {
        while self.rest.len() < self.step {
            let Some(piece) = self.opened.next().await else { return Ok(false) };
            self.rest.extend_from_slice(&piece.map_err(|error| cannot_read(&self.from, &error))?);
        }
        Ok(true)
    }
}

fn understand(bytes: &[u8]) -> Result<Vec<Value>, ion::Mistake> {
    ion::rows(&String::from_utf8_lossy(bytes)).collect()
}

/// What an expression sees of a row: its fields.
pub(super) fn fields(row: &Value) -> Map {
    match row {
        Value::Map(fields) => fields.as_ref().clone(),
        _ => Map::default(),
    }
}

/// Puts a row behind others.
pub(super) async fn add(pour: &mut Pour, host: &Host, row: &Value) -> Result<(), Failure> {
    pour.add(host, format!("{}\n", ion::to_text(row)).as_bytes()).await
}
