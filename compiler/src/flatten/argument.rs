//! What stands behind a key, as the field that expects it reads it.

use catalog::{FieldType, Preset};
use grammar::yaml::{Resolved, Scalar, Style, resolve};
use plan::{Argument, Dialect, Template, Text, Value};

use crate::ast::{Content, Node, Object, Property};
use crate::ir::{Owner, Sites};

/// Makes arguments, with the templates that were compiled before.
#[derive(Clone, Copy)]
pub(super) struct Arguments<'a> {
    pub(super) sites: &'a Sites,
    pub(super) dialect: Dialect,
}

impl Arguments<'_> {
    /// The right-hand side of a property.
    pub(super) fn property(self, property: &Property, owner: Owner) -> Argument {
        let ty = property.field.map_or(&FieldType::Any, |field| &field.ty);
        self.node(&property.value, ty, owner)
    }

    /// The argument under a name; `None` where there is nothing.
    pub(super) fn named(self, object: &Object, name: &str, owner: Owner) -> Option<Argument> {
        object.get(name)?;
        object.property(name).map(|property| self.property(property, owner))
    }

    /// The argument under a name, or what the declaration says where there is nothing.
    pub(super) fn or_default(self, object: &Object, name: &str, owner: Owner) -> Option<Argument> {
        self.named(object, name, owner).or_else(|| {
            let version = match self.dialect {
                Dialect::V1 => plan::dialect::Version::new(1, 3),
                Dialect::V2 => plan::dialect::Version::NEWEST,
            };
            match &object.declaration()?.property(name, version)?.default {
                Preset::Literal(literal) => Some(Argument::Fixed(literal.to_value())),
                Preset::Absent | Preset::Unknown => None,
            }
        })
    }

    /// The text under a name, to be rendered.
    pub(super) fn template(self, object: &Object, name: &str, owner: Owner) -> Option<Template> {
        object.scalar(name).map(|scalar| self.text(scalar, owner))
    }

    /// A text to be rendered.
    pub(super) fn text(self, scalar: &Scalar, owner: Owner) -> Template {
        match self.sites.of(scalar, owner) {
            Some(site) => (*site.template).clone(),
            None => Template::verbatim(scalar.text.clone(), scalar.content(), self.dialect),
        }
    }

    /// The keys and values of a map, or of a list of `{key, value}`.
    pub(super) fn pairs(self, object: &Object, name: &str, owner: Owner) -> Vec<(Text, Argument)> {
        let Some(node) = object.get(name) else { return Vec::new() };
        super::entries(node).map(|(key, value)| (key, self.node(value, &FieldType::Any, owner))).collect()
    }

    fn node(self, node: &Node, ty: &FieldType, owner: Owner) -> Argument {
        match &node.content {
            Content::Missing => Argument::Fixed(Value::Null),
            Content::Scalar(scalar) => match self.sites.of(scalar, owner) {
                Some(site) => Argument::Template(Box::new((*site.template).clone())),
                None => Argument::Fixed(fixed(scalar, ty)),
            },
            Content::List(items) => {
                let item = item_type(ty);
                let items: Vec<Argument> = items.iter().map(|node| self.node(node, item, owner)).collect();
                match items.iter().map(as_fixed).collect::<Option<Vec<Value>>>() {
                    Some(values) => Argument::Fixed(Value::list(values)),
                    None => Argument::List(items),
                }
            }
            Content::Map(entries) => {
                let value = if let FieldType::Map(value) = ty { value } else { &FieldType::Any };
                let read = |entry: &crate::ast::Entry| {
                    let key = entry.key.scalar.as_ref().and_then(|key| self.sites.of(key, owner));
                    let key = match key {
                        Some(site) => Argument::Template(Box::new((*site.template).clone())),
                        None => Argument::Fixed(Value::Text(entry.key.text.clone())),
                    };
                    (key, self.node(&entry.value, value, owner))
                };
                map(entries.iter().map(read).collect())
            }
            Content::Object(object) => map(self.entries(object, owner)),
        }
    }

    /// What is written in an object, under canonical names; the last one where a name repeats.
    pub(super) fn entries(self, object: &Object, owner: Owner) -> Vec<(Argument, Argument)> {
        let mut entries: Vec<(Argument, Argument)> = Vec::with_capacity(object.properties.len());
        for property in &object.properties {
            let name = match property.name() {
                "type" if object.declaration().is_some() => {
                    let canonical = object.declaration().map_or("", |declaration| declaration.name);
                    entries.push((Argument::Fixed(Value::text("type")), Argument::Fixed(Value::text(canonical))));
                    continue;
                }
                name => Argument::Fixed(Value::text(name)),
            };
            let value = self.property(property, owner);
            match entries.iter_mut().find(|(key, _)| *key == name) {
                Some(entry) => entry.1 = value,
                None => entries.push((name, value)),
            }
        }
        entries
    }
}

