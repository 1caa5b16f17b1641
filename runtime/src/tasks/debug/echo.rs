//! `debug.Echo` (deprecated): says a line, as `log.Log` does.

use plan::Failure;

use crate::tasks::log::log::level;
use crate::tasks::{Act, Behaviour, Journal, Outcome, Properties};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.debug.Echo", act: Act::Compute(run) };

fn run(properties: &Properties, journal: &dyn Journal) -> Result<Outcome, Failure> {
    journal.log(level(properties)?, properties.require("format", Properties::text)?);
    Ok(Outcome::nothing())
}
