//! Asking for types by name: what compiler, editor and server do with the catalogue.

use std::collections::HashMap;
use std::sync::OnceLock;

use plan::dialect::Version;

use crate::available::{Available, Word};
use crate::compact::{self, Block};
use crate::data::File;
use crate::declaration::{Declaration, Kind};
use crate::field::Field;
use crate::record::Record;

/// All types an author can name: those declared here, those of the user's files, those of Kestra's plugins.
///
/// Under the same name the first of these wins.
#[derive(Clone, Default)]
pub struct Catalog {
    user: Vec<&'static Block>,
}

/// What is found under a name.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// A type.
    Known {
        /// What is known of it.
        declaration: &'static Declaration,
        /// The old name it was found by.
        alias: Option<Word>,
    },
    /// A type of an enterprise plugin, or of one that is not yet described: not wrong.
    Undescribed,
    /// Nothing.
    Unknown,
}

impl Found {
    /// What is known of the type.
    pub fn declaration(self) -> Option<&'static Declaration> {
        match self {
            Self::Known { declaration, .. } => Some(declaration),
            Self::Undescribed | Self::Unknown => None,
        }
    }
}

/// What is known of a type without decoding it.
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

impl From<&Declaration> for Entry {
    fn from(declaration: &Declaration) -> Self {
        Self {
            name: declaration.name,
            kind: declaration.kind,
            available: declaration.available,
            is_deprecated: declaration.deprecated.is_some(),
            is_internal: declaration.internal,
        }
    }
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

/// Beginnings of names of enterprise plugins that are described.
const DESCRIBED: &[&str] = &["io.kestra.plugin.ee.apps."];

impl Catalog {
    /// The catalogue that comes with Lanner; costs nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in types of the user's own, described in JSON (see [`crate::data`]); they are kept for good.
    ///
    /// # Errors
    ///
    /// What is wrong with the text; nothing is taken in then.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        let file = File::parse(text)?;
        let core = |context, name: &str| compact::core().definition_number(context, name);
        let (bytes, undefined) = compact::checked_block(&file, &core);
        if let Some(name) = undefined.first() {
            return Err(format!("`{name}` is named, but defined neither in `definitions` nor in `outputs`"));
        }
        self.user.push(Box::leak(Box::new(Block::open(bytes.leak()))));
        Ok(())
    }

    /// The type with this canonical name or alias.
    ///
    /// A name wins over an alias of the same text, except that what is declared here also stands for types
    /// it took the place of.
    pub fn lookup(&self, name: &str) -> Found {
        let alias_here = declared().aliases.get(name).copied().filter(|_| !declared().names.contains_key(name));
        if alias_here.is_none()
            && let Some(declaration) = self.find(name)
        {
            return Found::Known { declaration, alias: None };
        }
        if let Some((canonical, alias)) = self.find_alias(name) {
            let declaration = self.find(canonical.name).unwrap_or(canonical);
            return Found::Known { declaration, alias: Some(alias) };
        }
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        if begins(UNDESCRIBED) && !begins(DESCRIBED) { Found::Undescribed } else { Found::Unknown }
    }

