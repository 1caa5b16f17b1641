//! What stands at a place: the objects around it, and the key or text it is in.

use std::sync::Arc;

use compiler::ast::{Content, Document, Key, Node, Object, Property};
use grammar::yaml::Scalar;

/// A place in a file, as the file understands it.
#[derive(Debug)]
pub(crate) struct Cursor<'d> {
    /// The objects around it, outermost first.
    pub(crate) objects: Vec<&'d Arc<Object>>,
    /// The property of the innermost object it is in.
    pub(crate) property: Option<&'d Property>,
    /// The keys of free maps it is below, outermost first.
    pub(crate) keys: Vec<&'d Key>,
    /// What it touches.
    pub(crate) leaf: Leaf<'d>,
}

/// What a place touches.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leaf<'d> {
    /// The key of the property.
    Key,
    /// A key of a free map.
    FreeKey(&'d Key),
    /// A text.
    Scalar(&'d Arc<Scalar>),
    /// None of them.
    Nothing,
}

impl<'d> Cursor<'d> {
    /// What stands at a byte.
    pub(crate) fn at(document: &'d Document, offset: usize) -> Self {
        let mut cursor = Self { objects: Vec::new(), property: None, keys: Vec::new(), leaf: Leaf::Nothing };
        if let Some(object) = root(document) {
            cursor.object(object, offset);
        }
        cursor
    }

    /// The innermost object.
    pub(crate) fn innermost(&self) -> Option<&'d Arc<Object>> {
        self.objects.last().copied()
    }

    fn object(&mut self, object: &'d Arc<Object>, offset: usize) {
        self.objects.push(object);
        self.property = None;
        self.keys.clear();
        for property in &object.properties {
            if property.key.span.touches(offset) {
                self.property = Some(property);
                self.leaf = Leaf::Key;
                return;
            }
        }
        for property in &object.properties {
            if property.value.span.touches(offset) {
                self.property = Some(property);
                self.node(&property.value, offset);
                return;
            }
        }
    }

    fn node(&mut self, node: &'d Node, offset: usize) {
        match &node.content {
            Content::Missing => {}
            Content::Scalar(scalar) => self.leaf = Leaf::Scalar(scalar),
            Content::List(items) => {
                if let Some(item) = items.iter().find(|item| item.span.touches(offset)) {
                    self.node(item, offset);
                }
            }
            Content::Map(entries) => {
                for entry in entries {
                    if entry.key.span.touches(offset) {
                        self.leaf = Leaf::FreeKey(&entry.key);
                        return;
                    }
                    if entry.value.span.touches(offset) {
                        self.keys.push(&entry.key);
                        self.node(&entry.value, offset);
                        return;
                    }
                }
            }
            Content::Object(object) => self.object(object, offset),
        }
    }
}

/// The object that a document is.
pub(crate) fn root(document: &Document) -> Option<&Arc<Object>> {
    match document {
        Document::Flow(flow) => Some(&flow.object),
        Document::App(app) => Some(&app.object),
        Document::Other => None,
    }
}

/// Calls for every object of a document, outer ones first, in the order of the text.
pub(crate) fn objects<'d>(document: &'d Document, visit: &mut impl FnMut(&'d Arc<Object>)) {
    if let Some(object) = root(document) {
        below(object, visit);
    }
}

fn below<'d>(object: &'d Arc<Object>, visit: &mut impl FnMut(&'d Arc<Object>)) {
    visit(object);
    for property in &object.properties {
        within(&property.value, visit);
    }
}

fn within<'d>(node: &'d Node, visit: &mut impl FnMut(&'d Arc<Object>)) {
    match &node.content {
        Content::Missing | Content::Scalar(_) => {}
        Content::List(items) => items.iter().for_each(|item| within(item, visit)),
        Content::Map(entries) => entries.iter().for_each(|entry| within(&entry.value, visit)),
        Content::Object(object) => below(object, visit),
    }
}
