//! Flows and apps are deployed, and taken away.

use std::sync::Arc;

use jiff::Timestamp;
use plan::compiled::{self, Compiled, Refused};
use plan::flow::SourceText;
use plan::{App, FlowName, Plan};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::executor::Machine;
use crate::refusal::Refusal;
use crate::registry::{Flow, Novelty, Packed};
use crate::store::{StoreError, Table, Write, records};

/// A revision of a flow as it is stored: what was deployed, and what was made of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredFlow {
    pub(super) flow: FlowName,
    pub(super) source: SourceText,
    pub(super) revision: u32,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub(super) updated: Timestamp,
    pub(super) deleted: bool,
    /// The plan as a compiled file: another version may write another form, and compiles the source anew.
    plan: Vec<u8>,
}

impl StoredFlow {
    pub(super) fn new(plan: &Plan, packed: &Packed, revision: u32, updated: Timestamp) -> Self {
        let (flow, source) = (plan.flow.clone(), plan.source.clone());
        Self { flow, source, revision, updated, deleted: false, plan: packed.bytes().to_vec() }
    }

    /// The plan as it was stored.
    pub(super) fn packed(&self) -> Packed {
        Packed::new(self.plan.as_slice())
    }

    /// What runs; `None` where another version of the program made it.
    pub(super) fn plan(&self) -> Result<Option<Plan>, StoreError> {
        match compiled::decode(&self.plan) {
            Ok(Compiled::Flow(plan)) => Ok(Some(*plan)),
            Err(Refused::OtherForm { .. }) => Ok(None),
            Ok(Compiled::App(_)) | Err(Refused::NoPlan | Refused::Damaged) => {
                Err(StoreError(format!("the plan of revision {} of flow `{}` is damaged", self.revision, self.flow)))
            }
        }
    }

    /// Where it lies, and as what.
    pub(super) fn write(&self) -> Result<Write, StoreError> {
        Ok(Write::Put(Table::Flows, records::revision(&self.flow, self.revision), records::encode(self)?))
    }
}

/// An app as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredApp {
    pub(super) name: FlowName,
    /// The app as a compiled file. It holds no source: one that another version of the program wrote is deployed
    /// anew by whoever has the file.
    app: Vec<u8>,
}

impl StoredApp {
    fn new(app: &App) -> Result<Self, StoreError> {
        let bytes = compiled::encode_app(app);
        let bytes = bytes.map_err(|error| StoreError(format!("app `{}` cannot be stored: {error}", app.name)))?;
        Ok(Self { name: app.name.clone(), app: bytes })
    }

    /// What is served; `None` where another version of the program made it.
    pub(super) fn app(&self) -> Result<Option<App>, StoreError> {
        match compiled::decode(&self.app) {
            Ok(Compiled::App(app)) => Ok(Some(*app)),
            Err(Refused::OtherForm { .. }) => Ok(None),
            Ok(Compiled::Flow(_)) | Err(Refused::NoPlan | Refused::Damaged) => {
                Err(StoreError(format!("the app `{}` is damaged", self.name)))
            }
        }
    }
}

pub(super) async fn flow(machine: &Machine, plan: Arc<Plan>) -> Result<Arc<Flow>, Refusal> {
    let name = plan.flow.clone();
    flows(machine, vec![plan]).await?;
    machine.registry.flow(&name).ok_or(Refusal::UnknownFlow(name))
}

/// So many flows are deployed with one commit at the most; more would be written down in memory first.
const AT_ONCE: usize = 128;

/// Deploys flows with few commits; of two with one name the second is the later revision.
pub(super) async fn flows(machine: &Machine, mut plans: Vec<Arc<Plan>>) -> Result<(), Refusal> {
    while !plans.is_empty() {
        let mut names = FxHashSet::default();
        let (first, again): (Vec<_>, _) = plans.into_iter().partition(|plan| names.insert(plan.flow.clone()));
        for some in first.chunks(AT_ONCE) {
            at_once(machine, some).await?;
        }
        plans = again;
    }
    Ok(())
}

/// Deploys flows with different names with one commit.
async fn at_once(machine: &Machine, plans: &[Arc<Plan>]) -> Result<(), Refusal> {
    let updated = machine.clock().now();
    let mut writes = Vec::new();
    let mut new = Vec::new();
    for plan in plans {
        let packed = Packed::of(plan).map_err(refused)?;
        let (revision, novelty) = machine.registry.next_revision(plan, &packed);
        if novelty != Novelty::Known {
            writes.push(StoredFlow::new(plan, &packed, revision, updated).write().map_err(refused)?);
            new.push((Arc::clone(plan), packed, revision));
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    machine.commit_all(writes).await.map_err(refused)?;
    let flows: Vec<Arc<Flow>> =
        new.into_iter().map(|(plan, packed, revision)| machine.put_flow(plan, packed, revision, updated)).collect();
    for flow in &flows {
        machine.doors.parse.remember(&flow.plan.source.path, Some(&flow.plan.source.text));
    }
    machine.arrange(&flows).await
}

pub(super) async fn app(machine: &Machine, app: App) -> Result<Arc<App>, Refusal> {
    if let Some(known) = machine.registry.app(&app.name)
        && *known == app
    {
        return Ok(known);
    }
    let key = records::names(&[&app.name.namespace, &app.name.id]);
    let stored = StoredApp::new(&app).and_then(|stored| records::encode(&stored));
    commit(machine, Write::Put(Table::Apps, key, stored.map_err(refused)?)).await?;
    Ok(machine.registry.put_app(app))
}

pub(super) async fn remove_flow(machine: &Machine, name: &FlowName) -> Result<bool, Refusal> {
    let Some(flow) = machine.registry.flow(name) else { return Ok(false) };
    let packed = Packed::of(&flow.plan).map_err(refused)?;
    let stored = StoredFlow { deleted: true, ..StoredFlow::new(&flow.plan, &packed, flow.revision, flow.updated) };
    commit(machine, stored.write().map_err(refused)?).await?;
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
