//! `Table`: a list of maps, a column for each key.

use minijinja::context;
use plan::Value;

use super::{Behaviour, Drawn};

/// The most rows a page shows.
const MOST_ROWS: usize = 1_000;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Table",
    draw: |view, properties| {
        Box::pin(async move {
            let data = properties.value("data")?.unwrap_or_default();
            let rows = data.elements().map(|items| items.as_slice()).unwrap_or_default();
            let table = table(rows);
            let values = context! {
                columns => table.columns, rows => table.rows,
                more => rows.len().saturating_sub(MOST_ROWS),
            };
            Ok(Drawn::Part(view.context.templates.render("blocks/table.html", &values)?))
        })
    },
};

/// Columns and cells.
pub(crate) struct Table {
    /// The keys of all rows, in the order they first occur.
    pub(crate) columns: Vec<String>,
    /// The texts, a list a row.
    pub(crate) rows: Vec<Vec<String>>,
}

/// Lays maps out as a table; other values make rows of one cell.
pub(crate) fn table(rows: &[Value]) -> Table {
    let mut columns: Vec<String> = Vec::new();
    for row in rows.iter().take(MOST_ROWS) {
        if let Value::Map(map) = row {
            for key in map.keys().filter(|key| !columns.iter().any(|column| **column == ***key)).collect::<Vec<_>>() {
                columns.push(key.to_string());
            }
        }
    }
    let cells = |row: &Value| match row {
        Value::Map(_) => columns.iter().map(|column| row.get(column).map(cell).unwrap_or_default()).collect(),
        other => vec![cell(other)],
    };
    let rows = rows.iter().take(MOST_ROWS).map(cells).collect();
    Table { columns, rows }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Map(_) | Value::List(_) => crate::json::to_text(value),
        other => plan::java::to_text(other),
    }
}
