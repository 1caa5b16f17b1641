//! The signatures of all files, by what they can be asked for.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use plan::FlowName;
use report::{FileId, Place, Span};
use rustc_hash::{FxHashMap, FxHasher};

use crate::prepare::Prepared;
use crate::signature::{FlowSignature, Signature};

/// Lookups over all signatures of a workspace.
#[derive(Debug, Default)]
pub struct Index {
    flows: FxHashMap<FlowName, Vec<FileId>>,
    signatures: FxHashMap<FileId, Arc<Signature>>,
    names: FxHashMap<FileId, Span>,
    fingerprint: u64,
}

impl Index {
    /// Gathers signatures; the order of the files decides which of two equal names comes first.
    pub(crate) fn new<'p>(files: impl Iterator<Item = &'p Prepared>) -> Self {
        let mut index = Self::default();
        let mut hasher = FxHasher::default();
        for prepared in files {
            let file = prepared.source.file;
            (file, prepared.name_place(), &prepared.signature).hash(&mut hasher);
            if let Signature::Flow(flow) = &*prepared.signature {
                index.flows.entry(flow.name.clone()).or_default().push(file);
            }
            if let Some(place) = prepared.name_place() {
                index.names.insert(file, place);
            }
            index.signatures.insert(file, prepared.signature.clone());
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
        self.flows.keys().filter(move |name| *name.namespace == *namespace).map(|name| &*name.id)
    }

    /// Whether a page of an app over a flow reads an input or a task of it.
    pub fn is_shown(&self, flow: &FlowName, name: &str) -> bool {
        self.signatures.values().any(|signature| match &**signature {
            Signature::App(app) if app.flow == *flow => {
                app.reads.iter().any(|read| **read == *name || read.starts_with(&format!("{name}.")))
            }
            Signature::App(_) | Signature::Flow(_) | Signature::None => false,
        })
    }

    /// Equal where all signatures are.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
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
