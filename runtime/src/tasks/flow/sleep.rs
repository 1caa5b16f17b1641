//! `flow.Sleep`: waits.

use plan::Failure;
use plan::step::LogLevel;

use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.flow.Sleep", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(sleep(properties, host))
}

async fn sleep(properties: Properties, mut host: Host) -> Result<Outcome, Failure> {
    let duration = properties.require("duration", Properties::duration)?;
    let shown = jiff::SignedDuration::try_from(duration).map(|duration| duration.to_string()).unwrap_or_default();
    host.log(LogLevel::Info, format!("Waiting for {shown}"));
    // The timer ticks in milliseconds, and would make nothing of a wait into one.
    if duration.is_zero() {
        return Ok(Outcome::nothing());
    }
    tokio::select! {
        () = tokio::time::sleep(duration) => Ok(Outcome::nothing()),
        () = host.stopped() => Err(Failure::new("the wait was interrupted")),
    }
}
