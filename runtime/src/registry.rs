//! What is deployed: flows with their revisions, apps, and the files that cannot be.

mod packed;
mod recent;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use plan::flow::SourceText;
use plan::{App, FlowName, Plan, Text};

use crate::execution::Program;
use crate::triggers::listener::Listener;

pub(crate) use packed::Packed;
use recent::Recent;

/// A deployed revision of a flow, as it is run and shown.
#[derive(Clone, Debug)]
pub struct Flow {
    /// What runs.
    pub plan: Arc<Plan>,
    /// The plan, made ready to be run.
    pub(crate) program: Arc<Program>,
    /// Counts from 1, and grows when the source changes.
    pub revision: u32,
    /// When this revision was deployed.
    pub updated: Timestamp,
}

/// What lists show of a deployed flow, without its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which flow.
    pub name: FlowName,
    /// Its newest revision.
    pub revision: u32,
    /// When that was deployed.
    pub updated: Timestamp,
    /// Markdown for people.
    pub description: Option<Text>,
    /// Labels every execution starts with.
    pub labels: Vec<(Text, Text)>,
    /// Whether it is never started.
    pub disabled: bool,
    /// How many triggers it has.
    pub triggers: usize,
    /// Whether only so many of its executions run at once.
    pub limited: bool,
}

impl Card {
    fn new(plan: &Plan, revision: u32, updated: Timestamp) -> Self {
        Self {
            name: plan.flow.clone(),
            revision,
            updated,
            description: plan.description.clone(),
            labels: plan.labels.clone(),
            disabled: plan.disabled,
            triggers: plan.triggers.len(),
            limited: plan.concurrency.is_some(),
        }
    }
}

/// A file of the served folder that does not compile.
#[derive(Clone, Debug)]
pub struct Unserved {
    /// Its path and text.
    pub source: SourceText,
    /// The flow or app it held before, which stays as it was.
    pub instead: Option<FlowName>,
}

/// Everything deployed; a cheap clone shares it.
#[derive(Clone, Debug, Default)]
pub struct Registry(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    deployed: RwLock<Deployed>,
    /// The flows that were asked for last, ready to be run.
    recent: Recent,
}

#[derive(Debug, Default)]
struct Deployed {
    flows: BTreeMap<FlowName, Revisions>,
    apps: BTreeMap<FlowName, Arc<App>>,
    /// By path.
    unserved: BTreeMap<Text, Arc<Unserved>>,
    /// The triggers that wait for executions of other flows; read-mostly, so that a commit only counts a reference.
    listeners: Arc<Vec<Arc<Listener>>>,
}

#[derive(Debug, Default)]
struct Revisions {
    /// Oldest first.
    all: Vec<Arc<Revision>>,
    /// A deleted flow keeps its revisions, so that its executions can be shown.
    deleted: bool,
}

/// A revision as it is kept: few of many flows are run at a time, and a plan takes several times the memory of its bytes.
#[derive(Debug)]
struct Revision {
    card: Arc<Card>,
    packed: Packed,
}

/// How new a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Novelty {
    /// Its source was not deployed before.
    New,
    /// The same source gave another plan, with another version of the compiler or other settings.
    Recompiled,
    /// It is deployed already.
    Known,
}

impl Registry {
    /// The newest revision of a flow.
    pub fn flow(&self, name: &FlowName) -> Option<Arc<Flow>> {
        let newest = Arc::clone(self.read().newest(name)?);
        self.unpack(&newest)
    }

    /// One revision of a flow, also of a deleted one.
    pub fn revision(&self, name: &FlowName, revision: u32) -> Option<Arc<Flow>> {
        let known = self.read().flows.get(name)?.all.iter().find(|known| known.card.revision == revision).cloned()?;
        self.unpack(&known)
    }

    /// Every revision of a flow, oldest first.
    pub fn revisions(&self, name: &FlowName) -> Vec<Arc<Flow>> {
        let all = self.read().flows.get(name).map(|revisions| revisions.all.clone()).unwrap_or_default();
        all.iter().filter_map(|revision| self.unpack(revision)).collect()
    }

    /// The newest revision of every flow, by name. Each is unpacked: who needs no plans asks for [`Registry::cards`].
    pub fn flows(&self) -> impl Iterator<Item = Arc<Flow>> {
        let newest: Vec<Arc<Revision>> = self.read().present().cloned().collect();
        newest.into_iter().filter_map(|revision| self.unpack(&revision))
    }

    /// What lists show of every flow, by name.
    pub fn cards(&self) -> Vec<Arc<Card>> {
        self.read().present().map(|revision| Arc::clone(&revision.card)).collect()
    }

    /// How many flows there are.
    pub fn count(&self) -> usize {
        self.read().present().count()
    }

    /// The content address of the plan of a flow's newest revision.
    pub fn address(&self, name: &FlowName) -> Option<String> {
        self.read().newest(name)?.packed.address()
    }

