//! `storage.FilterItems`: the rows for which a condition holds, or does not.

use plan::{Failure, Value, evaluate};

use super::pour::Pour;
use super::rows::{self, Rows};
use crate::tasks::host::output;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.FilterItems", act: Act::Work(run) };

/// What happens to a row.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Include,
    Exclude,
    Fail,
}

const VERDICTS: &[(&str, Verdict)] =
    &[("INCLUDE", Verdict::Include), ("EXCLUDE", Verdict::Exclude), ("FAIL", Verdict::Fail)];

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(filter(properties, host))
}

async fn filter(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let mut rows = Rows::open(&properties, &host).await?;
    let condition = properties.require("filterCondition", Properties::text)?;
    let condition = host.engine.parse().template(&condition, host.here.dialect)?;
    let includes = properties.word("filterType", VERDICTS)?.unwrap_or(Verdict::Include) == Verdict::Include;
    let unclear = properties.word("errorOrNullBehavior", VERDICTS)?.unwrap_or(Verdict::Fail);
    let mut kept = Pour::begin(&host, ".ion");
    let (mut processed, mut dropped) = (0_i64, 0_i64);
    while let Some(row) = rows.next().await? {
        let fields = rows::fields(&row);
        let rendered = evaluate::render(&condition, &evaluate::Context::new(&fields));
        let keeps = match (rendered, unclear) {
            (Ok(text), _) if !text.is_empty() => evaluate::is_truthy(text.trim()) == includes,
            (_, Verdict::Include) => true,
            (_, Verdict::Exclude) => false,
            (Err(failure), Verdict::Fail) => return Err(failure),
            (Ok(_), Verdict::Fail) => return Err(Failure::new("the condition is null for a row")),
        };
        processed += 1;
        if keeps {
            rows::add(&mut kept, &host, &row).await?;
        } else {
            dropped += 1;
        }
    }
    let uri = kept.finish(&host).await?;
    Ok(Outcome::of([
        ("uri", output(&uri)),
        ("processedItemsTotal", Value::Long(processed)),
        ("droppedItemsTotal", Value::Long(dropped)),
    ]))
}
