//! `state.Delete`: forgets a state.

use plan::{Failure, Value};

use super::{missing, place};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.state.Delete", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(delete(properties, host))
}

async fn delete(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let (namespace, key) = place(&properties, &host)?;
    let deleted = host.engine.key_values().delete(&namespace, &key).await;
    let deleted = deleted.map_err(|error| Failure::new(error.0))?;
    if !deleted && properties.flag("errorOnMissing")? == Some(true) {
        return Err(missing(&properties)?);
    }
    Ok(Outcome::of([("deleted", Value::Bool(deleted))]))
}
