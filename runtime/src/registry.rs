//! What is deployed: flows with their revisions, and apps.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use plan::{App, FlowName, Plan};

/// A deployed revision of a flow.
#[derive(Clone, Debug)]
pub struct Flow {
    /// What runs.
    pub plan: Arc<Plan>,
    /// Counts from 1, and grows when the source changes.
    pub revision: u32,
    /// When this revision was deployed.
    pub updated: Timestamp,
}

/// Everything deployed; a cheap clone shares it.
#[derive(Clone, Debug, Default)]
pub struct Registry(Arc<RwLock<Deployed>>);

#[derive(Debug, Default)]
struct Deployed {
    flows: BTreeMap<FlowName, Revisions>,
    apps: BTreeMap<FlowName, Arc<App>>,
}

#[derive(Debug, Default)]
struct Revisions {
    /// Oldest first; the revision numbers are `1..`.
    all: Vec<Arc<Flow>>,
    /// A deleted flow keeps its revisions, so that its executions can be shown.
    deleted: bool,
}

impl Registry {
    /// The newest revision of a flow.
    pub fn flow(&self, name: &FlowName) -> Option<Arc<Flow>> {
        self.read().flows.get(name).filter(|revisions| !revisions.deleted)?.all.last().cloned()
    }

    /// One revision of a flow, also of a deleted one.
    pub fn revision(&self, name: &FlowName, revision: u32) -> Option<Arc<Flow>> {
        let index = usize::try_from(revision).ok()?.checked_sub(1)?;
        self.read().flows.get(name)?.all.get(index).cloned()
    }

    /// Every revision of a flow, oldest first.
    pub fn revisions(&self, name: &FlowName) -> Vec<Arc<Flow>> {
        self.read().flows.get(name).map(|revisions| revisions.all.clone()).unwrap_or_default()
    }

    /// The newest revision of every flow, by name.
    pub fn flows(&self) -> Vec<Arc<Flow>> {
        let deployed = self.read();
        let present = deployed.flows.values().filter(|revisions| !revisions.deleted);
        present.filter_map(|revisions| revisions.all.last().cloned()).collect()
    }

    /// An app by its own name.
    pub fn app(&self, name: &FlowName) -> Option<Arc<App>> {
        self.read().apps.get(name).cloned()
    }

    /// Every app, by name.
    pub fn apps(&self) -> Vec<Arc<App>> {
        self.read().apps.values().cloned().collect()
    }

    /// Deploys a flow; the revision stays where the source is the same.
    pub(crate) fn put_flow(&self, plan: Plan, now: Timestamp) -> Arc<Flow> {
        let mut deployed = self.write();
        let revisions = deployed.flows.entry(plan.flow.clone()).or_default();
        if let Some(newest) = revisions.all.last()
            && newest.plan.source.text == plan.source.text
            && !revisions.deleted
        {
            let flow = Arc::new(Flow { plan: Arc::new(plan), revision: newest.revision, updated: newest.updated });
            revisions.all.pop();
            revisions.all.push(flow.clone());
            return flow;
        }
        revisions.deleted = false;
        let revision = u32::try_from(revisions.all.len() + 1).unwrap_or(u32::MAX);
        let flow = Arc::new(Flow { plan: Arc::new(plan), revision, updated: now });
        revisions.all.push(flow.clone());
        flow
    }

    /// Deploys an app.
    pub(crate) fn put_app(&self, app: App) -> Arc<App> {
        let app = Arc::new(app);
        self.write().apps.insert(app.name.clone(), app.clone());
        app
    }

    /// Takes a flow away; its revisions stay readable.
    pub(crate) fn delete_flow(&self, name: &FlowName) -> bool {
        let mut deployed = self.write();
        let Some(revisions) = deployed.flows.get_mut(name).filter(|revisions| !revisions.deleted) else {
            return false;
        };
        revisions.deleted = true;
        true
    }

    /// Takes an app away.
    pub(crate) fn delete_app(&self, name: &FlowName) -> bool {
        self.write().apps.remove(name).is_some()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Deployed> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Deployed> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
