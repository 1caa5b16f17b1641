//! `output.OutputValues`: gives out a map.

use std::sync::Arc;

use plan::{Failure, Value};

use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.output.OutputValues", act: Act::Compute(run) };

fn run(properties: &Properties, _journal: &dyn Journal) -> Result<Outcome, Failure> {
    let values = properties.map("values")?.unwrap_or_default();
    Ok(Outcome::of([("values", Value::Map(Arc::new(values)))]))
}
