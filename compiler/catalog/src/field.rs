//! What stands behind a key: its type, whether it is needed, what it is without being written.

use plan::dialect::Version;

use crate::available::{Available, Deprecated, Word};
use crate::declaration::{Ability, Kind};
use crate::literal::Literal;
use crate::record::Record;

/// A key an author can write, or an output an expression can read.
///
/// A key whose meaning differs between versions occurs once for each meaning, with versions that do not
/// overlap.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The canonical name.
    pub name: &'static str,
    /// Other names that are accepted.
    pub aliases: &'static [&'static str],
    /// Markdown for people; empty where it comes from data without words.
    pub doc: &'static str,
    /// What it accepts.
    pub ty: FieldType,
    /// What the value is in the end, where that is not what is accepted: labels are accepted as a map or a
    /// list, and are a list.
    pub becomes: Option<FieldType>,
    /// Required and without default.
    pub required: bool,
    /// What holds where it is not written.
    pub default: Preset,
    /// When expressions in it are evaluated.
    pub dynamic: Dynamic,
    /// What is checked beyond the type.
    pub constraints: Constraints,
    /// Particularities.
    pub traits: Traits,
    /// Whether it should no longer be written.
    pub deprecated: Option<Deprecated>,
    /// The versions that have it.
    pub available: Available,
}

impl Field {
    /// A field of which nothing is known but its name, type and documentation: the base of struct updates.
    pub const fn new(name: &'static str, doc: &'static str, ty: FieldType) -> Self {
        Self {
            name,
            aliases: &[],
            doc,
            ty,
            becomes: None,
            required: false,
            default: Preset::Absent,
            dynamic: Dynamic::Fixed,
            constraints: Constraints::NONE,
            traits: Traits::NONE,
            deprecated: None,
            available: Available::ALWAYS,
        }
    }

    /// Whether this is the name or an alias.
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// The field with this name or alias: the one this version has, else any, so that a message can say which
/// versions have it.
pub fn find(fields: &'static [Field], name: &str, version: Version) -> Option<&'static Field> {
    let named = |field: &&Field| field.is_named(name);
    fields.iter().find(|field| named(field) && field.available.covers(version)).or_else(|| fields.iter().find(named))
}

/// What a field accepts, or an output gives.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// Anything.
    Any,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// An ISO 8601 duration.
    Duration,
    /// A point in time, or a date and time of day.
    DateTime,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A URI.
    Uri,
    /// A list of one type.
    List(&'static FieldType),
    /// A map with free keys and one type of value.
    Map(&'static FieldType),
    /// One of several texts.
    Enumeration(&'static Enumeration),
    /// A map with known keys.
    Record(&'static Record),
    /// An object with a `type` from the catalogue.
    Plugin {
        /// Of which kind.
        kind: Kind,
        /// Only types that have this among their `supers`, or this ability.
        only: Option<Only>,
    },
    /// Rows: a URI of a file, a map, or a list of maps of this type.
    Data(&'static FieldType),
    /// Any of several.
    AnyOf(&'static [FieldType]),
}

/// Which types of a kind are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Those derived from a class.
    Super(&'static str),
    /// Those with an ability.
    Able(Ability),
}

/// A closed set of texts.
#[derive(Clone, Copy, Debug)]
pub struct Enumeration {
    /// The name it has among Kestra's classes.
    pub name: &'static str,
    /// The values in order.
    pub values: &'static [Word],
    /// Further spellings of values that are accepted, each with the value it stands for.
    pub aliases: &'static [(&'static str, &'static str)],
    /// The name of Kestra's own way to read it, where it has one: other spellings may be accepted.
    pub custom: Option<&'static str>,
}

/// What holds where a field is not written.
#[derive(Clone, Copy, Debug)]
pub enum Preset {
    /// Nothing.
    Absent,
    /// Something, unknown what.
    Unknown,
    /// This.
    Literal(Literal),
}

/// When expressions in a field are evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dynamic {
    /// Never: what is written is what it is.
    Fixed,
    /// Rendered when the task runs.
    Rendered,
    /// Either a value of the type or an expression that gives one (Kestra's `Property<T>`).
    Property,
}

/// What is checked beyond the type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constraints {
    /// The least number.
    pub min: Option<f64>,
    /// The greatest number.
    pub max: Option<f64>,
    /// A number it must exceed.
    pub above: Option<f64>,
    /// The least number of elements or characters.
    pub min_size: Option<u32>,
    /// The greatest number of elements or characters.
    pub max_size: Option<u32>,
    /// A Java regular expression for the whole text.
    pub pattern: Option<&'static str>,
    /// Neither empty text nor empty list.
    pub non_empty: bool,
    /// The only texts accepted.
    pub values: &'static [&'static str],
    /// The name of a validator of Kestra's.
    pub check: Option<&'static str>,
    /// The name of Kestra's own way to read it: the shape cannot be checked.
    pub custom: Option<&'static str>,
}

impl Constraints {
    /// No checks.
    pub const NONE: Self = Self {
        min: None,
        max: None,
        above: None,
        min_size: None,
        max_size: None,
        pattern: None,
        non_empty: false,
        values: &[],
        check: None,
        custom: None,
    };
}

/// Particularities of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Holds a secret: never shown.
    pub secret: bool,
    /// The address of a file in internal storage.
    pub internal_storage: bool,
    /// One value is accepted for a list of one.
    pub single: bool,
}

impl Traits {
    /// None of them.
    pub const NONE: Self = Self { secret: false, internal_storage: false, single: false };
}
