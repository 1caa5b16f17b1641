//! A file in our words instead of YAML's: objects with the declarations of their keys, everything placed.
//!
//! Nothing is refused here. Keys nobody declared are kept, missing ones are absent, and a value of the wrong
//! shape is what was written. What a file says is asked by name: [`Flow`] and [`App`] are views that know
//! the names.

pub mod app;
pub mod flow;

use std::sync::Arc;

use catalog::{Declaration, Field, Kind, Record, Word};
use grammar::yaml::Scalar;
use plan::Text;
use report::Span;

pub use app::App;
pub use flow::Flow;

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Document {
    /// A flow.
    Flow(Flow),
    /// An app.
    App(App),
    /// Some other YAML, or nothing.
    Other,
}

/// A value as it was written.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it covers.
    pub span: Span,
    /// What it is.
    pub content: Content,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing, where something could stand.
    Missing,
    /// Text, a number, a truth: whoever expects one of them asks.
    Scalar(Arc<Scalar>),
    /// Values in order.
    List(Vec<Node>),
    /// Values under free keys, in order.
    Map(Vec<Entry>),
    /// Values under keys that are declared.
    Object(Arc<Object>),
}

/// A value under a free key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its characters, as written.
    pub text: Text,
    /// Where they stand, without quotes.
    pub span: Span,
    /// The key itself, where expressions are looked for in it.
    pub scalar: Option<Arc<Scalar>>,
}

/// Values under keys that are declared: the flow, a task, an input, a task runner, a retry, …
#[derive(Clone, Debug)]
pub struct Object {
    /// What it covers.
    pub span: Span,
    /// What declares its keys.
    pub shape: Shape,
    /// What is written in it, in order; keys may repeat.
    pub properties: Vec<Property>,
}

/// What declares the keys of an object.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A record that is known.
    Record(&'static Record),
    /// A type, which the object names under `type`.
    Plugin(Kind, Typed),
}

/// What is known of the type an object names.
#[derive(Clone, Copy, Debug)]
pub enum Typed {
    /// It is declared.
    Known {
        /// What is known of it.
        declaration: &'static Declaration,
        /// The old name it was found by.
        alias: Option<Word>,
    },
    /// It belongs to a plugin that is not described, or is accepted by the settings.
    Undescribed,
    /// Nobody knows it.
    Unknown,
    /// It names none.
    Missing,
}

/// A value under a key that may be declared.
#[derive(Clone, Debug)]
pub struct Property {
    /// The key as written.
    pub key: Key,
    /// What declares it.
    pub field: Option<&'static Field>,
    /// The value.
    pub value: Node,
}

impl Property {
    /// The canonical name, or the name as written where nothing declares it.
    pub fn name(&self) -> &str {
        self.field.map_or(&self.key.text, |field| field.name)
    }

    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.key.span.to(self.value.span)
    }
}

