//! `storage.DeduplicateItems`: of rows with one key only the last is kept.

use std::collections::HashMap;

use plan::{Failure, Value, evaluate};

use super::pour::Pour;
use super::rows::{self, Rows};
use crate::tasks::host::output;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.DeduplicateItems", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(deduplicate(properties, host))
}

async fn deduplicate(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let key = host.engine.parse().template(&properties.require("expr", Properties::text)?, host.here.dialect)?;
    let mut last: HashMap<String, u64> = HashMap::new();
    let mut rows = Rows::open(&properties, &host).await?;
    let mut processed = 0;
    while let Some(row) = rows.next().await? {
        let fields = rows::fields(&row);
        last.insert(evaluate::render(&key, &evaluate::Context::new(&fields))?, processed);
        processed += 1;
    }
    let mut wanted: Vec<u64> = last.into_values().collect();
    wanted.sort_unstable();
    // It is read a second time, so that only the keys lie in memory.
    let mut rows = Rows::open(&properties, &host).await?;
    let mut kept = Pour::begin(&host, ".ion");
    let mut index = 0;
    let mut next = wanted.iter().peekable();
    while let Some(row) = rows.next().await? {
        if next.next_if_eq(&&index).is_some() {
            rows::add(&mut kept, &host, &row).await?;
        }
        index += 1;
    }
    let uri = kept.finish(&host).await?;
    let keys = wanted.len() as u64;
    Ok(Outcome::of([
        ("uri", output(&uri)),
        ("numKeys", count(keys)),
        ("processedItemsTotal", count(processed)),
        ("droppedItemsTotal", count(processed - keys)),
    ]))
}

fn count(number: u64) -> Value {
    Value::Long(i64::try_from(number).unwrap_or(i64::MAX))
}
