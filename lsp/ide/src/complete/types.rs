//! The names of types, each with the keys it cannot do without.

use catalog::{Declaration, Entry, FieldType, Kind, Only};
use compiler::ast::{Content, Node, Object};

use super::{Asked, Completion, CompletionKind, Piece, Standing};

/// How many required keys come along with a type.
const KEYS: usize = 5;

/// The types of a kind.
pub(super) fn complete(asked: &Asked<'_>, object: &Object, kind: Kind) -> Vec<Completion> {
    let catalog = asked.workspace.catalog();
    let only = only(asked);
    let entries = catalog.names(Some(kind), "").into_iter();
    let usable = entries.filter(|entry| !entry.is_internal && entry.available.covers(asked.version));
    let fits = usable.filter(|entry| only.is_none_or(|only| allows(asked, entry, only)));
    // A type that was there before keeps the keys it has.
    let is_new = object.properties.iter().all(|property| matches!(property.name(), "id" | "type"));
    fits.map(|entry| completion(asked, &entry, is_new.then_some(()))).collect()
}

fn completion(asked: &Asked<'_>, entry: &Entry, with_keys: Option<()>) -> Completion {
    let mut found = asked.completion(entry.name, CompletionKind::Type);
    found.detail = entry.name.rsplit('.').next().unwrap_or_default().to_owned();
    found.rank = match entry.name.starts_with("io.kestra.plugin.core.") {
        _ if entry.is_deprecated => 900,
        true => 20,
        false => 30,
    };
    if entry.is_deprecated {
        found.standing = Standing::Deprecated;
    }
    // Only what belongs to the core is decoded for every name in the list.
    let core = entry.name.starts_with("io.kestra.plugin.core.") || !entry.name.contains('.');
    if with_keys.is_some()
        && core
        && let Some(declaration) = asked.workspace.catalog().lookup(entry.name).declaration()
    {
        found.insert.extend(keys(asked, declaration));
    }
    found
}

/// The required keys of a type, on lines of their own.
fn keys(asked: &Asked<'_>, declaration: &'static Declaration) -> Vec<Piece> {
    let indent = " ".repeat(asked.hole.column);
    let required = declaration.properties(asked.version).filter(|field| field.required);
    let required = required.filter(|field| !matches!(field.name, "id" | "type"));
    let mut pieces = Vec::new();
    for field in required.take(KEYS) {
        let text = match field.ty {
            FieldType::List(FieldType::Plugin { .. }) => {
                pieces.push(Piece::Text(format!("\n{indent}{}:\n{indent}  - id: ", field.name)));
                pieces.push(Piece::Blank("id".into()));
                format!("\n{indent}    type: ")
            }
            FieldType::List(_) => format!("\n{indent}{}:\n{indent}  - ", field.name),
            FieldType::Map(_) | FieldType::Record(_) | FieldType::Plugin { .. } => {
                format!("\n{indent}{}:\n{indent}  ", field.name)
            }
            _ => format!("\n{indent}{}: ", field.name),
        };
        pieces.push(Piece::Text(text));
        pieces.push(Piece::Blank(String::new()));
    }
    pieces
}

/// Which types the property around the object accepts.
fn only(asked: &Asked<'_>) -> Option<Only> {
    let around = asked.cursor.objects.iter().rev().nth(1)?;
    let inner = asked.cursor.innermost()?;
    let holds = |node: &Node| holds(node, inner);
    let property = around.properties.iter().find(|property| holds(&property.value))?;
    plugin(&property.field?.ty)
}

fn plugin(ty: &FieldType) -> Option<Only> {
    match ty {
        FieldType::Plugin { only, .. } => *only,
        FieldType::List(item) | FieldType::Map(item) | FieldType::Data(item) => plugin(item),
        FieldType::AnyOf(types) => types.iter().find_map(plugin),
        _ => None,
    }
}

fn holds(node: &Node, object: &std::sync::Arc<Object>) -> bool {
    match &node.content {
        Content::Object(it) => std::sync::Arc::ptr_eq(it, object),
        Content::List(items) => items.iter().any(|item| holds(item, object)),
        Content::Map(entries) => entries.iter().any(|entry| holds(&entry.value, object)),
        Content::Scalar(_) | Content::Missing => false,
    }
}

fn allows(asked: &Asked<'_>, entry: &Entry, only: Only) -> bool {
    let declaration = asked.workspace.catalog().lookup(entry.name).declaration();
    declaration.is_none_or(|declaration| match only {
        Only::Super(name) => declaration.supers.contains(&name),
        Only::Able(ability) => declaration.is(ability),
    })
}
