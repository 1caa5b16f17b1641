//! What expressions can read of a task or trigger once it ran.

use std::sync::Arc;

use plan::types::{Openness, Record as RecordType, Type};
use plan::{Text, Value};

use crate::field::{Field, FieldType};
use crate::record::{self, Record};

/// What `outputs.<id>` holds; for a trigger, what `trigger` holds.
#[derive(Clone, Copy, Debug)]
pub enum Outputs {
    /// Nothing: `outputs.<id>` does not exist.
    Nothing,
    /// Something, unknown what.
    Unknown,
    /// The same fields wherever it stands.
    Fields(&'static Record),
    /// What depends on what is written where it stands.
    Depends(fn(&dyn Site) -> Type),
}

impl Outputs {
    /// The type of the whole where it stands; [`Type::Null`] for nothing.
    pub fn at(&self, site: &dyn Site) -> Type {
        match self {
            Self::Nothing => Type::Null,
            Self::Unknown => Type::Unknown,
            Self::Fields(record) => record.value_type(),
            Self::Depends(rule) => rule(site),
        }
    }
}

/// What is known of a task where it is written.
pub trait Site {
    /// The value of a property: as written, its default where it is not written, `None` where it holds
    /// an expression or nothing.
    fn value(&self, property: &str) -> Option<Value>;

    /// The keys written below a property that is a map, in order; `None` where it is not a literal map.
    fn keys(&self, property: &str) -> Option<Vec<Text>>;

    /// The static type of what a property holds; below a map, `["outputs", "total"]`.
    fn type_of(&self, path: &[&str]) -> Type;

    /// What the flow that is called gives out; `None` where it is not known.
    fn called_outputs(&self) -> Option<Type>;

    /// The record that a list of inputs or outputs below a property gives: each under its `id`, as its
    /// `type` says; `None` where nothing is written there or it is not known.
    fn declared(&self, property: &str) -> Option<Type> {
        let _ = property;
        None
    }
}

/// A site of which nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct Nowhere;

impl Site for Nowhere {
    fn value(&self, _: &str) -> Option<Value> {
        None
    }

    fn keys(&self, _: &str) -> Option<Vec<Text>> {
        None
    }

    fn type_of(&self, _: &[&str]) -> Type {
        Type::Unknown
    }

    fn called_outputs(&self) -> Option<Type> {
        None
    }
}

/// How deep the types of nested records are spelled out; what lies deeper is unknown. Records may contain
/// themselves.
const DEPTH: usize = 5;

impl Record {
    /// The type of its values in expressions.
    pub fn value_type(&self) -> Type {
        self.value_type_within(DEPTH)
    }

    fn value_type_within(&self, depth: usize) -> Type {
        let body = self.body();
        if depth == 0 || body.custom.is_some() {
            return Type::Unknown;
        }
        if let Some(variants) = body.variants {
            let types = variants.cases.iter().map(|case| case.record.value_type_within(depth - 1));
            return Type::Union(types.collect());
        }
        let open = body.openness == record::Openness::Open || body.is_abstract || !body.implementations.is_empty();
        let mut fields: Vec<(Text, Type)> = Vec::new();
        for field in body.fields {
            if fields.iter().all(|(name, _)| **name != *field.name) {
                fields.push((Text::from(field.name), field.value_type_within(depth - 1)));
            }
        }
        let openness = if open { Openness::Open } else { Openness::Closed };
        Type::Record(Arc::new(RecordType { fields, openness }))
    }
}

impl Field {
    /// The type of its value in expressions.
    pub fn value_type(&self) -> Type {
        self.value_type_within(DEPTH)
    }

    fn value_type_within(&self, depth: usize) -> Type {
        if self.constraints.custom.is_some() {
            return Type::Unknown;
        }
        let ty = self.becomes.unwrap_or(self.ty).value_type_within(depth);
        if self.traits.internal_storage { stored(ty) } else { ty }
    }
}

/// The type of a map with these keys.
pub(crate) fn record<'a>(fields: impl IntoIterator<Item = (&'a str, Type)>) -> Type {
    let fields = fields.into_iter().map(|(name, ty)| (Text::from(name), ty)).collect();
    Type::Record(Arc::new(RecordType { fields, openness: Openness::Closed }))
}

/// The type of a record of which one field is known better.
pub(crate) fn with(of: &Record, name: &str, ty: Type) -> Type {
    let known =
        of.fields().iter().map(|field| (field.name, if field.name == name { ty.clone() } else { field.value_type() }));
    record(known)
}

/// The type of addresses in internal storage, alone or in a list or map.
fn stored(ty: Type) -> Type {
    match ty {
        Type::List(item) => Type::List(Arc::new(stored((*item).clone()))),
        Type::Map(value) => Type::Map(Arc::new(stored((*value).clone()))),
        Type::Text => Type::FileUri,
        other => other,
    }
}

impl FieldType {
    /// The type of its values in expressions.
    pub fn value_type(&self) -> Type {
        self.value_type_within(DEPTH)
    }

    fn value_type_within(&self, depth: usize) -> Type {
        match self {
            Self::Any | Self::Plugin { .. } | Self::Data(_) => Type::Unknown,
            Self::String | Self::Uri => Type::Text,
            Self::Integer => Type::Int,
            Self::Number => Type::Float,
            Self::Boolean => Type::Bool,
            Self::Duration => Type::Duration,
            Self::DateTime | Self::Date | Self::Time => Type::Temporal,
            Self::List(item) => Type::List(Arc::new(item.value_type_within(depth))),
            Self::Map(value) => Type::Map(Arc::new(value.value_type_within(depth))),
            Self::Enumeration(enumeration) if enumeration.custom.is_some() => Type::Text,
            Self::Enumeration(enumeration) => {
                Type::Enumeration(enumeration.values.iter().map(|word| Text::from(word.text)).collect())
            }
            Self::Record(record) => record.value_type_within(depth),
            Self::AnyOf(types) => Type::Union(types.iter().map(|ty| ty.value_type_within(depth)).collect()),
        }
    }
}
