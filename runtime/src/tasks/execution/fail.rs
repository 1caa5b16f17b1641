//! `execution.Fail`: fails, where a condition holds.

use plan::Failure;
use plan::evaluate::is_truthy;
use plan::step::LogLevel;

use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.execution.Fail", act: Act::Compute(run) };

fn run(properties: &Properties, journal: &dyn Journal) -> Result<Outcome, Failure> {
    let message = properties.text("errorMessage")?.unwrap_or_else(|| "Task failure".to_owned());
    match properties.text("condition")? {
        None => Err(Failure::new(message)),
        Some(condition) if is_truthy(&condition) => {
            journal.log(LogLevel::Error, message);
            Err(Failure::new("Fail on a condition"))
        }
        Some(_) => Ok(Outcome::nothing()),
    }
}
