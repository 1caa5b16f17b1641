//! `io.kestra.plugin.core.execution`

pub(super) mod assert;
pub(super) mod count;
pub(super) mod fail;
pub(super) mod purge_executions;
pub(super) mod resume;

use plan::Failure;

use super::{Host, Properties};
use crate::execution::State;
use crate::ids::ExecutionId;
use crate::store::StoreError;

/// The execution a task is about: its own where none is named.
pub(super) async fn named(properties: &Properties, host: &Host) -> Result<ExecutionId, Failure> {
    let (namespace, flow) = (properties.text("namespace")?, properties.text("flowId")?);
    let Some(written) = properties.text("executionId")? else {
        if namespace.is_some() || flow.is_some() {
            return Err(Failure::new("`namespace` and `flowId` should only be set when `executionId` is set."));
        }
        return Ok(host.here.execution);
    };
    if namespace.is_some() != flow.is_some() {
        return Err(Failure::new("Both `namespace` and `flowId` must be set when `executionId` is set."));
    }
    let missing = || Failure::new(format!("No execution found for execution id {written}"));
    let id: ExecutionId = written.parse().map_err(|_| missing())?;
    let execution = host.engine.execution(id).await.map_err(unread)?.ok_or_else(missing)?;
    let found = execution.flow();
    let fits = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
    if fits(&namespace, &found.namespace) && fits(&flow, &found.id) { Ok(id) } else { Err(missing()) }
}

/// Why a task fails that has to look into a store which cannot be read.
pub(super) fn unread(error: StoreError) -> Failure {
    Failure::new(format!("the store cannot be read: {error}"))
}

/// The property `states`; empty where it is absent.
fn states(properties: &Properties) -> Result<Vec<State>, Failure> {
    let state = |name: &String| State::parse(name).ok_or_else(|| Failure::new(format!("`{name}` is no state")));
    properties.texts("states")?.iter().map(state).collect()
}
