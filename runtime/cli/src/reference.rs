//! What is known of the types that authors can name, as the API of a server tells it.

use catalog::{Catalog, Declaration, Kind};
use runtime::parse::{Description, NamedType};

use crate::schema;

/// Every type that authors may write, by name.
pub(crate) fn types() -> Vec<NamedType> {
    let catalog = Catalog::new();
    let declared: std::collections::HashMap<&str, &Declaration> =
        Catalog::declared().map(|declaration| (declaration.name, declaration)).collect();
    let entries = catalog.names(None, "").into_iter().filter(|entry| !entry.is_internal);
    entries
        .map(|entry| NamedType {
            name: entry.name.to_owned(),
            kind: entry.kind.name(),
            summary: declared.get(entry.name).map(|declaration| declaration.summary.to_owned()).unwrap_or_default(),
            is_deprecated: entry.is_deprecated,
        })
        .collect()
}

/// What is known of one type, under its own name or an old one.
pub(crate) fn describe(name: &str) -> Option<Description> {
    let catalog = Catalog::new();
    let declaration = catalog.lookup(name).declaration().or_else(|| catalog.input(name))?;
    Some(Description { markdown: markdown(declaration), schema: schema::of_type(declaration) })
}

/// The schema of a kind of document: `flow`, `app`, `task`, `trigger`.
pub(crate) fn schema(document: &str) -> Option<serde_json::Value> {
    match document {
        "task" => Some(schema::of_kind(Kind::Task)),
        "trigger" => Some(schema::of_kind(Kind::Trigger)),
        name => schema::ALL.iter().find(|schema| schema.name == name).map(|schema| (schema.make)()),
    }
}

fn markdown(declaration: &Declaration) -> String {
    let mut out = format!("# {}\n\n", declaration.short_name());
    if declaration.kind != Kind::Input {
        out.push_str(&format!("```yaml\ntype: \"{}\"\n```\n\n", declaration.name));
    }
    for words in [declaration.summary, declaration.doc] {
        if !words.is_empty() && !out.contains(words) {
            out.push_str(words);
            out.push_str("\n\n");
        }
    }
    if let Some(instead) = declaration.deprecated.and_then(|deprecated| deprecated.instead) {
        out.push_str(&format!("Deprecated: {instead}\n\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_told_with_its_properties_and_outputs() {
        let told = describe("io.kestra.plugin.core.debug.Return").unwrap();
        assert!(told.markdown.contains("type: \"io.kestra.plugin.core.debug.Return\""), "{}", told.markdown);
        assert!(told.schema["properties"]["properties"]["format"].is_object(), "{}", told.schema);
        assert!(told.schema["outputs"]["properties"]["value"].is_object(), "{}", told.schema);
        assert!(describe("STRING").is_some());
        assert!(describe("io.kestra.plugin.core.debug.Retrun").is_none());
    }

    #[test]
    fn types_are_listed_by_kind() {
        let types = types();
        assert!(types.iter().any(|it| it.kind == "task" && it.name == "io.kestra.plugin.core.log.Log"));
        assert!(types.iter().any(|it| it.kind == "input" && it.name == "STRING"));
        assert!(schema("task").is_some() && schema("flow").is_some() && schema("colour").is_none());
    }
}
