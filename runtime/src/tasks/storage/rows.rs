//! The rows of a file, and what is said of each.

use plan::value::Map;
use plan::{Failure, Value, ion};

use crate::storage::FileUri;
use crate::tasks::host::{address, cannot_read};
use crate::tasks::{Host, Properties};

/// The rows of the file under `from`, which holds Ion or JSON.
pub(super) async fn read(properties: &Properties, host: &Host) -> Result<(FileUri, Vec<Value>), Failure> {
    let from = address(&properties.require("from", Properties::text)?)?;
    let content = host.storage.read(&from).await.map_err(|error| cannot_read(&from, &error))?;
    let text = String::from_utf8_lossy(&content);
    let rows = ion::rows(&text).collect::<Result<Vec<Value>, _>>();
    let rows = rows.map_err(|mistake| Failure::new(format!("`{from}` holds no rows: {mistake}")))?;
    Ok((from, rows))
}

/// What an expression sees of a row: its fields.
pub(super) fn fields(row: &Value) -> Map {
    match row {
        Value::Map(fields) => fields.as_ref().clone(),
        _ => Map::default(),
    }
}

/// Rows as a file.
pub(super) async fn keep(host: &Host, rows: &[&Value]) -> Result<FileUri, Failure> {
    let text: String = rows.iter().map(|row| format!("{}\n", ion::to_text(row))).collect();
    host.keep(&host.fresh_name(".ion"), text).await
}
