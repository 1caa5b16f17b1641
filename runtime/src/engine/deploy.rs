//! Flows and apps are deployed, and taken away.

use std::sync::Arc;

use jiff::Timestamp;
use plan::{App, FlowName, Plan};
use serde::{Deserialize, Serialize};

use crate::executor::Machine;
use crate::refusal::Refusal;
use crate::registry::{Flow, Novelty};
use crate::store::{StoreError, Table, Write, records};

/// A revision of a flow as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredFlow {
    pub(super) plan: Plan,
    pub(super) revision: u32,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub(super) updated: Timestamp,
    pub(super) deleted: bool,
}

/// An app as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredApp {
    pub(super) app: App,
}

pub(super) async fn flow(machine: &Machine, plan: Plan) -> Result<Arc<Flow>, Refusal> {
    let (revision, novelty) = machine.registry.next_revision(&plan);
    let updated = machine.clock().now();
    if novelty == Novelty::Known
        && let Some(flow) = machine.registry.flow(&plan.flow)
    {
        return Ok(flow);
    }
    let key = records::revision(&plan.flow, revision);
    let stored = StoredFlow { plan, revision, updated, deleted: false };
    commit(machine, Write::Put(Table::Flows, key, records::encode(&stored).map_err(refused)?)).await?;
    let flow = machine.put_flow(stored.plan, revision, updated);
    machine.doors.parse.remember(&flow.plan.source.path, Some(&flow.plan.source.text));
    machine.arrange(&flow.program).await?;
    Ok(flow)
}

pub(super) async fn app(machine: &Machine, app: App) -> Result<Arc<App>, Refusal> {
    if let Some(known) = machine.registry.app(&app.name)
        && *known == app
    {
        return Ok(known);
    }
    let key = records::names(&[&app.name.namespace, &app.name.id]);
    let stored = StoredApp { app };
    commit(machine, Write::Put(Table::Apps, key, records::encode(&stored).map_err(refused)?)).await?;
    Ok(machine.registry.put_app(stored.app))
}

pub(super) async fn remove_flow(machine: &Machine, name: &FlowName) -> Result<bool, Refusal> {
    let Some(flow) = machine.registry.flow(name) else { return Ok(false) };
    let stored =
        StoredFlow { plan: (*flow.plan).clone(), revision: flow.revision, updated: flow.updated, deleted: true };
    let key = records::revision(name, flow.revision);
    commit(machine, Write::Put(Table::Flows, key, records::encode(&stored).map_err(refused)?)).await?;
    machine.disband(name).await?;
    Ok(machine.registry.delete_flow(name))
}

pub(super) async fn remove_app(machine: &Machine, name: &FlowName) -> Result<bool, Refusal> {
    if machine.registry.app(name).is_none() {
        return Ok(false);
    }
    commit(machine, Write::Delete(Table::Apps, records::names(&[&name.namespace, &name.id]))).await?;
    Ok(machine.registry.delete_app(name))
}

/// Commits a change that may be refused.
async fn commit(machine: &Machine, write: Write) -> Result<(), Refusal> {
    machine.commit_all(vec![write]).await.map_err(refused)
}

pub(super) fn refused(error: StoreError) -> Refusal {
    Refusal::Store(error.0)
}
