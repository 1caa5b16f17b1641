//! The lattice of static types.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Text, Value};

/// What is known of a value before it exists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// Nothing is known; silences what would follow from a mistake.
    #[default]
    Unknown,
    /// Only null.
    Null,
    /// True or false.
    Bool,
    /// An integer of either width.
    Int,
    /// A number with a fraction.
    Float,
    /// Text.
    Text,
    /// One of a few texts.
    Enumeration(Arc<[Text]>),
    /// A date, a time of day, or a point in time.
    Temporal,
    /// A length of time.
    Duration,
    /// The address of a file in internal storage, as text.
    FileUri,
    /// A list of one type of element.
    List(Arc<Type>),
    /// What `split` gives, which is no list for most filters, as in Java.
    Array(Arc<Type>),
    /// What `keys` and `values` give, which has no order that could be changed, as in Java.
    Set(Arc<Type>),
    /// A map with arbitrary keys and one type of value.
    Map(Arc<Type>),
    /// A map with known keys.
    Record(Arc<Record>),
    /// Any of several types.
    Union(Arc<[Type]>),
}

impl Type {
    /// Any of several types: nested unions are flattened, repeated members dropped; a union with
    /// something unknown is unknown.
    pub fn union(members: impl IntoIterator<Item = Self>) -> Self {
        fn add(member: Type, flat: &mut Vec<Type>) {
            match member {
                Type::Union(members) => members.iter().cloned().for_each(|member| add(member, flat)),
                other if flat.contains(&other) => {}
                other => flat.push(other),
            }
        }
        let mut flat = Vec::new();
        members.into_iter().for_each(|member| add(member, &mut flat));
        match flat.len() {
            0 => Self::Unknown,
            1 => flat.remove(0),
            _ if flat.contains(&Self::Unknown) => Self::Unknown,
            _ => Self::Union(flat.into()),
        }
    }

    /// The type of a value that is already known, down to its last key.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::List(items) => Self::List(Self::shared(items)),
            Value::Array(items) => Self::Array(Self::shared(items)),
            Value::Set(items) => Self::Set(Self::shared(items)),
            Value::Map(entries) => Self::Record(Arc::new(Record {
                fields: entries.iter().map(|(key, value)| (key.clone(), Self::of(value))).collect(),
                openness: Openness::Closed,
            })),
            other => Self::from_kind(Kind::of(other)),
        }
    }

    /// The type of what all of these are.
    fn shared(items: &[Value]) -> Arc<Self> {
        Arc::new(Self::union(items.iter().map(Self::of)))
    }

    /// The type of the elements of a list, an array or a set.
    pub fn element(&self) -> Option<&Arc<Self>> {
        match self {
            Self::List(element) | Self::Array(element) | Self::Set(element) => Some(element),
            Self::Unknown
            | Self::Null
            | Self::Bool
            | Self::Int
            | Self::Float
            | Self::Text
            | Self::Enumeration(_)
            | Self::Temporal
            | Self::Duration
            | Self::FileUri
            | Self::Map(_)
            | Self::Record(_)
            | Self::Union(_) => None,
        }
    }

    /// What becomes of it where it leaves its expression as JSON: there is one kind of list.
    #[must_use]
    pub fn written(self) -> Self {
        let inside = |ty: Arc<Self>| Arc::new(Arc::unwrap_or_clone(ty).written());
        match self {
            Self::List(element) | Self::Array(element) | Self::Set(element) => Self::List(inside(element)),
            Self::Map(value) => Self::Map(inside(value)),
            Self::Record(record) => {
                let Record { fields, openness } = Arc::unwrap_or_clone(record);
                let fields = fields.into_iter().map(|(name, ty)| (name, ty.written())).collect();
                Self::Record(Arc::new(Record { fields, openness }))
            }
            Self::Union(members) => Self::union(members.iter().cloned().map(Self::written)),
            Self::Unknown
            | Self::Null
            | Self::Bool
            | Self::Int
            | Self::Float
            | Self::Text
            | Self::Enumeration(_)
            | Self::Temporal
            | Self::Duration
            | Self::FileUri => self,
        }
    }

    /// The widest type of a kind.
    pub fn from_kind(kind: Kind) -> Self {
        match kind {
            Kind::Null => Self::Null,
            Kind::Bool => Self::Bool,
            Kind::Int => Self::Int,
            Kind::Float => Self::Float,
            Kind::Text => Self::Text,
            Kind::Temporal => Self::Temporal,
            Kind::Duration => Self::Duration,
            Kind::List => Self::List(Arc::new(Self::Unknown)),
            Kind::Array => Self::Array(Arc::new(Self::Unknown)),
            Kind::Set => Self::Set(Arc::new(Self::Unknown)),
            Kind::Map => Self::Map(Arc::new(Self::Unknown)),
            Kind::Bytes => Self::Unknown,
        }
    }

    /// The kinds of values it may have; empty where nothing is known.
    pub fn kinds(&self) -> Vec<Kind> {
        match self {
            Self::Unknown => Vec::new(),
            Self::Null => vec![Kind::Null],
            Self::Bool => vec![Kind::Bool],
            Self::Int => vec![Kind::Int],
            Self::Float => vec![Kind::Float],
            Self::Text | Self::Enumeration(_) | Self::FileUri => vec![Kind::Text],
            Self::Temporal => vec![Kind::Temporal],
            Self::Duration => vec![Kind::Duration],
            Self::List(_) => vec![Kind::List],
            Self::Array(_) => vec![Kind::Array],
            Self::Set(_) => vec![Kind::Set],
            Self::Map(_) | Self::Record(_) => vec![Kind::Map],
            Self::Union(members) => {
                let mut kinds = Vec::new();
                for member in members.iter() {
                    let of_member = member.kinds();
                    if of_member.is_empty() {
                        return of_member;
                    }
                    kinds.extend(of_member);
                }
                kinds.sort_unstable();
                kinds.dedup();
                kinds
            }
        }
    }
}

