//! The tree of a YAML text: what it says in YAML's words, and where every part of it stands.
//!
//! Nothing is typed here. A plain scalar keeps its characters, and whoever expects a number or a boolean asks
//! [`resolve`](fn@super::resolve) for it, as Kestra's own reader does.

use std::ops::Range;
use std::sync::Arc;

use report::Span;

use super::origin::Origin;

/// A whole text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Its documents in order; a text without content has none.
    pub documents: Vec<Document>,
    /// Its comments in order.
    pub comments: Vec<Comment>,
}

impl Tree {
    /// What the first document holds; everything a file can say to Kestra is there.
    pub fn root(&self) -> Option<&Node> {
        self.documents.first().map(|document| &document.root)
    }
}

/// One of the texts between `---`.
#[derive(Clone, Debug)]
pub struct Document {
    /// From its `---`, or else its first token, to the end of its last.
    pub span: Span,
    /// What it holds.
    pub root: Node,
}

/// A `#` and what follows on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the end of the line.
    pub span: Span,
    /// What follows the `#`.
    pub text: Arc<str>,
    /// Whether anything stands before it.
    pub placement: Placement,
}

/// Where a comment stands on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Behind something.
    Trailing,
    /// Alone.
    OwnLine,
}

/// A value or a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it covers: quotes, brackets and the `|` of a block scalar included, anchor and tag not; for a list
    /// in block notation from its first dash.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
    /// What was written in front of it; most nodes have nothing there.
    pub properties: Option<Box<Properties>>,
}

/// What a node can be.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Text.
    Scalar(Scalar),
    /// Values in order.
    List(Vec<Node>),
    /// Keys with values, in order; keys may repeat.
    Map(Vec<Entry>),
    /// `*name`, which stands for another node.
    Alias(Alias),
    /// Nothing, where something could stand: `key:` and the end of the line.
    Missing,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key; anything but a scalar is reported.
    pub key: Node,
    /// The value; missing where nothing follows.
    pub value: Node,
}

/// An anchor and a tag in front of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Properties {
    /// `&name`.
    pub anchor: Option<Name>,
    /// `!name`.
    pub tag: Option<Name>,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// With its `&`, `*` or `!`.
    pub span: Span,
    /// Without it; a tag of YAML's own is resolved: `tag:yaml.org,2002:str`.
    pub text: Arc<str>,
}

/// `*name`.
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    /// The name without `*`.
    pub name: Arc<str>,
    /// What it stands for; nothing where no such anchor comes before it, or where too much would be repeated.
    pub target: Option<Arc<Node>>,
}

/// Text as YAML decodes it, and where each part of it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The decoded text; of a plain scalar on one line the characters as written.
    pub text: Arc<str>,
    /// How it is written.
    pub style: Style,
    /// What an explicit tag wants it to be.
    pub tag: Option<CoreTag>,
    pub(super) origin: Origin,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|` and lines below
    Literal,
    /// `>` and lines below
    Folded,
}

/// What an explicit tag wants a scalar to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CoreTag {
    /// `!!str`
    Text,
    /// `!!bool`
    Boolean,
    /// `!!int`
    Integer,
    /// `!!float`
    Float,
    /// `!!null`
    Null,
    /// `!!binary`
    Binary,
    /// Any other: Kestra's reader takes the text.
    Other,
}

impl Scalar {
    /// Where a part of the decoded text stands, given as a range of its bytes; of a text that is folded or
    /// escaped, the bytes that were decoded into it. A range that reaches past the end counts to the end.
    pub fn span_of(&self, part: Range<usize>) -> Span {
        self.origin.span_of(part, self.text.len())
    }

    /// Which byte of the decoded text was made from this byte of the file; `None` outside.
    pub fn offset_of(&self, place: usize) -> Option<usize> {
        self.origin.offset_of(place, self.text.len())
    }

    /// Where the text stands without quotes, block headers and indentation of its first line.
    pub fn content(&self) -> Span {
        self.span_of(0..self.text.len())
    }
}

impl Node {
    /// The node itself, or what it stands for where it is an alias.
    pub fn value(&self) -> &Self {
        match &self.kind {
            NodeKind::Alias(Alias { target: Some(target), .. }) => target,
            NodeKind::Scalar(_)
            | NodeKind::List(_)
            | NodeKind::Map(_)
            | NodeKind::Missing
            | NodeKind::Alias(Alias { target: None, .. }) => self,
        }
    }

    /// The text, where it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value().kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The decoded text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        self.as_scalar().map(|scalar| &*scalar.text)
    }

    /// The items, where it is a list.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value().kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries, where it is a map; those that `<<` merges in come behind and only where the map itself
    /// does not have their key.
    pub fn entries(&self) -> Option<Vec<&Entry>> {
        let NodeKind::Map(own) = &self.value().kind else { return None };
        let mut entries: Vec<&Entry> = own.iter().filter(|entry| !entry.is_merge()).collect();
        for source in own.iter().filter(|entry| entry.is_merge()).flat_map(Entry::merged) {
            for entry in source.entries().unwrap_or_default() {
                if entry.name().is_none_or(|name| entries.iter().all(|known| known.name() != Some(name))) {
                    entries.push(entry);
                }
            }
        }
        Some(entries)
    }

    /// The first entry with this key, where it is a map; one that `<<` merges in only where the map itself has none.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        let NodeKind::Map(own) = &self.value().kind else { return None };
        let named = |entry: &&Entry| entry.name() == Some(key) && !entry.is_merge();
        let merged = || own.iter().filter(|entry| entry.is_merge()).flat_map(Entry::merged);
        own.iter().find(named).or_else(|| merged().find_map(|source| source.get(key)))
    }

    /// Whether nothing is written there.
    pub fn is_missing(&self) -> bool {
        matches!(self.kind, NodeKind::Missing)
    }

    /// What it covers with its anchor and tag.
    pub fn full_span(&self) -> Span {
        let Some(properties) = &self.properties else { return self.span };
        let names = [&properties.anchor, &properties.tag];
        names.into_iter().flatten().fold(self.span, |span, name| span.to(name.span))
    }
}

impl Entry {
    /// The key's text; `None` where it is no text.
    pub fn name(&self) -> Option<&str> {
        self.key.as_str()
    }

    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        self.key.full_span().to(self.value.full_span())
    }

    /// Whether it is `<<: *name`, which brings in the entries of another map.
    pub fn is_merge(&self) -> bool {
        matches!(&self.key.kind, NodeKind::Scalar(key) if key.style == Style::Plain && &*key.text == "<<")
    }

    fn merged(&self) -> Vec<&Node> {
        let value = self.value.value();
        match &value.kind {
            NodeKind::List(items) => items.iter().map(Node::value).collect(),
            _ => vec![value],
        }
    }
}
