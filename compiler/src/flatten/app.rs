//! An app as pages.

use plan::app::{Access, Block, Expiration, Layout, Listing};
use plan::flow::SourceText;
use plan::{App, Text};
use report::Source;

use super::argument::Arguments;
use super::{is_false, is_true, trigger};
use crate::ast::{Content, Node, Object};
use crate::ir::{self, Owner};

/// Flattens an app.
pub(crate) fn flatten_app(app: &ir::App, source: &Source) -> App {
    let object = &app.ast.object;
    let arguments = Arguments { sites: &app.sites, dialect: app.version.dialect() };
    let expiration = object
        .object("expiration")
        .map(|it| Expiration { start: it.text("startDate").cloned(), end: it.text("endDate").cloned() });
    App {
        name: app.name.clone(),
        flow: app.flow.clone(),
        revision: object.text("flowRevision").and_then(|revision| revision.parse().ok()),
        execution: object.text("executionId").cloned(),
        display_name: object.text("displayName").cloned(),
        description: object.text("description").cloned(),
        tags: texts(object, "tags"),
        access: access(object),
        listing: listing(object),
        disabled: is_true(object, "disabled"),
        layouts: app.ast.layouts().map(|layout| page(layout, arguments)).collect(),
        expiration,
        thumbnail: object.text("thumbnail").cloned(),
        source: SourceText { path: source.path.clone(), text: source.text.clone() },
    }
}

/// Who may open it: `PUBLIC`, or an object with type and groups; whoever is logged in where nothing is said.
fn access(object: &Object) -> Access {
    let (name, groups) = match object.get("access").map(|node| &node.content) {
        Some(Content::Scalar(scalar)) => (Some(scalar.text.clone()), Vec::new()),
        Some(Content::Object(access)) => (access.text("type").cloned(), texts(access, "groups")),
        _ => (None, Vec::new()),
    };
    match name.as_deref() {
        Some("PUBLIC") => Access::Public,
        _ => Access::Private { groups },
    }
}

fn listing(object: &Object) -> Listing {
    let hidden = object.object("access").is_some_and(|access| is_false(access, "catalog"));
    if hidden { Listing::Hidden } else { Listing::Listed }
}

fn page(layout: &Object, arguments: Arguments<'_>) -> Layout {
    Layout {
        on: layout.text("on").cloned().unwrap_or_default(),
        blocks: layout.objects("blocks").map(|block| self::block(block, arguments)).collect(),
    }
}

fn block(block: &Object, arguments: Arguments<'_>) -> Block {
    Block {
        block_type: trigger::canonical(block),
        properties: trigger::properties(block, &["type", "on"], Owner::Block, arguments),
        on: texts(block, "on"),
        place: block.scalar("type").map_or(block.span, |name| name.content()),
    }
}

fn texts(object: &Object, key: &str) -> Vec<Text> {
    object.items(key).iter().filter_map(Node::as_text).cloned().collect()
}
