//! A tree put into another text: all of it then stands at one place there.

use report::Span;

use super::origin::{Origin, Piece};
use super::tree::{Alias, Entry, Node, NodeKind, Scalar};

impl Entry {
    /// The same with every part at one place.
    #[must_use]
    pub fn at(&self, place: Span) -> Self {
        Self { key: self.key.at(place), value: self.value.at(place) }
    }
}

impl Node {
    /// The same with every part at one place.
    #[must_use]
    pub fn at(&self, place: Span) -> Self {
        let kind = match &self.kind {
            NodeKind::Scalar(scalar) => {
                let origin = Origin::Pieces([Piece { start: 0, source: place }].into());
                NodeKind::Scalar(Scalar { origin, ..scalar.clone() })
            }
            NodeKind::List(items) => NodeKind::List(items.iter().map(|item| item.at(place)).collect()),
            NodeKind::Map(entries) => NodeKind::Map(entries.iter().map(|entry| entry.at(place)).collect()),
            NodeKind::Alias(Alias { name, target }) => {
                let target = target.as_ref().map(|target| target.at(place).into());
                NodeKind::Alias(Alias { name: name.clone(), target })
            }
            NodeKind::Missing => NodeKind::Missing,
        };
        Self { span: place, kind, properties: None }
    }
}
