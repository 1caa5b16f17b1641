//! What is known of an attribute, by the type of what it is taken from.

use plan::Type;
use plan::evaluate::has_member;
use plan::template::Key;
use plan::types::{Kind, Openness, Record};

/// What looking up an attribute gives.
pub(super) enum Looked<'t> {
    /// Its type.
    Up(Type),
    /// The map has no such key.
    Missing(&'t Record),
    /// The value has no attributes, or none like this.
    Impossible,
}

/// Looks up an attribute of a value of some type.
pub(super) fn attribute<'t>(of: &'t Type, key: &Key) -> Looked<'t> {
    let member = |kind: Kind| match key {
        Key::Name(name) if has_member(kind, name) => Looked::Up(Type::Unknown),
        Key::Name(_) | Key::Position(_) => Looked::Impossible,
    };
    match (of, key) {
        (Type::Unknown, _) => Looked::Up(Type::Unknown),
        (Type::Record(record), Key::Name(name)) => match (record.field(name), record.openness) {
            (Some(ty), _) => Looked::Up(ty.clone()),
            (None, Openness::Open) => Looked::Up(Type::Unknown),
            (None, Openness::Closed) => Looked::Missing(record),
        },
        (Type::Map(value), Key::Name(_)) => Looked::Up((**value).clone()),
        (Type::Record(_) | Type::Map(_), Key::Position(_)) => Looked::Up(Type::Unknown),
        (Type::List(element) | Type::Array(element), Key::Position(_)) => Looked::Up((**element).clone()),
        (Type::List(element) | Type::Array(element), Key::Name(name)) if name.parse::<usize>().is_ok() => {
            Looked::Up((**element).clone())
        }
        (Type::List(_), Key::Name(_)) => member(Kind::List),
        (Type::Array(_), Key::Name(_)) => member(Kind::Array),
        (Type::Set(_), _) => member(Kind::Set),
        (Type::Null, _) => Looked::Impossible,
        (Type::Union(members), _) => {
            let mut found = Vec::new();
            let mut missing = None;
            for member in members.iter() {
                match attribute(member, key) {
                    Looked::Up(ty) => found.push(ty),
                    Looked::Missing(record) => missing = Some(record),
                    Looked::Impossible => {}
                }
            }
            match (found.is_empty(), missing) {
                (false, _) => Looked::Up(Type::union(found)),
                (true, Some(record)) => Looked::Missing(record),
                (true, None) => Looked::Impossible,
            }
        }
        (Type::Temporal, _) => member(Kind::Temporal),
        (Type::Duration, _) => member(Kind::Duration),
        (Type::Int, _) => member(Kind::Int),
        (Type::Float, _) => member(Kind::Float),
        (Type::Bool, _) => member(Kind::Bool),
        (Type::Text | Type::Enumeration(_) | Type::FileUri, _) => member(Kind::Text),
    }
}
