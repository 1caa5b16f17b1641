//! `debug.Return`: gives out what it was given.

use plan::step::LogLevel;
use plan::{Failure, Value};

use crate::metrics::Metric;
use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.debug.Return", act: Act::Compute(run) };

fn run(properties: &Properties, journal: &dyn Journal) -> Result<Outcome, Failure> {
    let Some(text) = properties.text("format")? else { return Ok(Outcome::of([])) };
    #[expect(clippy::cast_precision_loss, reason = "no text is long enough to tell")]
    journal.metric(Metric::counter("length", text.encode_utf16().count() as f64));
    journal.log(LogLevel::Debug, text.clone());
    Ok(Outcome::of([("value", Value::from(text))]))
}
