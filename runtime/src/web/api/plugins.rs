//! What authors can name, for editors and for pages that list it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plan::function::Form;
use serde_json::{Map, Value, json};

use super::paging::{Paging, paged};
use crate::parse::NamedType;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// The kinds of the lists that Kestra shows of a plugin.
const LISTS: &[(&str, &str)] = &[
    ("task", "tasks"),
    ("trigger", "triggers"),
    ("condition", "conditions"),
    ("taskRunner", "taskRunners"),
    ("logExporter", "logExporters"),
    ("app", "apps"),
    ("block", "appBlocks"),
    ("chart", "charts"),
    ("dataFilter", "dataFilters"),
    ("dataFilterKPI", "dataFiltersKPI"),
    ("additional", "additionalPlugins"),
];

/// A picture for what has none of its own: a square with rounded corners.
const ICON: &str = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAyNCAyNCI+PHJlY3QgeD0iNCIgeT0iNCIgd2lkdGg9IjE2IiBoZWlnaHQ9IjE2IiByeD0iMyIgZmlsbD0iIzc3NyIvPjwvc3ZnPg==";

/// `GET /api/v1/plugins`: types by plugin; a page where the query asks for one, as clients of 2.0 do.
pub async fn list(context: Arc<Context>, request: Request) -> Answer {
    let plugins = by_plugin(context.engine.parse().types());
    if request.query.given("page").is_none() && request.query.given("size").is_none() {
        return Ok(json(&plugins));
    }
    let total = plugins.len();
    // The size that clients of 2.0 name is beyond what a page of other lists may have.
    Ok(match Paging::read(&request.query) {
        Ok(paging) => paged(&paging.of(plugins), total),
        Err(_) => paged(&plugins, total),
    })
}

/// `GET /api/v1/plugins/groups/subgroups`.
pub async fn groups(context: Arc<Context>, _: Request) -> Answer {
    Ok(json(&by_plugin(context.engine.parse().types())))
}

/// `GET /api/v1/plugins/triggers`.
pub async fn triggers(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let mut types = context.engine.parse().types();
    types.retain(|it| it.kind == "trigger");
    let total = types.len();
    Ok(paged(&paging.of(types.iter().map(shown)), total))
}

/// The plugins that types belong to: what stands before the last part of their names.
fn by_plugin(types: Vec<NamedType>) -> Vec<Value> {
    let mut plugins: BTreeMap<String, Vec<NamedType>> = BTreeMap::new();
    for it in types.into_iter().filter(|it| it.name.contains('.')) {
        let group = it.name.split('.').take(4).collect::<Vec<_>>().join(".");
        plugins.entry(group).or_default().push(it);
    }
    let plugin = |(group, types): (String, Vec<NamedType>)| {
        let name = group.rsplit('.').next().unwrap_or(&group).to_owned();
        let mut plugin =
            json!({"name": format!("plugin-{name}"), "title": name, "group": group, "aliases": [], "categories": []});
        for (kind, list) in LISTS {
            let of_kind: Vec<Value> = types.iter().filter(|it| it.kind == *kind).map(shown).collect();
            plugin[*list] = json!(of_kind);
        }
        plugin
    };
    plugins.into_iter().map(plugin).collect()
}

fn shown(it: &NamedType) -> Value {
    json!({"cls": it.name, "deprecated": it.is_deprecated, "title": it.summary})
}

/// `GET /api/v1/pebble/filters`.
pub async fn filters(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&names(Form::Filter)))
}

/// `GET /api/v1/pebble/functions`.
pub async fn functions(_: Arc<Context>, _: Request) -> Answer {
    Ok(json(&names(Form::Function)))
}

fn names(form: Form) -> BTreeSet<&'static str> {
    plan::functions::ALL.iter().filter(|it| it.form == form).map(|it| it.name).collect()
}

/// `GET /api/v1/plugins/{cls}`: words and a schema.
pub async fn describe(context: Arc<Context>, request: Request) -> Answer {
    described(&context, request.parameter("cls"))
}

/// `GET /api/v1/plugins/inputs/{type}`.
pub async fn describe_input(context: Arc<Context>, request: Request) -> Answer {
    described(&context, request.parameter("type"))
}

fn described(context: &Context, name: &str) -> Answer {
    let found = context.engine.parse().describe(name);
    let found = found.ok_or_else(|| Problem::not_found(format!("there is no type `{name}`")))?;
    Ok(json(&json!({"markdown": found.markdown, "schema": found.schema})))
}

/// `GET /api/v1/plugins/{cls}/versions`: of one installation there is one.
pub async fn versions(context: Arc<Context>, request: Request) -> Answer {
    let name = request.parameter("cls");
    let unknown = || Problem::not_found(format!("there is no type `{name}`"));
    context.engine.parse().describe(name).ok_or_else(unknown)?;
    Ok(json(&json!({"type": name, "versions": [env!("CARGO_PKG_VERSION")]})))
}

/// `GET /api/v1/plugins/schemas/{type}`.
pub async fn schema(context: Arc<Context>, request: Request) -> Answer {
    let kind = request.parameter("type").to_ascii_lowercase();
    let kind = kind.strip_suffix('s').unwrap_or(&kind);
    let schema = context.engine.parse().schema(kind);
    let schema = schema.ok_or_else(|| Problem::not_found(format!("there is no schema of `{kind}`")))?;
    Ok(match request.query.flag("arrayOf") == Some(true) {
        true => json(&json!({"type": "array", "items": schema})),
        false => json(&schema),
    })
}

/// `GET /api/v1/plugins/inputs`.
pub async fn inputs(context: Arc<Context>, _: Request) -> Answer {
    let types = context.engine.parse().types();
    let inputs = types.iter().filter(|it| it.kind == "input");
    Ok(json(&inputs.map(|it| json!({"type": it.name, "cls": it.name})).collect::<Vec<_>>()))
}

/// `GET /api/v1/plugins/icons`: every type has one, and all have the same.
pub async fn icons(context: Arc<Context>, _: Request) -> Answer {
    let types = context.engine.parse().types();
    let named = types.iter().filter(|it| it.name.contains('.'));
    Ok(json(&named.map(|it| (it.name.clone(), icon(&it.name))).collect::<Map<_, _>>()))
}

/// `GET /api/v1/plugins/icons/groups`.
pub async fn icons_of_groups(context: Arc<Context>, _: Request) -> Answer {
    let plugins = by_plugin(context.engine.parse().types());
    let groups = plugins.iter().filter_map(|plugin| plugin["group"].as_str());
    Ok(json(&groups.map(|group| (group.to_owned(), icon(group))).collect::<Map<_, _>>()))
}

fn icon(name: &str) -> Value {
    json!({"name": name, "icon": ICON, "flowable": name.starts_with("io.kestra.plugin.core.flow.")})
}