impl std::fmt::Display for Type {
    /// As a message names it: `text`, `list of integer`, `map with keys a, b`.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => out.write_str("anything"),
            Self::Null => out.write_str("null"),
            Self::Bool => out.write_str("boolean"),
            Self::Int => out.write_str("integer"),
            Self::Float => out.write_str("float"),
            Self::Text => out.write_str("text"),
            Self::Enumeration(values) => write!(out, "one of {}", values.join(", ")),
            Self::Temporal => out.write_str("date-time"),
            Self::Duration => out.write_str("duration"),
            Self::FileUri => out.write_str("file"),
            Self::List(element) if **element == Self::Unknown => out.write_str("list"),
            Self::List(element) => write!(out, "list of {element}"),
            Self::Array(element) if **element == Self::Unknown => out.write_str("array"),
            Self::Array(element) => write!(out, "array of {element}"),
            Self::Set(element) if **element == Self::Unknown => out.write_str("set"),
            Self::Set(element) => write!(out, "set of {element}"),
            Self::Map(value) if **value == Self::Unknown => out.write_str("map"),
            Self::Map(value) => write!(out, "map of {value}"),
            Self::Record(record) if record.fields.is_empty() => out.write_str("map"),
            Self::Record(record) => {
                let keys: Vec<&str> = record.fields.iter().map(|(key, _)| key.as_ref()).collect();
                write!(out, "map with {}", keys.join(", "))
            }
            Self::Union(members) => {
                for (index, member) in members.iter().enumerate() {
                    write!(out, "{}{member}", if index == 0 { "" } else { " or " })?;
                }
                Ok(())
            }
        }
    }
}

impl Record {
    /// The type of a known key.
    pub fn field(&self, key: &str) -> Option<&Type> {
        self.fields.iter().find(|(name, _)| name.as_ref() == key).map(|(_, ty)| ty)
    }
}

/// A map with known keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The known keys in order.
    pub fields: Vec<(Text, Type)>,
    /// Whether others may occur.
    pub openness: Openness,
}

/// Whether a record may have keys that are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Openness {
    /// Only the known keys occur.
    #[default]
    Closed,
    /// Others may occur.
    Open,
}

/// The kinds of values a function distinguishes: what a parameter accepts is a list of them, the empty
/// list accepts all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Null.
    Null,
    /// True or false.
    Bool,
    /// Integers.
    Int,
    /// Numbers with a fraction.
    Float,
    /// Text.
    Text,
    /// Dates, times of day, points in time.
    Temporal,
    /// Lengths of time.
    Duration,
    /// Lists.
    List,
    /// Arrays, which `split` gives.
    Array,
    /// Sets, which `keys` and `values` give.
    Set,
    /// Maps.
    Map,
    /// Raw bytes.
    Bytes,
}

impl Kind {
    /// Every kind of value.
    pub const ANY: &'static [Self] = &[];
    /// Only text.
    pub const TEXT: &'static [Self] = &[Self::Text];
    /// Only integers.
    pub const INT: &'static [Self] = &[Self::Int];
    /// Every number.
    pub const NUMBER: &'static [Self] = &[Self::Int, Self::Float];
    /// True or false.
    pub const BOOL: &'static [Self] = &[Self::Bool];
    /// Only lists.
    pub const LIST: &'static [Self] = &[Self::List];
    /// Lists, arrays and sets.
    pub const ELEMENTS: &'static [Self] = &[Self::List, Self::Array, Self::Set];
    /// Maps.
    pub const MAP: &'static [Self] = &[Self::Map];
    /// What the date functions read: date-times, text, and epoch numbers.
    pub const DATE: &'static [Self] = &[Self::Temporal, Self::Text, Self::Int];

    /// The kind of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Bool,
            Value::Int(_) | Value::Long(_) => Self::Int,
            Value::Float(_) | Value::Double(_) | Value::Big(_) => Self::Float,
            Value::Char(_) | Value::Text(_) | Value::Markup(_) => Self::Text,
            Value::List(_) => Self::List,
            Value::Array(_) => Self::Array,
            Value::Set(_) => Self::Set,
            Value::Map(_) | Value::Table(_) | Value::Entry(_) => Self::Map,
            Value::Instant(_)
            | Value::JavaDate(_)
            | Value::Zoned(_)
            | Value::LocalDateTime(_)
            | Value::Date(_)
            | Value::Time(_) => Self::Temporal,
            Value::Duration(_) => Self::Duration,
            Value::Bytes(_) => Self::Bytes,
        }
    }

    /// As a message names what is accepted: `a number`, `text`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "true or false",
            Self::Int => "an integer",
            Self::Float => "a number",
            Self::Text => "text",
            Self::Temporal => "a date",
            Self::Duration => "a duration",
            Self::List => "a list",
            Self::Array => "an array",
            Self::Set => "a set",
            Self::Map => "a map",
            Self::Bytes => "bytes",
        }
    }
}
