//! Keys that can be written in an object or a map.

use std::sync::Arc;

use catalog::{Field, FieldType, Kind, Preset};
use compiler::ast::{Content, Object, Shape};

use super::hole::{HOLE, LineForm};
use super::{Asked, Completion, CompletionKind, Piece, Standing, values};
use crate::describe;
use crate::symbol;

/// The keys an object does not have yet; an item for the list it should be in.
pub(super) fn of_object(asked: &Asked<'_>, object: &Arc<Object>) -> Vec<Completion> {
    let version = asked.version;
    let mut found = Vec::new();
    if let Some(kind) = wants_items(asked, object) {
        return vec![item(asked, kind, "- ")];
    }
    let fields: Vec<&'static Field> = match object.shape {
        Shape::Record(record) => record.fields().iter().filter(|field| field.available.covers(version)).collect(),
        Shape::Plugin(kind, _) => {
            if object.property("type").is_none() {
                let mut key = asked.completion("type", CompletionKind::Key);
                key.detail = format!("the type of the {}", kind.words());
                key.insert = behind(asked, "type", Some(&FieldType::String));
                key.rank = 10;
                found.push(key);
            }
            match object.declaration() {
                Some(declaration) => declaration.properties(version).collect(),
                None => {
                    asked.workspace.catalog().common(kind).iter().filter(|it| it.available.covers(version)).collect()
                }
            }
        }
    };
    let missing = fields.into_iter().filter(|field| object.property(field.name).is_none() && field.name != "type");
    found.extend(missing.enumerate().map(|(at, field)| key(asked, field, at)));
    if let Shape::Plugin(Kind::Task, _) = object.shape
        && object.properties.iter().all(|property| &*property.key.text == HOLE)
    {
        found.push(item(asked, Kind::Task, ""));
    }
    found
}

/// The kind of the items that a list wants, where an object stands in its place.
fn wants_items(asked: &Asked<'_>, object: &Arc<Object>) -> Option<Kind> {
    let around = asked.cursor.objects.iter().rev().nth(1)?;
    let direct = |content: &Content| matches!(content, Content::Object(it) if Arc::ptr_eq(it, object));
    let property = around.properties.iter().find(|property| direct(&property.value.content))?;
    match property.field?.ty {
        FieldType::List(FieldType::Plugin { kind, .. }) => Some(*kind),
        _ => None,
    }
}

/// The keys of a document that does not say yet what it is.
pub(super) fn of_nothing(asked: &Asked<'_>) -> Vec<Completion> {
    let fields = asked.workspace.catalog().flow().fields().iter().filter(|field| field.available.covers(asked.version));
    fields.enumerate().map(|(at, field)| key(asked, field, at)).collect()
}

/// What can stand where a free key does: the inputs of a flow that is called, an item of a list.
pub(super) fn of_map(asked: &Asked<'_>) -> Vec<Completion> {
    let (Some(object), Some(property)) = (asked.cursor.innermost(), asked.cursor.property) else { return Vec::new() };
    if property.name() == "inputs"
        && let Some((_, flow)) = symbol::called(object).and_then(|name| asked.workspace.index().flow(&name))
    {
        let given = property.value.entries();
        let missing = flow.inputs.iter().filter(|input| given.iter().all(|entry| entry.key.text != input.name));
        return missing
            .map(|input| {
                let mut key = asked.completion(&*input.name, CompletionKind::Key);
                key.detail = format!("{}{}", input.input_type, if input.required { ", required" } else { "" });
                key.insert = behind(asked, &input.name, Some(&FieldType::String));
                key.rank = if input.required { 10 } else { 20 };
                key
            })
            .collect();
    }
    let dash = if asked.hole.line == LineForm::Word { "- " } else { "" };
    match property.field.map(|field| &field.ty) {
        Some(FieldType::List(FieldType::Plugin { kind, .. })) => vec![item(asked, *kind, dash)],
        Some(FieldType::List(item)) => values::of_type(asked, item),
        _ => Vec::new(),
    }
}

fn key(asked: &Asked<'_>, field: &'static Field, at: usize) -> Completion {
    let mut key = asked.completion(field.name, CompletionKind::Key);
    key.detail = describe::type_words(&field.ty);
    if field.required {
        key.detail.push_str(", required");
    }
    if let Preset::Literal(literal) = &field.default {
        key.detail.push_str(&format!(", default {}", describe::literal_words(literal)));
    }
    key.documentation = describe::field(field, asked.version);
    key.insert = behind(asked, field.name, Some(&field.ty));
    let declared = u32::try_from(at.min(200)).unwrap_or(200);
    key.rank = if field.required { 10 } else { 20 + declared };
    if field.deprecated.is_some_and(|deprecated| deprecated.covers(asked.version)) {
        key.standing = Standing::Deprecated;
        key.rank = 900;
    }
    key
}

/// A key with what has to follow it.
fn behind(asked: &Asked<'_>, name: &str, ty: Option<&FieldType>) -> Vec<Piece> {
    if asked.hole.line == LineForm::BeforeColon {
        return vec![Piece::Text(name.to_owned())];
    }
    let indent = " ".repeat(asked.hole.column + 2);
    let text = match ty {
        Some(FieldType::List(_)) => format!("{name}:\n{indent}- "),
        Some(FieldType::Map(_) | FieldType::Record(_) | FieldType::Plugin { .. }) => format!("{name}:\n{indent}"),
        _ => format!("{name}: "),
    };
    vec![Piece::Text(text), Piece::Blank(String::new())]
}

/// An object with an id and a type, as an item of a list.
fn item(asked: &Asked<'_>, kind: Kind, dash: &str) -> Completion {
    let indent = " ".repeat(asked.hole.column + dash.len());
    let mut snippet = asked.completion(format!("new {}", kind.words()), CompletionKind::Snippet);
    let text = |text: String| Piece::Text(text);
    let blank = |text: &str| Piece::Blank(text.to_owned());
    snippet.detail = "id and type".to_owned();
    snippet.insert = match kind {
        Kind::Task | Kind::Trigger | Kind::Input => {
            vec![text(format!("{dash}id: ")), blank("id"), text(format!("\n{indent}type: ")), blank("")]
        }
        _ => vec![text(format!("{dash}type: ")), blank("")],
    };
    snippet.rank = 5;
    snippet
}