fn map(entries: Vec<(Argument, Argument)>) -> Argument {
    let fixed = entries.iter().map(|(key, value)| Some((as_fixed(key)?, as_fixed(value)?)));
    match fixed.collect::<Option<Vec<(Value, Value)>>>() {
        Some(pairs) => {
            let text = |key: &Value| key.as_str().map(Text::from).unwrap_or_default();
            Argument::Fixed(Value::map(pairs.iter().map(|(key, value)| (text(key), value.clone()))))
        }
        None => Argument::Map(entries),
    }
}

fn as_fixed(argument: &Argument) -> Option<Value> {
    match argument {
        Argument::Fixed(value) => Some(value.clone()),
        Argument::Template(_) | Argument::List(_) | Argument::Map(_) => None,
    }
}

fn item_type(ty: &FieldType) -> &FieldType {
    match ty {
        FieldType::List(item) | FieldType::Data(item) => item,
        FieldType::AnyOf(types) => types
            .iter()
            .find_map(|ty| if let FieldType::List(item) = ty { Some(*item) } else { None })
            .unwrap_or(&FieldType::Any),
        _ => &FieldType::Any,
    }
}

/// A scalar without expressions, as the field that expects it reads it.
fn fixed(scalar: &Scalar, ty: &FieldType) -> Value {
    let text = || Value::Text(scalar.text.clone());
    match ty {
        FieldType::String
        | FieldType::Enumeration(_)
        | FieldType::Uri
        | FieldType::Duration
        | FieldType::DateTime
        | FieldType::Date
        | FieldType::Time => match resolve(scalar) {
            Resolved::Null if scalar.style == Style::Plain => Value::Null,
            _ => text(),
        },
        FieldType::Boolean => resolve::boolean(&scalar.text).map_or_else(text, Value::Bool),
        FieldType::Integer | FieldType::Number => match resolve::plain(&scalar.text) {
            Resolved::Null => Value::Null,
            Resolved::Integer(value) => integer(value),
            Resolved::Float(value) => Value::Double(value),
            Resolved::Boolean(_) | Resolved::BigInteger(_) | Resolved::Text(_) => text(),
        },
        FieldType::AnyOf(types) => {
            let core = core(scalar);
            let wanted = |ty: &FieldType| {
                matches!(
                    (&core, ty),
                    (Value::Bool(_), FieldType::Boolean)
                        | (Value::Int(_) | Value::Long(_), FieldType::Integer | FieldType::Number)
                        | (Value::Double(_), FieldType::Number)
                        | (Value::Null, _)
                        | (_, FieldType::Any)
                )
            };
            if types.iter().any(wanted) { core } else { text() }
        }
        _ => core(scalar),
    }
}

/// A scalar as YAML reads it where any type will do.
pub(super) fn core(scalar: &Scalar) -> Value {
    match resolve(scalar) {
        Resolved::Null => Value::Null,
        Resolved::Boolean(value) => Value::Bool(value),
        Resolved::Integer(value) => integer(value),
        Resolved::Float(value) => Value::Double(value),
        Resolved::BigInteger(_) | Resolved::Text(_) => Value::Text(scalar.text.clone()),
    }
}

fn integer(value: i64) -> Value {
    i32::try_from(value).map_or(Value::Long(value), Value::Int)
}

/// A value as it was written; expressions in it stay text.
pub(super) fn literal(node: &Node) -> Value {
    match &node.content {
        Content::Missing => Value::Null,
        Content::Scalar(scalar) => core(scalar),
        Content::List(items) => Value::list(items.iter().map(literal)),
        Content::Map(entries) => {
            Value::map(entries.iter().map(|entry| (entry.key.text.clone(), literal(&entry.value))))
        }
        Content::Object(object) => {
            Value::map(object.properties.iter().map(|property| (Text::from(property.name()), literal(&property.value))))
        }
    }
}
