//! `state.Get`: reads a state.

use std::sync::Arc;

use plan::{Failure, Value};

use super::{missing, place, read};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.state.Get", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(async move { get(&properties, &host) })
}

fn get(properties: &Properties, host: &Host) -> Result<Outcome, Failure> {
    let (namespace, key) = place(properties, host)?;
    let state = read(host, &namespace, &key)?;
    if state.is_none() && properties.flag("errorOnMissing")? == Some(true) {
        return Err(missing(properties)?);
    }
    let data = state.unwrap_or_default();
    Ok(Outcome::of([("count", Value::integer(data.len() as i64)), ("data", Value::Map(Arc::new(data)))]))
}
