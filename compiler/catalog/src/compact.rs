//! The compact catalogue: the types of Kestra's core and plugins, decoded when they are named.
//!
//! `catalogue.bin` holds an index of all names and aliases and one block an artifact, all read in
//! place. `cargo xtask catalog` writes it.

mod read;
mod write;

use std::sync::OnceLock;

use crate::available::Word;
use crate::declaration::Declaration;
use crate::lookup::Entry;
use crate::record::Body;

pub(crate) use read::Block;
pub use write::catalogue;
pub(crate) use write::checked_block;

/// The bytes in the binary.
static CATALOGUE: &[u8] = include_bytes!("../catalogue.bin");

const MAGIC: &[u8; 8] = b"LANNERC2";
const HEADER: usize = 24;
const ENTRY: usize = 16;
const ALIAS: usize = 12;
const BLOCK_ENTRY: usize = 8;

/// Where a record stands in a block.
#[derive(Clone, Copy)]
pub(crate) struct RecordPlace {
    block: &'static Block,
    start: usize,
}

impl RecordPlace {
    pub(crate) fn decode(self) -> Body {
        self.block.body(self.start)
    }
}

/// The number of types.
pub fn len() -> usize {
    number(CATALOGUE, 8)
}

/// The entry with this number; entries are sorted by name.
pub(crate) fn entry(at: usize) -> Entry {
    let bytes = &CATALOGUE[HEADER + at * ENTRY..][..ENTRY];
    Entry {
        name: pool(number(bytes, 0), short(bytes, 4)),
        kind: read::kind(bytes[6]),
        is_deprecated: bytes[7] & 1 != 0,
        is_internal: bytes[7] & 2 != 0,
        available: crate::Available { since: read::version(bytes[8]), until: read::version(bytes[9]) },
    }
}

/// The number of the first entry that is not before a name.
pub(crate) fn lower_bound(name: &str) -> usize {
    first(len(), |at| entry(at).name < name)
}

/// The type with this canonical name, as data describes it, whether or not it is declared here.
pub fn find(name: &str) -> Option<&'static Declaration> {
    let at = lower_bound(name);
    (at < len() && entry(at).name == name).then(|| declaration(at))
}

/// A nested object of the core's properties, by the name of its class.
pub fn definition(name: &str) -> Option<&'static crate::Record> {
    core().record(name)
}

/// The type with this alias.
pub(crate) fn find_alias(name: &str) -> Option<(&'static Declaration, Word)> {
    let at = first(alias_count(), |at| alias(at).0.text < name);
    let (word, entry) = (at < alias_count()).then(|| alias(at))?;
    (word.text == name).then(|| (declaration(entry), word))
}

/// The block of Kestra's core.
pub(crate) fn core() -> &'static Block {
    block(0)
}

fn declaration(at: usize) -> &'static Declaration {
    let bytes = &CATALOGUE[HEADER + at * ENTRY..][..ENTRY];
    block(short(bytes, 10)).declaration(short(bytes, 12))
}

fn block(at: usize) -> &'static Block {
    static BLOCKS: OnceLock<Vec<OnceLock<Block>>> = OnceLock::new();
    let count = number(CATALOGUE, 16);
    let blocks = BLOCKS.get_or_init(|| (0..count).map(|_| OnceLock::new()).collect());
    blocks[at].get_or_init(|| {
        let table = HEADER + len() * ENTRY + alias_count() * ALIAS + at * BLOCK_ENTRY;
        let (start, length) = (number(CATALOGUE, table), number(CATALOGUE, table + 4));
        Block::open(&CATALOGUE[start..start + length])
    })
}

fn alias_count() -> usize {
    number(CATALOGUE, 12)
}

fn alias(at: usize) -> (Word, usize) {
    let bytes = &CATALOGUE[HEADER + len() * ENTRY + at * ALIAS..][..ALIAS];
    let available = crate::Available { since: read::version(bytes[6]), until: read::version(bytes[7]) };
    (Word { text: pool(number(bytes, 0), short(bytes, 4)), doc: "", available }, short(bytes, 8))
}

fn pool(at: usize, length: usize) -> &'static str {
    let start = HEADER + len() * ENTRY + alias_count() * ALIAS + number(CATALOGUE, 16) * BLOCK_ENTRY + at;
    std::str::from_utf8(&CATALOGUE[start..start + length]).unwrap_or_default()
}

fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

/// The first of `count` numbers for which a monotonous condition no longer holds.
fn first(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// How a type is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TypeTag {
    Any,
    String,
    Integer,
    Number,
    Boolean,
    Duration,
    DateTime,
    Date,
    Time,
    Uri,
    List,
    Map,
    Data,
    Enumeration,
    Record,
    Plugin,
    AnyOf,
}

impl From<u8> for TypeTag {
    fn from(byte: u8) -> Self {
        const ALL: [TypeTag; 17] = [
            TypeTag::Any,
            TypeTag::String,
            TypeTag::Integer,
            TypeTag::Number,
            TypeTag::Boolean,
            TypeTag::Duration,
            TypeTag::DateTime,
            TypeTag::Date,
            TypeTag::Time,
            TypeTag::Uri,
            TypeTag::List,
            TypeTag::Map,
            TypeTag::Data,
            TypeTag::Enumeration,
            TypeTag::Record,
            TypeTag::Plugin,
            TypeTag::AnyOf,
        ];
        ALL.get(usize::from(byte)).copied().unwrap_or(Self::Any)
    }
}

/// What follows the name of a field; the two lowest bits are its [`crate::Dynamic`].
struct FieldMark;

impl FieldMark {
    const REQUIRED: usize = 1 << 2;
    const SECRET: usize = 1 << 3;
    const INTERNAL_STORAGE: usize = 1 << 4;
    const SINGLE: usize = 1 << 5;
    const NON_EMPTY: usize = 1 << 6;
    const DEFAULT: usize = 1 << 7;
    const DEFAULT_UNKNOWN: usize = 1 << 8;
    const DEPRECATED: usize = 1 << 9;
    const AVAILABLE: usize = 1 << 10;
    const BECOMES: usize = 1 << 11;
    const ALIASES: usize = 1 << 12;
    const BOUNDS: usize = 1 << 13;
    const SIZES: usize = 1 << 14;
    const PATTERN: usize = 1 << 15;
    const VALUES: usize = 1 << 16;
    const CHECK: usize = 1 << 17;
    const CUSTOM: usize = 1 << 18;
    const DOC: usize = 1 << 19;
}

/// What a definition consists of.
struct RecordMark;

impl RecordMark {
    const ENUMERATION: usize = 1;
    const CUSTOM: usize = 1 << 1;
    const OPEN: usize = 1 << 2;
    const ABSTRACT: usize = 1 << 3;
    const VARIANTS: usize = 1 << 4;
    const DEFAULT: usize = 1 << 5;
    const FROM: usize = 1 << 6;
    const IMPLEMENTATIONS: usize = 1 << 7;
}