impl Object {
    /// The property with this canonical name; the last one, which is what counts, where keys repeat.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().rev().find(|property| property.name() == name)
    }

    /// The value of a property; `None` where it is not there or nothing stands behind its key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let node = &self.property(name)?.value;
        (!matches!(node.content, Content::Missing)).then_some(node)
    }

    /// The scalar behind a key.
    pub fn scalar(&self, name: &str) -> Option<&Arc<Scalar>> {
        self.get(name)?.as_scalar()
    }

    /// The text behind a key.
    pub fn text(&self, name: &str) -> Option<&Text> {
        self.scalar(name).map(|scalar| &scalar.text)
    }

    /// The text behind a key that is neither empty nor an expression.
    pub fn literal(&self, name: &str) -> Option<&Text> {
        self.text(name).filter(|text| !is_template(text))
    }

    /// The items behind a key; one where a single value stands for a list.
    pub fn items(&self, name: &str) -> &[Node] {
        self.get(name).map_or(&[], Node::items)
    }

    /// The objects in the list behind a key.
    pub fn objects(&self, name: &str) -> impl Iterator<Item = &Arc<Object>> + use<'_> {
        let items = match self.get(name).map(|node| &node.content) {
            Some(Content::List(items)) => items.as_slice(),
            _ => &[],
        };
        items.iter().filter_map(Node::as_object)
    }

    /// The object behind a key.
    pub fn object(&self, name: &str) -> Option<&Arc<Object>> {
        self.get(name)?.as_object()
    }

    /// Whether a property stands in the object itself; others are given to it by the flow's defaults.
    pub fn wrote(&self, property: &Property) -> bool {
        self.span.contains(property.key.span)
    }

    /// The `id` as written.
    pub fn id(&self) -> Option<&Arc<Scalar>> {
        self.scalar("id")
    }

    /// Where the `id` stands, or else the `type`, or else the first key.
    pub fn grip(&self) -> Span {
        let named = self.scalar("id").or_else(|| self.scalar("type")).map(|scalar| scalar.content());
        named.or_else(|| self.properties.first().map(|property| property.key.span)).unwrap_or(self.span)
    }

    /// The type it names, as written.
    pub fn type_name(&self) -> Option<&Arc<Scalar>> {
        self.scalar("type")
    }

    /// What is known of its type.
    pub fn declaration(&self) -> Option<&'static Declaration> {
        match self.shape {
            Shape::Plugin(_, Typed::Known { declaration, .. }) => Some(declaration),
            Shape::Plugin(_, Typed::Undescribed | Typed::Unknown | Typed::Missing) | Shape::Record(_) => None,
        }
    }

    /// Whether it is of this type, by canonical name.
    pub fn is(&self, name: &str) -> bool {
        self.declaration().is_some_and(|declaration| declaration.name == name)
    }

    /// Whether it is a plugin object of this kind.
    pub fn is_kind(&self, wanted: Kind) -> bool {
        matches!(self.shape, Shape::Plugin(kind, _) if kind == wanted)
    }
}

impl Node {
    /// The scalar, where it is one.
    pub fn as_scalar(&self) -> Option<&Arc<Scalar>> {
        match &self.content {
            Content::Scalar(scalar) => Some(scalar),
            Content::Missing | Content::List(_) | Content::Map(_) | Content::Object(_) => None,
        }
    }

    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&Text> {
        self.as_scalar().map(|scalar| &scalar.text)
    }

    /// The object, where it is one.
    pub fn as_object(&self) -> Option<&Arc<Object>> {
        match &self.content {
            Content::Object(object) => Some(object),
            Content::Missing | Content::Scalar(_) | Content::List(_) | Content::Map(_) => None,
        }
    }

    /// The items of a list; the value itself where it is none.
    pub fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            Content::Missing => &[],
            Content::Scalar(_) | Content::Map(_) | Content::Object(_) => std::slice::from_ref(self),
        }
    }

    /// The entries of a map with free keys.
    pub fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Map(entries) => entries,
            Content::Missing | Content::Scalar(_) | Content::List(_) | Content::Object(_) => &[],
        }
    }

    /// Calls for every object here or in a list or map below, but not for those within objects.
    pub fn objects<'n>(&'n self, visit: &mut impl FnMut(&'n Arc<Object>)) {
        match &self.content {
            Content::Missing | Content::Scalar(_) => {}
            Content::List(items) => items.iter().for_each(|item| item.objects(visit)),
            Content::Map(entries) => entries.iter().for_each(|entry| entry.value.objects(visit)),
            Content::Object(object) => visit(object),
        }
    }

    /// Calls for every scalar below, keys included, in the order of the text.
    pub fn scalars<'n>(&'n self, visit: &mut impl FnMut(&'n Arc<Scalar>)) {
        match &self.content {
            Content::Missing => {}
            Content::Scalar(scalar) => visit(scalar),
            Content::List(items) => items.iter().for_each(|item| item.scalars(visit)),
            Content::Map(entries) => {
                for entry in entries {
                    entry.key.scalar.iter().for_each(&mut *visit);
                    entry.value.scalars(visit);
                }
            }
            Content::Object(object) => {
                for property in &object.properties {
                    property.value.scalars(visit);
                }
            }
        }
    }
}

/// Whether a text holds an expression or a statement.
pub fn is_template(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes()).any(|at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%')))
}
