//! `storage.DeduplicateItems`: of rows with one key only the last is kept.

use std::collections::HashMap;

use plan::{Failure, Value, evaluate};

use super::rows;
use crate::tasks::host::output;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.DeduplicateItems", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(deduplicate(properties, host))
}

async fn deduplicate(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (_, all) = rows::read(&properties, &host).await?;
    let key = host.engine.parse().template(&properties.require("expr", Properties::text)?, host.here.dialect)?;
    let mut last: HashMap<String, usize> = HashMap::new();
    for (index, row) in all.iter().enumerate() {
        let fields = rows::fields(row);
        last.insert(evaluate::render(&key, &evaluate::Context::new(&fields))?, index);
    }
    let mut kept: Vec<usize> = last.into_values().collect();
    kept.sort_unstable();
    let rows: Vec<&Value> = kept.iter().map(|index| &all[*index]).collect();
    let uri = rows::keep(&host, &rows).await?;
    Ok(Outcome::of([
        ("uri", output(&uri)),
        ("numKeys", Value::Long(rows.len() as i64)),
        ("processedItemsTotal", Value::Long(all.len() as i64)),
        ("droppedItemsTotal", Value::Long((all.len() - rows.len()) as i64)),
    ]))
}
