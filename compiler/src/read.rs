//! From the tree to the ast: every key finds its declaration, every `type` its type.

pub(crate) mod defaults;

use std::borrow::Cow;
use std::sync::Arc;

use catalog::{Catalog, Field, FieldType, Found, Kind, Record};
use grammar::yaml;
use plan::Text;
use plan::dialect::Version;

use crate::ast::{App, Content, Document, Entry, Flow, Key, Node, Object, Property, Shape, Typed};
use crate::read::defaults::Default;
use crate::settings::Settings;
use crate::unit::FileKind;

/// Lists and maps that lie deeper than this are not read; nobody writes them.
const DEPTH: usize = 120;

/// What reading depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    /// The types that are known.
    pub(crate) catalog: &'a Catalog,
    /// The decisions of the team.
    pub(crate) settings: &'a Settings,
    /// The version the file is read under.
    pub(crate) version: Version,
}

/// What reading an object depends on besides: what the flow gives to objects of its type.
#[derive(Clone, Copy)]
struct Given<'t> {
    defaults: &'t [Default<'t>],
    /// The defaults that an object around got; what lies in it does not get them again.
    used: u64,
}

impl Reader<'_> {
    /// Reads a document of a kind that [`kind_of`] told.
    pub(crate) fn read(&self, root: Option<&yaml::Node>, kind: FileKind) -> Document {
        let Some(root) = root else { return Document::Other };
        match kind {
            FileKind::Flow => {
                let defaults = defaults::of(root, self.catalog, self.settings);
                let object = self.record(root, self.catalog.flow(), Given { defaults: &defaults, used: 0 }, DEPTH);
                object.map_or(Document::Other, |object| Document::Flow(Flow { object: Arc::new(object) }))
            }
            FileKind::App => {
                let object = self.plugin(root, Kind::App, Given { defaults: &[], used: 0 }, DEPTH);
                object.map_or(Document::Other, |object| Document::App(App { object: Arc::new(object) }))
            }
            FileKind::Other => Document::Other,
        }
    }

    fn node<'t>(&self, node: &'t yaml::Node, ty: &FieldType, given: Given<'t>, depth: usize) -> Node {
        let span = node.span;
        let content = match &node.value().kind {
            yaml::NodeKind::Scalar(scalar) => Content::Scalar(Arc::new(scalar.clone())),
            yaml::NodeKind::Missing | yaml::NodeKind::Alias(_) => Content::Missing,
            yaml::NodeKind::List(_) | yaml::NodeKind::Map(_) if depth == 0 => Content::Missing,
            yaml::NodeKind::List(items) => {
                let item = item_of(ty);
                Content::List(items.iter().map(|node| self.node(node, item, given, depth - 1)).collect())
            }
            yaml::NodeKind::Map(_) => self.map(node, ty, given, depth - 1),
        };
        Node { span, content }
    }

    fn map<'t>(&self, node: &'t yaml::Node, ty: &FieldType, given: Given<'t>, depth: usize) -> Content {
        let object = match map_type(ty, node) {
            FieldType::Plugin { kind, .. } => self.plugin(node, *kind, given, depth),
            FieldType::Record(record) => self.record(node, record, given, depth),
            other => {
                let value = match other {
                    FieldType::Map(value) => value,
                    _ => &FieldType::Any,
                };
                let entries = node.entries().unwrap_or_default().into_iter();
                let read = |entry: &'t yaml::Entry| Entry {
                    key: key(&entry.key),
                    value: self.node(&entry.value, value, given, depth),
                };
                return Content::Map(entries.map(read).collect());
            }
        };
        object.map_or(Content::Missing, |object| Content::Object(Arc::new(object)))
    }

    fn record<'t>(
        &self,
        node: &'t yaml::Node,
        record: &'static Record,
        given: Given<'t>,
        depth: usize,
    ) -> Option<Object> {
        let (entries, given) = given.to(node)?;
        let record = variant(record, node);
        let default = (record.name == "PluginDefault").then(|| node.get("type")?.value.as_str()).flatten();
        let read = |entry: &Cow<'_, yaml::Entry>| {
            let field = record.field(entry.name()?, self.version);
            if let (Some(type_name), Some("values")) = (default, entry.name()) {
                let value = self.values(&entry.value, type_name, depth);
                return Some(Property { key: key(&entry.key), field, value });
            }
            Some(self.property(entry, field, given, depth))
        };
        let properties = entries.iter().filter_map(read).collect();
        Some(Object { span: node.span, shape: Shape::Record(record), properties })
    }

    /// What a flow gives to all objects of a type, as properties of that type where it is known.
    fn values(&self, node: &yaml::Node, type_name: &str, depth: usize) -> Node {
        let none = Given { defaults: &[], used: 0 };
        let Typed::Known { declaration, alias } = self.typed(type_name) else {
            return self.node(node, &ANY_MAP, none, depth);
        };
        let Some(entries) = node.entries() else { return self.node(node, &ANY_MAP, none, depth) };
        let read = |entry: &&yaml::Entry| {
            let field = declaration.property(entry.name()?, self.version);
            Some(self.property(entry, field, none, depth))
        };
        let shape = Shape::Plugin(declaration.kind, Typed::Known { declaration, alias });
        let properties = entries.iter().filter_map(read).collect();
        Node { span: node.span, content: Content::Object(Arc::new(Object { span: node.span, shape, properties })) }
    }

    fn plugin<'t>(&self, node: &'t yaml::Node, kind: Kind, given: Given<'t>, depth: usize) -> Option<Object> {
        let (entries, given) = given.to(node)?;
        let name = node.get("type").and_then(|entry| entry.value.as_str());
        let typed = name.map_or(Typed::Missing, |name| self.typed(name));
        let common = self.catalog.common(kind);
        let given_by = |key: report::Span| !node.span.contains(key) || defaults::place(node) == Some(key);
        let read = |entry: &Cow<'_, yaml::Entry>| {
            let name = entry.name()?;
            let field = match typed {
                Typed::Known { declaration, .. } => declaration.property(name, self.version),
                Typed::Undescribed | Typed::Unknown | Typed::Missing => {
                    catalog::field::find(common, name, self.version)
                }
            };
            // What is given and a type does not have is said once, where it is given.
            if field.is_none() && matches!(typed, Typed::Known { .. }) && given_by(entry.key.span) {
                return None;
            }
            match (field, typed) {
                (None, Typed::Undescribed | Typed::Unknown | Typed::Missing) if kind == Kind::Task => {
                    let value = self.node(&entry.value, usual_body(name, &entry.value), given, depth);
                    Some(Property { key: key(&entry.key), field: None, value })
                }
                _ => Some(self.property(entry, field, given, depth)),
            }
        };
        let properties = entries.iter().filter_map(read).collect();
        Some(Object { span: node.span, shape: Shape::Plugin(kind, typed), properties })
    }

    fn property(&self, entry: &yaml::Entry, field: Option<&'static Field>, given: Given<'_>, depth: usize) -> Property {
        let ty = field.map_or(&FieldType::Any, |field| &field.ty);
        Property { key: key(&entry.key), field, value: self.node(&entry.value, ty, given, depth) }
    }

    fn typed(&self, name: &str) -> Typed {
        match self.catalog.lookup(name) {
            Found::Known { declaration, alias } => Typed::Known { declaration, alias },
            Found::Undescribed => Typed::Undescribed,
            Found::Unknown if self.settings.accepts_type(name) => Typed::Undescribed,
            Found::Unknown => Typed::Unknown,
        }
    }
}