    fn unpack(&self, revision: &Revision) -> Option<Arc<Flow>> {
        let Revision { card, packed } = revision;
        packed.unpack(&self.0.recent, &card.name, card.revision, card.updated)
    }

    /// An app by its own name.
    pub fn app(&self, name: &FlowName) -> Option<Arc<App>> {
        self.read().apps.get(name).cloned()
    }

    /// Every app, by name.
    pub fn apps(&self) -> Vec<Arc<App>> {
        self.read().apps.values().cloned().collect()
    }

    /// The files that do not compile, by path.
    pub fn unserved(&self) -> Vec<Arc<Unserved>> {
        self.read().unserved.values().cloned().collect()
    }

    /// Keeps a file that does not compile, so that people and programs find it.
    pub fn refuse(&self, file: Unserved) {
        self.write().unserved.insert(file.source.path.clone(), Arc::new(file));
    }

    /// A file compiles, or is gone.
    pub fn forgive(&self, path: &str) {
        self.write().unserved.remove(path);
    }

    /// The revision that a plan would be deployed as, and whether there is it already.
    pub(crate) fn next_revision(&self, plan: &Plan, packed: &Packed) -> (u32, Novelty) {
        let deployed = self.read();
        let Some(revisions) = deployed.flows.get(&plan.flow) else { return (1, Novelty::New) };
        let Some(newest) = revisions.all.last().cloned() else { return (1, Novelty::New) };
        let deleted = revisions.deleted;
        drop(deployed);
        let known = newest.card.revision;
        if newest.packed == *packed {
            return if deleted { (known + 1, Novelty::New) } else { (known, Novelty::Known) };
        }
        // What cannot be unpacked is no plan to go on with.
        let Some(newest) = self.unpack(&newest) else { return (known + 1, Novelty::New) };
        let same_source = newest.plan.source.text == plan.source.text && !deleted;
        // Executions under way know steps by their places.
        let same_steps = newest.plan.steps.len() == plan.steps.len()
            && newest.plan.steps.iter().zip(&plan.steps).all(|(old, new)| old.name == new.name);
        if same_source && same_steps { (known, Novelty::Recompiled) } else { (known + 1, Novelty::New) }
    }

    /// The triggers that wait for executions of other flows.
    pub(crate) fn listeners(&self) -> Arc<Vec<Arc<Listener>>> {
        Arc::clone(&self.read().listeners)
    }

    /// Each flow that a trigger waits for by name, with the flow of the trigger.
    pub fn awaited(&self) -> Vec<(FlowName, FlowName)> {
        let listeners = self.listeners();
        let pairs = listeners
            .iter()
            .flat_map(|listener| listener.awaited().into_iter().map(|awaited| (awaited, listener.name.flow.clone())));
        pairs.collect()
    }

    /// Has these triggers of a flow wait for executions of other flows, in place of those that did.
    pub(crate) fn listen(&self, flow: &FlowName, listeners: Vec<Arc<Listener>>) {
        let mut deployed = self.write();
        if listeners.is_empty() && deployed.listeners.iter().all(|listener| listener.name.flow != *flow) {
            return;
        }
        let others = deployed.listeners.iter().filter(|listener| listener.name.flow != *flow).cloned();
        let mut all: Vec<Arc<Listener>> = others.chain(listeners).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        deployed.listeners = Arc::new(all);
    }

    /// Deploys a revision of a flow, given as it is kept, too.
    pub(crate) fn put_flow(&self, plan: Arc<Plan>, packed: Packed, revision: u32, updated: Timestamp) -> Arc<Flow> {
        let card = Arc::new(Card::new(&plan, revision, updated));
        let program = Arc::new(Program::new(Arc::clone(&plan), revision));
        let flow = Arc::new(Flow { plan, program, revision, updated });
        packed.hold(&flow);
        self.0.recent.add(&flow);
        let kept = Arc::new(Revision { card, packed });
        let mut deployed = self.write();
        let revisions = deployed.flows.entry(flow.plan.flow.clone()).or_default();
        revisions.deleted = false;
        match revisions.all.iter_mut().find(|known| known.card.revision == revision) {
            Some(known) => *known = kept,
            None => revisions.all.push(kept),
        }
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
        drop(deployed);
        self.listen(name, Vec::new());
        true
    }

    /// Takes an app away.
    pub(crate) fn delete_app(&self, name: &FlowName) -> bool {
        self.write().apps.remove(name).is_some()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Deployed> {
        self.0.deployed.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Deployed> {
        self.0.deployed.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deployed {
    fn newest(&self, name: &FlowName) -> Option<&Arc<Revision>> {
        self.flows.get(name).filter(|revisions| !revisions.deleted)?.all.last()
    }

    /// The newest revision of every flow that was not deleted.
    fn present(&self) -> impl Iterator<Item = &Arc<Revision>> {
        let present = self.flows.values().filter(|revisions| !revisions.deleted);
        present.filter_map(|revisions| revisions.all.last())
    }
}
