//! The signatures of all files, by what they can be asked for.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use plan::{FlowName, Text};
use report::{FileId, Place, Span};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::prepare::Signed;
use crate::signature::{AppSignature, FlowSignature, Signature};

/// Lookups over all signatures of a workspace.
#[derive(Debug, Default)]
pub struct Index {
    flows: FxHashMap<FlowName, Vec<FileId>>,
    /// The ids of flows, by namespace.
    namespaces: FxHashMap<Text, Vec<Text>>,
    /// The flows that wait for each flow.
    listeners: FxHashMap<FlowName, Vec<FlowName>>,
    /// The apps that each app leads to by itself, by id.
    redirects: FxHashMap<Text, Vec<Text>>,
    /// The apps over each flow.
    apps: FxHashMap<FlowName, Vec<FileId>>,
    /// The first app of each name.
    app_names: FxHashMap<FlowName, FileId>,
    signatures: FxHashMap<FileId, Arc<Signature>>,
    names: FxHashMap<FileId, Span>,
    /// The flows that begin without anybody's doing, and those that they lead to.
    reached: OnceLock<FxHashSet<FlowName>>,
    fingerprint: u64,
}

impl Index {
    /// Gathers signatures; the order of the files decides which of two equal names comes first.
    pub(crate) fn new<'s>(files: impl Iterator<Item = (FileId, &'s Signed)>) -> Self {
        let mut index = Self::default();
        let mut hasher = FxHasher::default();
        for (file, Signed { name_place, signature }) in files {
            (file, name_place, signature).hash(&mut hasher);
            match &**signature {
                Signature::Flow(flow) => {
                    let ids = index.namespaces.entry(flow.name.namespace.clone()).or_default();
                    let files = index.flows.entry(flow.name.clone()).or_default();
                    if files.is_empty() {
                        ids.push(flow.name.id.clone());
                    }
                    files.push(file);
                    for waited in &flow.listens {
                        index.listeners.entry(waited.clone()).or_default().push(flow.name.clone());
                    }
                }
                Signature::App(app) => {
                    index.apps.entry(app.flow.clone()).or_default().push(file);
                    index.app_names.entry(app.name.clone()).or_insert(file);
                    if !app.leads_to.is_empty() {
                        index.redirects.entry(app.name.id.clone()).or_default().extend(app.leads_to.iter().cloned());
                    }
                }
                Signature::None => {}
            }
            if let Some(place) = name_place {
                index.names.insert(file, *place);
            }
            index.signatures.insert(file, signature.clone());
        }
        index.fingerprint = hasher.finish();
        index
    }

    /// Where the id of a flow or app stands in its file.
    pub fn place_of_name(&self, file: FileId) -> Option<Place> {
        self.names.get(&file).map(|span| Place { file, span: *span })
    }

    /// The names of all flows.
    pub fn flows(&self) -> impl Iterator<Item = &FlowName> {
        self.flows.keys()
    }

    /// What others may know of a file.
    pub fn signature(&self, file: FileId) -> Option<&Signature> {
        self.signatures.get(&file).map(|signature| &**signature)
    }

    /// The ids of the flows of a namespace.
    pub fn flows_of<'i>(&'i self, namespace: &'i str) -> impl Iterator<Item = &'i str> {
        self.namespaces.get(namespace).into_iter().flatten().map(|id| &**id)
    }

    /// Whether a page of an app over a flow reads an input or a task of it.
    pub fn is_shown(&self, flow: &FlowName, name: &str) -> bool {
        let apps = self.apps.get(flow).into_iter().flatten().filter_map(|file| self.signature(*file));
        let reads = |app: &AppSignature| {
            app.reads
                .iter()
                .any(|read| **read == *name || read.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
        };
        apps.into_iter().any(|signature| matches!(signature, Signature::App(app) if reads(app)))
    }

    /// Equal where all signatures are.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The flows that an execution of a flow starts: those it calls, and those that wait for it.
    pub fn starts<'i>(&'i self, name: &FlowName) -> impl Iterator<Item = &'i FlowName> {
        let calls = self.flow(name).map_or(&[][..], |(_, flow)| &flow.calls);
        calls.iter().chain(self.listeners.get(name).into_iter().flatten())
    }

    /// Whether a trigger or an app leads to a flow, by way of others or not.
    pub fn is_reached(&self, name: &FlowName) -> bool {
        self.reached.get_or_init(|| self.reach()).contains(name)
    }

    fn reach(&self) -> FxHashSet<FlowName> {
        let begins = |name: &&FlowName| self.flow(name).is_some_and(|(_, flow)| flow.starts_itself);
        // Of flows that are elsewhere nobody knows here what starts them.
        let elsewhere = self.listeners.keys().filter(|name| !self.flows.contains_key(*name));
        let mut next: Vec<&FlowName> =
            self.flows.keys().filter(begins).chain(self.apps.keys()).chain(elsewhere).collect();
        let mut reached = FxHashSet::default();
        while let Some(name) = next.pop() {
            let disabled = self.flow(name).is_some_and(|(_, flow)| flow.disabled);
            if !disabled && reached.insert(name.clone()) {
                next.extend(self.starts(name));
            }
        }
        reached
    }

    /// Whether a flow waits for another.
    pub fn waits(&self, flow: &FlowName, upstream: &FlowName) -> bool {
        self.listeners.get(upstream).is_some_and(|listeners| listeners.contains(flow))
    }

    /// The apps from one to itself, where one leads to the next by itself, beginning with a step.
    pub fn round_of_apps(&self, from: &str, step: &str) -> Option<Vec<String>> {
        let mut round = vec![from.to_owned()];
        let mut at = step;
        while at != from {
            if round.iter().any(|seen| seen == at) {
                return None;
            }
            round.push(at.to_owned());
            at = self.redirects.get(at)?.first()?;
        }
        Some(round)
    }

    /// The first file that has a flow of this name for the version that another file is for.
    pub fn first_of(&self, name: &FlowName, like: FileId) -> Option<FileId> {
        let target = |file: FileId| match self.signature(file) {
            Some(Signature::Flow(flow)) => flow.target,
            Some(Signature::App(_) | Signature::None) | None => None,
        };
        self.flows.get(name)?.iter().copied().find(|file| target(*file) == target(like))
    }

    /// The first file that has an app of this name.
    pub fn first_app(&self, name: &FlowName) -> Option<FileId> {
        self.app_names.get(name).copied()
    }

    /// The ids of the apps over a flow.
    pub fn apps_of(&self, flow: &FlowName) -> impl Iterator<Item = &str> {
        let files = self.apps.get(flow).into_iter().flatten();
        files.filter_map(|file| match self.signature(*file) {
            Some(Signature::App(app)) => Some(&*app.name.id),
            Some(Signature::Flow(_) | Signature::None) | None => None,
        })
    }

    /// Whether there is an app with this id, of any namespace.
    pub fn has_app(&self, id: &str) -> bool {
        self.app_names.keys().any(|name| *name.id == *id)
    }

    /// The flow with this name.
    pub fn flow(&self, name: &FlowName) -> Option<(FileId, &FlowSignature)> {
        let file = *self.flows.get(name)?.first()?;
        match &**self.signatures.get(&file)? {
            Signature::Flow(flow) => Some((file, flow)),
            Signature::App(_) | Signature::None => None,
        }
    }
}
