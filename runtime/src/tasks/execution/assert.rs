//! `execution.Assert`: fails unless every condition holds.

use plan::Failure;
use plan::evaluate::is_truthy;
use plan::step::LogLevel;

use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.execution.Assert", act: Act::Compute(run) };

fn run(properties: &Properties, journal: &dyn Journal) -> Result<Outcome, Failure> {
    let conditions = properties.require("conditions", Properties::list)?;
    let failed = conditions.iter().enumerate().filter(|(_, it)| !is_truthy(&plan::java::to_text(it)));
    let failed: Vec<usize> = failed.map(|(at, _)| at + 1).collect();
    if failed.is_empty() {
        return Ok(Outcome::nothing());
    }
    let sources = properties.sources("conditions");
    for number in &failed {
        let written = sources.get(number - 1).map_or_else(|| number.to_string(), |source| format!("`{source}`"));
        journal.log(LogLevel::Error, format!("Assertion {written} failed!"));
    }
    let mut message = format!("{} assertion failed!", failed.len());
    if let Some(told) = properties.text("errorMessage")? {
        message = format!("{message}\n{told}");
    }
    Err(Failure::new(message))
}