    fn find(&self, name: &str) -> Option<&'static Declaration> {
        let user = || {
            self.user
                .iter()
                .find_map(|block| block.names().find(|(known, _)| *known == name).map(|(_, at)| block.declaration(at)))
        };
        declared().names.get(name).copied().or_else(user).or_else(|| compact::find(name))
    }

    fn find_alias(&self, name: &str) -> Option<(&'static Declaration, Word)> {
        let of = |declaration: &'static Declaration| {
            declaration.aliases.iter().find(|alias| alias.text == name).map(|alias| (declaration, *alias))
        };
        let user = || self.user.iter().find_map(|block| block.names().find_map(|(_, at)| of(block.declaration(at))));
        declared().aliases.get(name).copied().and_then(of).or_else(user).or_else(|| compact::find_alias(name))
    }

    /// Everything declared here, in Rust, with its documentation.
    pub fn declared() -> impl Iterator<Item = &'static Declaration> {
        crate::ALL.iter().flat_map(|group| group.iter().copied())
    }

    /// The types of a kind (of all kinds where absent) whose names begin with a text, sorted by name.
    pub fn names(&self, kind: Option<Kind>, prefix: &str) -> Vec<Entry> {
        let is_wanted = |entry: &Entry| entry.name.starts_with(prefix) && kind.is_none_or(|kind| entry.kind == kind);
        if self.user.is_empty() {
            let first = all().partition_point(|entry| entry.name < prefix);
            let these = all()[first..].iter().take_while(|entry| entry.name.starts_with(prefix));
            return these.copied().filter(is_wanted).collect();
        }
        let user = self.user.iter().flat_map(|block| block.names().map(|(_, at)| Entry::from(block.declaration(at))));
        sorted(Self::declared().map(Entry::from).chain(user).chain(described()).filter(is_wanted))
    }

    /// The names of a kind that are nearest to an unknown one in a version, best first; empty where none is
    /// near.
    pub fn nearest(&self, kind: Kind, name: &str, version: Version) -> Vec<&'static str> {
        let entries = self.names(Some(kind), "");
        let candidates = entries.iter().filter(|entry| !entry.is_internal && entry.available.covers(version));
        let mut ranked: Vec<_> =
            candidates.filter_map(|entry| Some((distance(name, entry.name)?, entry.name))).collect();
        ranked.sort_unstable();
        let best = ranked.first().map_or(0, |(distance, _)| *distance);
        ranked.into_iter().take_while(|(distance, _)| *distance <= best + 1).map(|(_, name)| name).take(3).collect()
    }

    /// The properties common to all types of a kind.
    pub fn common(&self, kind: Kind) -> &'static [Field] {
        crate::common::of(kind)
    }

    /// The properties of a flow document.
    pub fn flow(&self) -> &'static Record {
        crate::common::flow()
    }

    /// The type of an input: `STRING`.
    pub fn input(&self, name: &str) -> Option<&'static Declaration> {
        self.lookup(name).declaration().filter(|declaration| declaration.kind == Kind::Input)
    }
}

/// What comes with Lanner, sorted by name.
fn all() -> &'static [Entry] {
    static ALL: OnceLock<Vec<Entry>> = OnceLock::new();
    ALL.get_or_init(|| sorted(Catalog::declared().map(Entry::from).chain(described())))
}

/// What is described by data.
fn described() -> impl Iterator<Item = Entry> {
    (0..compact::len()).map(compact::entry)
}

/// Sorted by name; of those with one name the first is left.
fn sorted(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = entries.collect();
    entries.sort_by_key(|entry| entry.name);
    entries.dedup_by_key(|entry| entry.name);
    entries
}

/// How far a name is from a known one: edits of the whole, or of the last part where that alone was
/// written or the package is a different one; `None` where it is too far to be meant.
fn distance(name: &str, known: &str) -> Option<usize> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let (short, known_short) = (last(name), last(known));
    let allowed = (name.len() / 6).clamp(1, 5);
    if name.len().abs_diff(known.len()) <= allowed {
        let edits = strsim::osa_distance(name, known);
        if edits <= allowed {
            return Some(edits);
        }
    }
    if short == known_short {
        let parts = |name: &str| name.split('.').map(str::to_lowercase).collect::<Vec<_>>();
        let known_parts = parts(known);
        let foreign = parts(name).iter().filter(|part| !known_parts.contains(part)).count();
        return Some(6 + foreign);
    }
    (!name.contains('.') && strsim::osa_distance(&short, &known_short) <= allowed.min(2)).then_some(12)
}

/// The declarations written here, by name and alias.
struct Declared {
    names: HashMap<&'static str, &'static Declaration>,
    aliases: HashMap<&'static str, &'static Declaration>,
}

fn declared() -> &'static Declared {
    static DECLARED: OnceLock<Declared> = OnceLock::new();
    DECLARED.get_or_init(|| {
        let all = Catalog::declared;
        let aliases =
            all().flat_map(|declaration| declaration.aliases.iter().map(move |alias| (alias.text, declaration)));
        Declared {
            names: all().map(|declaration| (declaration.name, declaration)).collect(),
            aliases: aliases.collect(),
        }
    })
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Catalog({} user files)", self.user.len())
    }
}
