//! `execution.Resume`: goes on with a paused execution.

use plan::Failure;

use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.execution.Resume", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(resume(properties, host))
}

async fn resume(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let execution = super::named(&properties, &host).await?;
    let inputs = properties.map("inputs")?.unwrap_or_default();
    let resumed = host.engine.resume(execution, inputs, None).await;
    resumed.map_err(|refusal| Failure::new(refusal.to_string()))?;
    Ok(Outcome::nothing())
}
