//! Markdown about what an author can name: types, keys, functions, values.

use catalog::{Declaration, Enumeration, Field, FieldType, Kind, Literal, Outputs, Preset};
use plan::Type;
use plan::dialect::Version;
use plan::function::{Form, Function, Presence};

/// What a hover over a type says: what it does, what it gives, what to write instead.
pub(crate) fn declaration(declaration: &Declaration, version: Version) -> String {
    let mut out = format!("**{}** ({})\n", declaration.name, declaration.kind.words());
    paragraph(&mut out, if declaration.doc.is_empty() { declaration.summary } else { declaration.doc });
    if let Some(deprecated) = declaration.deprecated.filter(|deprecated| deprecated.covers(version)) {
        paragraph(&mut out, &deprecation(deprecated.instead));
    }
    if let Outputs::Fields(record) = declaration.outputs {
        let fields: Vec<&Field> = record.fields().iter().filter(|field| field.available.covers(version)).collect();
        if !fields.is_empty() {
            out.push_str("\n| output | |\n|---|---|\n");
            for field in fields {
                let doc = field.doc.lines().next().unwrap_or_default();
                out.push_str(&format!(
                    "| `{}` | {} {} |\n",
                    field.name,
                    type_words(&field.ty),
                    doc.replace('|', "\\|")
                ));
            }
        }
    }
    paragraph(&mut out, &availability(declaration.available));
    out
}

/// What a hover over a key says: what it accepts, what holds without it, what it is for.
pub(crate) fn field(field: &Field, version: Version) -> String {
    let mut out = format!("**{}**: {}", field.name, type_words(&field.ty));
    if field.required {
        out.push_str(", required");
    }
    if let Preset::Literal(literal) = &field.default {
        out.push_str(&format!(", default `{}`", literal_words(literal)));
    }
    out.push('\n');
    paragraph(&mut out, field.doc);
    if let Some(deprecated) = field.deprecated.filter(|deprecated| deprecated.covers(version)) {
        paragraph(&mut out, &deprecation(deprecated.instead));
    }
    if let FieldType::Enumeration(enumeration) = field.ty {
        paragraph(&mut out, &format!("One of {}", values(enumeration, version)));
    }
    paragraph(&mut out, &availability(field.available));
    out
}

/// What a hover over a filter, function or test says: how it is written, what it does, an example.
pub(crate) fn function(function: &Function) -> String {
    let mut out = format!("```\n{}\n```\n", signature(function));
    paragraph(&mut out, function.summary);
    paragraph(&mut out, function.doc);
    let parameters = function.parameters.iter().filter(|parameter| !parameter.doc.is_empty());
    let lines: Vec<String> = parameters.map(|parameter| format!("- `{}`: {}", parameter.name, parameter.doc)).collect();
    paragraph(&mut out, &lines.join("\n"));
    if let Some(instead) = function.deprecated {
        paragraph(&mut out, &deprecation(Some(instead)));
    }
    for example in function.examples.iter().take(2) {
        paragraph(&mut out, &format!("`{}` gives `{}`", example.template, example.result));
    }
    out
}

/// How a filter, function or test is written, with its parameters.
pub(crate) fn signature(function: &Function) -> String {
    let parameter = |parameter: &plan::function::Parameter| match parameter.presence {
        Presence::Required => parameter.name.to_owned(),
        Presence::Optional { default: "" } => format!("{}?", parameter.name),
        Presence::Optional { default } => format!("{}={default}", parameter.name),
    };
    let parameters: Vec<String> = function.parameters.iter().map(parameter).collect();
    let brackets = match (function.form, parameters.is_empty()) {
        (Form::Filter | Form::Test, true) => String::new(),
        (Form::Filter | Form::Test, false) | (Form::Function, _) => format!("({})", parameters.join(", ")),
    };
    match function.form {
        Form::Filter => format!("value | {}{brackets}", function.name),
        Form::Function => format!("{}{brackets}", function.name),
        Form::Test => format!("value is {}{brackets}", function.name),
    }
}

/// What a hover over a value in an expression says.
pub(crate) fn value(path: &str, ty: &Type) -> String {
    format!("**{path}**: {}\n", shown(ty))
}

/// A type in a few words, long lists of keys and values cut.
pub(crate) fn shown(ty: &Type) -> String {
    let text = ty.to_string();
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// What a key accepts, in words.
pub(crate) fn type_words(ty: &FieldType) -> String {
    match ty {
        FieldType::Any => "anything".into(),
        FieldType::String => "text".into(),
        FieldType::Integer => "integer".into(),
        FieldType::Number => "number".into(),
        FieldType::Boolean => "boolean".into(),
        FieldType::Duration => "duration".into(),
        FieldType::DateTime => "date and time".into(),
        FieldType::Date => "date".into(),
        FieldType::Time => "time".into(),
        FieldType::Uri => "URI".into(),
        FieldType::List(item) => format!("list of {}", type_words(item)),
        FieldType::Map(FieldType::Any) => "map".into(),
        FieldType::Map(value) => format!("map of {}", type_words(value)),
        FieldType::Enumeration(_) => "one of a few texts".into(),
        FieldType::Record(_) => "object".into(),
        FieldType::Plugin { kind: Kind::Other | Kind::Additional, .. } => "object with a type".into(),
        FieldType::Plugin { kind, .. } => kind.words().to_owned(),
        FieldType::Data(row) => format!("rows of {}", type_words(row)),
        FieldType::AnyOf(types) => {
            let mut words: Vec<String> = types.iter().map(type_words).collect();
            words.dedup();
            words.join(" or ")
        }
    }
}

fn values(enumeration: &Enumeration, version: Version) -> String {
    let values = enumeration.values.iter().filter(|value| value.available.covers(version));
    values.map(|value| format!("`{}`", value.text)).collect::<Vec<_>>().join(", ")
}

/// A literal as an author would write it.
pub(crate) fn literal_words(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".into(),
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value) => value.to_string(),
        Literal::Float(value) => value.to_string(),
        Literal::Text(text) => (*text).to_owned(),
        Literal::List(items) => {
            format!("[{}]", items.iter().map(literal_words).collect::<Vec<_>>().join(", "))
        }
        Literal::Map(entries) => {
            let entry = |(key, value): &(&str, Literal)| format!("{key}: {}", literal_words(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn deprecation(instead: Option<&str>) -> String {
    match instead {
        Some(instead) => format!("Deprecated: {instead}."),
        None => "Deprecated.".into(),
    }
}

fn availability(available: catalog::Available) -> String {
    match (available.since, available.until) {
        (None, None) => String::new(),
        (Some(since), None) => format!("Since {since}."),
        (None, Some(until)) => format!("Before {until}."),
        (Some(since), Some(until)) => format!("Since {since}, before {until}."),
    }
}

fn paragraph(out: &mut String, text: &str) {
    if !text.trim().is_empty() {
        out.push('\n');
        out.push_str(text.trim());
        out.push('\n');
    }
}
