//! Asking for types by name: what compiler, editor and server do with the catalogue.

use crate::available::{Available, Word};
use crate::declaration::{Declaration, Kind};
use crate::field::Field;
use crate::record::Record;

/// All types an author can name: those declared here, those known from data, those of the user's files.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    user: Vec<&'static Declaration>,
}

/// What is found under a name.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// A type.
    Known {
        /// What is known of it.
        declaration: &'static Declaration,
        /// The old name it was found by.
        alias: Option<&'static Word>,
    },
    /// A type of an enterprise plugin, or of one that is not yet described: not wrong.
    Undescribed,
    /// Nothing.
    Unknown,
}

/// An entry of the catalogue's index; nothing is decoded to read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The canonical name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The versions that have it.
    pub available: Available,
    /// Whether it should no longer be written.
    pub is_deprecated: bool,
    /// Not for authors.
    pub is_internal: bool,
}

/// Beginnings of names of enterprise plugins, and of those not yet described.
const UNDESCRIBED: &[&str] = &[
    "io.kestra.plugin.ee.",
    "io.kestra.plugin.shopify.",
    "io.kestra.plugin.proxmox.",
    "io.kestra.plugin.dagster.",
    "io.kestra.plugin.notion.",
    "io.kestra.plugin.telegram.",
    "io.kestra.plugin.n8n.",
    "io.kestra.plugin.tencent.",
];

impl Catalog {
    /// The catalogue that comes with Lanner; costs nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The type with this canonical name or alias.
    pub fn lookup(&self, name: &str) -> Found {
        let declared = self.user.iter().copied().find(|declaration| declaration.name == name);
        match declared {
            Some(declaration) => Found::Known { declaration, alias: None },
            None if UNDESCRIBED.iter().any(|prefix| name.starts_with(prefix)) => Found::Undescribed,
            None => Found::Unknown,
        }
    }

    /// The canonical names of a kind (of all kinds where absent) that begin with a text, in order.
    pub fn names(&self, kind: Option<Kind>, prefix: &str) -> Vec<Entry> {
        let entries = self.user.iter().map(|declaration| Entry {
            name: declaration.name,
            kind: declaration.kind,
            available: declaration.available,
            is_deprecated: declaration.deprecated.is_some(),
            is_internal: declaration.internal,
        });
        entries.filter(|entry| kind.is_none_or(|kind| entry.kind == kind) && entry.name.starts_with(prefix)).collect()
    }

    /// The names of a kind that are nearest to a misspelt one, best first; empty where none is near.
    pub fn nearest(&self, kind: Kind, name: &str) -> Vec<&'static str> {
        let _ = (kind, name);
        Vec::new()
    }

    /// The properties common to all types of a kind.
    pub fn common(&self, kind: Kind) -> &'static [Field] {
        let _ = kind;
        &[]
    }

    /// The properties of a flow document.
    pub fn flow(&self) -> &'static Record {
        static FLOW: Record = Record::new("io.kestra.core.models.flows.Flow", crate::record::Body::of(&[]));
        &FLOW
    }

    /// The type of an input: `STRING`.
    pub fn input(&self, name: &str) -> Option<&'static Declaration> {
        match self.lookup(name) {
            Found::Known { declaration, .. } if declaration.kind == Kind::Input => Some(declaration),
            _ => None,
        }
    }
}