impl<'t> Given<'t> {
    /// The entries of a map with what is given to it, and what is given to what lies in it.
    fn to(self, node: &'t yaml::Node) -> Option<(Vec<Cow<'t, yaml::Entry>>, Self)> {
        let (entries, used) = defaults::merged(node, self.defaults, self.used)?;
        Some((entries, Self { used, ..self }))
    }
}

/// What a file holds, by the keys at its top.
pub(crate) fn kind_of(root: Option<&yaml::Node>) -> FileKind {
    let Some(root) = root else { return FileKind::Other };
    let has = |key| root.get(key).is_some();
    let type_name = root.get("type").and_then(|entry| entry.value.as_str()).unwrap_or_default();
    if type_name.starts_with("io.kestra.plugin.ee.apps.") || has("layout") && has("flowId") {
        FileKind::App
    } else if has("charts") || has("testCases") {
        FileKind::Other
    } else if has("tasks") || has("id") && has("namespace") {
        FileKind::Flow
    } else {
        FileKind::Other
    }
}

/// The record that the tag of a map decides on; the record itself where it decides on none.
fn variant(record: &'static Record, node: &yaml::Node) -> &'static Record {
    let Some(variants) = &record.body().variants else { return record };
    match node.get(variants.tag).and_then(|entry| entry.value.as_str()) {
        Some(tag) => record.variant(tag).map_or(record, |variant| variant.record),
        None => variants.default.unwrap_or(record),
    }
}

fn item_of(ty: &FieldType) -> &FieldType {
    match ty {
        FieldType::List(item) | FieldType::Data(item) => item,
        FieldType::AnyOf(types) => {
            types.iter().find_map(|ty| if let FieldType::List(item) = ty { Some(*item) } else { None }).unwrap_or(&ANY)
        }
        _ => &ANY,
    }
}

static ANY: FieldType = FieldType::Any;

static ANY_MAP: FieldType = FieldType::Map(&ANY);

/// Which of the types a field accepts a map is read as.
fn map_type<'t>(ty: &'t FieldType, node: &yaml::Node) -> &'t FieldType {
    match ty {
        FieldType::AnyOf(types) => {
            let maps = || {
                types
                    .iter()
                    .filter(|ty| matches!(ty, FieldType::Record(_) | FieldType::Plugin { .. } | FieldType::Map(_)))
            };
            let fits = |ty: &&FieldType| match ty {
                FieldType::Record(record) => {
                    let entries = node.entries().unwrap_or_default();
                    entries
                        .iter()
                        .filter_map(|entry| entry.name())
                        .all(|name| record.fields().iter().any(|it| it.is_named(name)))
                }
                FieldType::Plugin { .. } => node.get("type").is_some(),
                _ => true,
            };
            maps().find(fits).or_else(|| maps().next()).unwrap_or(&ANY)
        }
        // A single object may stand for a list of one.
        FieldType::List(item) => item,
        FieldType::Data(row) => row,
        other => other,
    }
}

