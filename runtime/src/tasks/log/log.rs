//! `log.Log`: says a line, or several.

use plan::step::LogLevel;
use plan::{Failure, Value};

use crate::logs::parse_level;
use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.log.Log", act: Act::Compute(run) };

fn run(properties: &Properties, journal: &dyn Journal) -> Result<Outcome, Failure> {
    let level = level(properties)?;
    match properties.value("message") {
        Some(Value::List(lines)) => lines.iter().for_each(|line| journal.log(level, plan::java::to_text(line))),
        _ => journal.log(level, properties.require("message", Properties::text)?),
    }
    Ok(Outcome::nothing())
}

/// The property `level`, `INFO` where it is absent.
pub(in crate::tasks) fn level(properties: &Properties) -> Result<LogLevel, Failure> {
    let Some(name) = properties.text("level")? else { return Ok(LogLevel::Info) };
    let names = "TRACE, DEBUG, INFO, WARN or ERROR";
    let unknown = || Failure::new(format!("the property `level` must be {names}, but it is `{name}`"));
    parse_level(&name).ok_or_else(unknown)
}
