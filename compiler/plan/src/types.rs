//! The lattice of static types.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::Text;

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
    /// A map with arbitrary keys and one type of value.
    Map(Arc<Type>),
    /// A map with known keys.
    Record(Arc<Record>),
    /// Any of several types.
    Union(Arc<[Type]>),
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