/// What a property of a type that nobody described is read as: as tasks, where it looks like tasks.
fn usual_body(name: &str, node: &yaml::Node) -> &'static FieldType {
    static TASK: FieldType = FieldType::Plugin { kind: Kind::Task, only: None };
    static TASKS: FieldType = FieldType::List(&TASK);
    static CASES: FieldType = FieldType::Map(&TASKS);
    let is_task = |node: &yaml::Node| node.get("type").is_some() && node.get("id").is_some();
    let is_tasks = |node: &yaml::Node| node.items().is_some_and(|items| !items.is_empty() && items.iter().all(is_task));
    match name {
        "tasks" | "then" | "else" | "defaults" | "errors" | "finally" if is_tasks(node) => &TASKS,
        "cases" if node.entries().is_some_and(|entries| entries.iter().all(|entry| is_tasks(&entry.value))) => &CASES,
        _ => &ANY,
    }
}

fn key(node: &yaml::Node) -> Key {
    match node.as_scalar() {
        Some(scalar) => {
            let template = crate::ast::is_template(&scalar.text).then(|| Arc::new(scalar.clone()));
            Key { text: scalar.text.clone(), span: scalar.content(), scalar: template }
        }
        None => Key { text: Text::from(""), span: node.span, scalar: None },
    }
}
