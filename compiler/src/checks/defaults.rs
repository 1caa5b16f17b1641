//! `pluginDefaults`: that somebody gets them, and has the properties they give.

use std::sync::Arc;

use report::Report;

use super::{FlowCheck, structure};
use crate::ast::{Content, Node, Object, Property};
use crate::diagnostics::missing_required_property::MissingRequiredProperty;
use crate::diagnostics::plugin_default_no_match::{PluginDefaultNoMatch, Unmatched};
use crate::diagnostics::unknown_property::UnknownProperty;
use crate::words;

pub(super) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let flow = &check.flow.ast.object;
    let mut typed = Vec::new();
    for property in flow.properties.iter().filter(|property| !is_defaults(property.name())) {
        collect(&property.value, &mut typed);
    }
    // What is no list is told of as that.
    let is_list = |key: &&str| matches!(flow.get(key), Some(Node { content: Content::List(_), .. }));
    let entries = ["pluginDefaults", "taskDefaults"].into_iter().filter(is_list).flat_map(|key| flow.objects(key));
    let entries: Vec<&Arc<Object>> = entries.collect();
    for entry in &entries {
        self::entry(check, entry, &typed, report);
    }
    references(check, &entries, &typed, report);
}

fn is_defaults(name: &str) -> bool {
    matches!(name, "pluginDefaults" | "taskDefaults")
}

/// All objects with a type.
fn collect<'o>(node: &'o Node, typed: &mut Vec<&'o Arc<Object>>) {
    match &node.content {
        Content::Missing | Content::Scalar(_) => {}
        Content::List(items) => items.iter().for_each(|item| collect(item, typed)),
        Content::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, typed)),
        Content::Object(object) => {
            if object.text("type").is_some() {
                typed.push(object);
            }
            object.properties.iter().for_each(|property| collect(&property.value, typed));
        }
    }
}

fn entry(check: &FlowCheck<'_>, entry: &Arc<Object>, typed: &[&Arc<Object>], report: &mut Report) {
    const KEYS: &[&str] = &["type", "values", "forced", "ref"];
    // What the values give to a type is looked at as such.
    let given = entry.property("values").map(|it| it.value.span);
    let is_given = |property: &Property| given.is_some_and(|given| given.touches(property.key.span.start as usize));
    let unknown = entry.properties.iter().filter(|it| it.field.is_none() && entry.wrote(it) && !is_given(it));
    let misspelt: Vec<(&Property, Option<&str>)> =
        unknown.map(|it| (it, words::nearest(it.name(), KEYS.iter().copied()))).collect();
    for (property, nearest) in &misspelt {
        report.add(UnknownProperty {
            name: property.name().to_owned(),
            place: check.base.place(property.key.span),
            owner: "an entry of `pluginDefaults`".to_owned(),
            nearest: nearest.map(str::to_owned),
        });
    }
    let meant = |key: &str| misspelt.iter().any(|(_, nearest)| *nearest == Some(key));
    let missing: Vec<String> = ["type", "values"]
        .iter()
        .filter(|key| entry.get(key).is_none() && !meant(key))
        .map(|key| (*key).to_owned())
        .collect();
    if !missing.is_empty() && !entry.properties.is_empty() {
        let (owner, place) = ("an entry of `pluginDefaults`".to_owned(), check.base.place(entry.grip()));
        report.add(MissingRequiredProperty { names: missing, owner, place });
        return;
    }
    let (Some(name), Some(values)) = (entry.scalar("type"), entry.get("values")) else { return };
    let known = values.as_object().and_then(|values| values.declaration());
    let begins = |object: &&&Arc<Object>| {
        let written = object.text("type").is_some_and(|written| written.starts_with(&*name.text));
        let declared = object.declaration().map(|it| it.name);
        written
            || declared.is_some_and(|it| it.starts_with(&*name.text))
            || known.is_some_and(|known| Some(known.name) == declared)
    };
    let matches: Vec<&Arc<Object>> = typed.iter().filter(begins).copied().collect();
    if matches.is_empty() {
        let (place, name) = (check.base.place(name.content()), name.text.to_string());
        report.add(PluginDefaultNoMatch { place, what: Unmatched::Type { name } });
    }
    if let Some(values) = values.as_object() {
        structure::check_given(check.base, values, report);
        return;
    }
    // Of a type that is not described nothing is known.
    if matches.is_empty() || matches.iter().any(|object| object.declaration().is_none()) {
        return;
    }
    for key in values.entries().iter().map(|entry| &entry.key) {
        let has = |object: &&Arc<Object>| {
            object.declaration().is_none_or(|it| it.property(&key.text, check.flow.version).is_some())
        };
        if !matches.iter().any(has) {
            let (place, of) = (check.base.place(key.span), name.text.to_string());
            report.add(PluginDefaultNoMatch { place, what: Unmatched::Property { name: key.text.to_string(), of } });
        }
    }
}

fn references(check: &FlowCheck<'_>, entries: &[&Arc<Object>], typed: &[&Arc<Object>], report: &mut Report) {
    for scalar in typed.iter().filter_map(|object| object.scalar("pluginDefaultsRef")) {
        let known: Vec<String> =
            entries.iter().filter_map(|entry| entry.text("ref")).map(ToString::to_string).collect();
        if !known.iter().any(|name| **name == *scalar.text) {
            let what = Unmatched::Reference { name: scalar.text.to_string(), known };
            report.add(PluginDefaultNoMatch { place: check.base.place(scalar.content()), what });
        }
    }
}
