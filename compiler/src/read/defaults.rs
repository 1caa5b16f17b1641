//! What a flow gives to all objects of a type: `pluginDefaults`, put in where Kestra puts it in.
//!
//! Kestra merges the values into the raw document before it looks at it: into every map whose `type` begins with
//! that of an entry. What a map says itself wins, unless the entry is `forced`; maps are merged deeply, lists are
//! not. An exact type wins over a prefix, a longer prefix over a shorter one, an earlier entry over a later one. The
//! settings give more, after the flow; as they stand in another file, whatever they give stands at the last letter of
//! the type that gets it.

use std::borrow::Cow;

use catalog::{Catalog, Found};
use grammar::yaml::{Entry, Node, NodeKind};
use report::Span;

use crate::settings::Settings;

/// An entry of `pluginDefaults`.
#[derive(Clone, Debug)]
pub(super) struct Default<'t> {
    /// The type, or what the names of several types begin with.
    prefix: &'t str,
    /// The name that the type has now, where it is written by an old one.
    canonical: Option<&'static str>,
    /// Only objects that ask for this name get the values.
    reference: Option<&'t str>,
    winner: Winner,
    values: Values<'t>,
}

/// Where the values stand.
#[derive(Clone, Debug)]
enum Values<'t> {
    Flow(Vec<&'t Entry>),
    Settings(&'t [Entry]),
}

/// Who wins where both say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Winner {
    Object,
    Default,
}

/// The entries of a document, those first that win over the others.
pub(super) fn of<'t>(root: &'t Node, catalog: &Catalog, settings: &'t Settings) -> Vec<Default<'t>> {
    let lists = ["pluginDefaults", "taskDefaults"].into_iter().filter_map(|key| root.get(key));
    let items = lists.flat_map(|entry| entry.value.items().unwrap_or_default());
    let text = |node: &'t Node, key: &str| node.get(key).and_then(|entry| entry.value.as_str());
    let default = |node: &'t Node| {
        let prefix = text(node, "type")?;
        let winner = if text(node, "forced") == Some("true") { Winner::Default } else { Winner::Object };
        let values = node.get("values").and_then(|entry| entry.value.entries()).unwrap_or_default();
        let (canonical, values) = (canonical(prefix, catalog), Values::Flow(values));
        Some(Default { prefix, canonical, reference: text(node, "ref"), winner, values })
    };
    let namespace = text(root, "namespace").unwrap_or_default();
    let of_settings = settings.plugin_defaults.iter().filter(|it| it.holds_in(namespace)).map(|it| {
        let winner = if it.forced { Winner::Default } else { Winner::Object };
        let prefix = it.type_prefix.as_str();
        let (canonical, values) = (canonical(prefix, catalog), Values::Settings(&it.values));
        Default { prefix, canonical, reference: None, winner, values }
    });
    let all = items.filter_map(default).chain(of_settings);
    let mut defaults: Vec<Default<'t>> = all.filter(|it| !it.prefix.is_empty()).collect();
    defaults.sort_by_key(|default| std::cmp::Reverse(default.prefix.len()));
    defaults
}

/// The name that a type has now, where it is written by an old one.
fn canonical(prefix: &str, catalog: &Catalog) -> Option<&'static str> {
    match catalog.lookup(prefix) {
        Found::Known { declaration, alias: Some(_) } => Some(declaration.name),
        Found::Known { alias: None, .. } | Found::Undescribed | Found::Unknown => None,
    }
}

/// Where what the settings give stands: at the last letter of the type.
pub(super) fn place(node: &Node) -> Option<Span> {
    let written = node.get("type")?.value.value();
    let last = written.as_str()?.chars().next_back()?.len_utf8();
    let end = written.span.end as usize;
    Some(Span::new(end.saturating_sub(last).max(written.span.start as usize), end))
}

/// Every place at which something given by the settings may stand.
pub(crate) fn places(node: &Node, found: &mut Vec<Span>) {
    match &node.kind {
        NodeKind::List(items) => items.iter().for_each(|item| places(item, found)),
        NodeKind::Map(entries) => {
            found.extend(place(node));
            entries.iter().for_each(|entry| places(&entry.value, found));
        }
        NodeKind::Scalar(_) | NodeKind::Alias(_) | NodeKind::Missing => {}
    }
}

impl<'t> Default<'t> {
    /// The values as they stand in the flow, or as if they stood at a place of it.
    fn entries(&self, place: Span) -> Vec<Cow<'t, Entry>> {
        let all: Vec<Cow<'t, Entry>> = match &self.values {
            Values::Flow(entries) => entries.iter().map(|entry| Cow::Borrowed(*entry)).collect(),
            Values::Settings(entries) => entries.iter().map(|entry| Cow::Owned(entry.at(place))).collect(),
        };
        all.into_iter().filter(|value| !matches!(value.name(), None | Some("id" | "type"))).collect()
    }

    /// Whether an object of a type gets the values.
    fn fits(&self, type_name: &str, reference: Option<&str>) -> bool {
        let begins = type_name.starts_with(self.prefix) || self.canonical.is_some_and(|it| type_name.starts_with(it));
        begins && self.reference == reference
    }
}

/// The entries of a map with what the flow gives to its type, and which defaults that were, as bits.
pub(super) fn merged<'t>(node: &'t Node, defaults: &[Default<'t>], used: u64) -> Option<(Vec<Cow<'t, Entry>>, u64)> {
    let mut entries: Vec<Cow<'t, Entry>> = node.entries()?.into_iter().map(Cow::Borrowed).collect();
    let mut used = used;
    if defaults.is_empty() {
        return Some((entries, used));
    }
    let text = |key| node.get(key).and_then(|entry| entry.value.as_str());
    let Some(type_name) = text("type") else { return Some((entries, used)) };
    let Some(place) = place(node) else { return Some((entries, used)) };
    // What is forced comes after the rest, and of two that are forced the earlier comes last: it wins.
    let (forced, usual): (Vec<_>, Vec<_>) =
        defaults.iter().enumerate().partition(|(_, default)| default.winner == Winner::Default);
    for (at, default) in usual.into_iter().chain(forced.into_iter().rev()) {
        let bit = 1_u64 << at.min(63);
        if used & bit != 0 || !default.fits(type_name, text("pluginDefaultsRef")) {
            continue;
        }
        used |= bit;
        for value in default.entries(place) {
            give(&mut entries, value, default.winner);
        }
    }
    Some((entries, used))
}

fn give<'t>(entries: &mut Vec<Cow<'t, Entry>>, given: Cow<'t, Entry>, winner: Winner) {
    let Some(own) = entries.iter_mut().find(|entry| entry.name() == given.name()) else {
        entries.push(given);
        return;
    };
    match (&own.value.value().kind, &given.value.value().kind) {
        (NodeKind::Map(_), NodeKind::Map(_)) => {
            let value = deep(&own.value, &given.value, winner);
            *own = Cow::Owned(Entry { key: own.key.clone(), value });
        }
        _ if winner == Winner::Default => *own = given,
        _ => {}
    }
}

/// Two maps as one, in the place of the first.
fn deep(own: &Node, given: &Node, winner: Winner) -> Node {
    let mut entries: Vec<Cow<'_, Entry>> = own.entries().unwrap_or_default().into_iter().map(Cow::Borrowed).collect();
    for entry in given.entries().unwrap_or_default() {
        give(&mut entries, Cow::Borrowed(entry), winner);
    }
    let entries = entries.into_iter().map(Cow::into_owned).collect();
    Node { span: own.span, kind: NodeKind::Map(entries), properties: None }
}
