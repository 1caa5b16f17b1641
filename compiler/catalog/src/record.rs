//! Maps with known keys: properties of nested objects, and outputs.

use std::sync::OnceLock;

use plan::dialect::Version;

use crate::available::Available;
use crate::compact::RecordPlace;
use crate::field::{Field, FieldType};

/// A map with known keys, possibly one of several by a tag.
///
/// Its contents are decoded when first asked for; records may contain themselves.
pub struct Record {
    /// The name it has among Kestra's classes, or a name of ours.
    pub name: &'static str,
    contents: Contents,
}

enum Contents {
    Known(Body),
    Encoded { place: RecordPlace, body: &'static OnceLock<Body> },
}

/// What a record consists of.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The keys, those of all variants included only in the variants.
    pub fields: &'static [Field],
    /// Which further keys there are by the value of a tag.
    pub variants: Option<Variants>,
    /// Whether further keys are accepted.
    pub openness: Openness,
    /// A value of this type is accepted for the whole, too.
    pub from: Option<FieldType>,
    /// Classes that implement it, where how the choice is made is not known.
    pub implementations: &'static [&'static str],
    /// The name of Kestra's own way to read it: the shape cannot be checked.
    pub custom: Option<&'static str>,
    /// Cannot occur itself, only one of its variants or implementations.
    pub is_abstract: bool,
}

impl Body {
    /// A closed record of these fields and nothing else.
    pub const fn of(fields: &'static [Field]) -> Self {
        Self {
            fields,
            variants: None,
            openness: Openness::Closed,
            from: None,
            implementations: &[],
            custom: None,
            is_abstract: false,
        }
    }
}

/// Whether keys beyond the known are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// They are mistakes.
    Closed,
    /// They are accepted.
    Open,
}

/// Records that a tag tells apart.
#[derive(Clone, Copy, Debug)]
pub struct Variants {
    /// The key whose value decides.
    pub tag: &'static str,
    /// The variants in order.
    pub cases: &'static [Variant],
    /// What holds where the tag is missing.
    pub default: Option<&'static Record>,
}

/// One of the records that a tag tells apart.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The value of the tag.
    pub value: &'static str,
    /// What it means, in Markdown; empty where nobody said.
    pub doc: &'static str,
    /// All its keys, the common ones included.
    pub record: &'static Record,
    /// The versions that have it.
    pub available: Available,
}

impl Record {
    /// A record written by hand.
    pub const fn new(name: &'static str, body: Body) -> Self {
        Self { name, contents: Contents::Known(body) }
    }

    pub(crate) fn encoded(name: &'static str, place: RecordPlace) -> Self {
        Self { name, contents: Contents::Encoded { place, body: Box::leak(Box::default()) } }
    }

    /// What it consists of.
    pub fn body(&self) -> &Body {
        match &self.contents {
            Contents::Known(body) => body,
            Contents::Encoded { place, body } => body.get_or_init(|| place.decode()),
        }
    }

    /// Its own keys.
    pub fn fields(&self) -> &'static [Field] {
        self.body().fields
    }

    /// The key with this name or alias, preferably as this version has it.
    pub fn field(&self, name: &str, version: Version) -> Option<&'static Field> {
        crate::field::find(self.fields(), name, version)
    }

    /// The variant for a value of the tag.
    pub fn variant(&self, value: &str) -> Option<&'static Variant> {
        self.body().variants.as_ref().and_then(|variants| variants.cases.iter().find(|case| case.value == value))
    }
}

impl std::fmt::Debug for Record {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Record({})", self.name)
    }
}
