//! Which version of the language a file is written in, where nobody says.
//!
//! What exists in one dialect only speaks for it: a type most, a property less, a function least, so that one
//! outdated call in a flow of the newest version is a mistake and not a reason to go back. A file that speaks
//! for neither is read as the newest.

use std::sync::LazyLock;

use catalog::{Available, Catalog, Declaration, Field, FieldType, Found};
use grammar::yaml;
use memchr::memmem::Finder;
use plan::dialect::{Dialect, Version};

use crate::unit::FileKind;

/// The last version of the first dialect.
const LAST_OF_V1: Version = Version::new(1, 3);

const BY_TYPE: u32 = 16;
const BY_PROPERTY: u32 = 8;
const BY_EXPRESSION: u32 = 1;

/// The version that what a file says implies.
pub(crate) fn infer(root: Option<&yaml::Node>, kind: FileKind, catalog: &Catalog) -> Version {
    let mut votes = Votes { catalog, v1: 0, v2: 0 };
    if let Some(root) = root
        && kind == FileKind::Flow
    {
        let fields = catalog.flow().fields();
        votes.map(root, &|name, version| catalog::field::find(fields, name, version), 0);
    }
    if votes.v1 > votes.v2 { LAST_OF_V1 } else { Version::NEWEST }
}

struct Votes<'a> {
    catalog: &'a Catalog,
    v1: u32,
    v2: u32,
}

type Lookup<'l> = &'l dyn Fn(&str, Version) -> Option<&'static Field>;

/// What only the first dialect has in expressions, prepared once to be looked for in every text.
static V1_WORDS: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| {
    ["taskrun.value", "taskrun.iteration", "taskrun.items", "currentEachOutput(", "parents["].map(Finder::new)
});

/// What only the second has.
static V2_WORDS: LazyLock<[Finder<'static>; 5]> = LazyLock::new(|| {
    ["loopOutputs(", "isPublicHoliday(", "isWeekend(", "regexMatch(", "regexExtract("].map(Finder::new)
});

/// No flow nests deeper.
const DEPTH: usize = 120;

impl Votes<'_> {
    fn available(&mut self, available: Available, weight: u32) {
        match (available.in_dialect(Dialect::V1), available.in_dialect(Dialect::V2)) {
            (true, false) => self.v1 += weight,
            (false, true) => self.v2 += weight,
            _ => {}
        }
    }

    fn node(&mut self, node: &yaml::Node, ty: Option<&FieldType>, depth: usize) {
        if depth > DEPTH {
            return;
        }
        match &node.value().kind {
            yaml::NodeKind::Scalar(scalar) => self.text(&scalar.text),
            yaml::NodeKind::List(items) => {
                for item in items {
                    self.node(item, ty, depth + 1);
                }
            }
            yaml::NodeKind::Map(_) => {
                let declared =
                    node.get("type").and_then(|entry| entry.value.as_str()).and_then(|name| self.declared(name));
                match (declared, ty.and_then(record_of)) {
                    (Some(declaration), _) => {
                        self.map(node, &|name, version| declaration.property(name, version), depth);
                    }
                    (None, Some(record)) => {
                        let tag = record.body().variants.as_ref().map(|variants| variants.tag);
                        let value = tag.and_then(|tag| node.get(tag)).and_then(|entry| entry.value.as_str());
                        let variant = value.and_then(|value| record.variant(value));
                        if let Some(variant) = variant {
                            self.available(variant.available, BY_TYPE);
                        }
                        let record = variant.map_or(record, |variant| variant.record);
                        self.map(node, &|name, version| record.field(name, version), depth);
                    }
                    (None, None) => self.map(node, &|_, _| None, depth),
                }
            }
            yaml::NodeKind::Missing | yaml::NodeKind::Alias(_) => {}
        }
    }

    fn declared(&mut self, name: &str) -> Option<&'static Declaration> {
        // Words such as `STRING` or `constant` are types of inputs, and of what is told apart by a record.
        let Found::Known { declaration, alias } = self.catalog.lookup(name) else { return None };
        self.available(declaration.available, BY_TYPE);
        if let Some(alias) = alias {
            self.available(alias.available, BY_TYPE);
        }
        Some(declaration)
    }

    fn map(&mut self, node: &yaml::Node, lookup: Lookup<'_>, depth: usize) {
        for entry in node.entries().unwrap_or_default() {
            let in_version = |version| entry.name().and_then(|name| lookup(name, version));
            let field = in_version(Version::NEWEST);
            let is_in_both =
                |field: &Field| field.available.covers(Version::NEWEST) && field.available.covers(LAST_OF_V1);
            if field.is_some_and(is_in_both) {
                self.node(&entry.value, field.map(|field| &field.ty), depth + 1);
                continue;
            }
            // A property that changed is declared for both dialects, and speaks for neither.
            let in_dialect =
                |version, dialect| in_version(version).is_some_and(|field| field.available.in_dialect(dialect));
            match (in_dialect(LAST_OF_V1, Dialect::V1), in_dialect(Version::NEWEST, Dialect::V2)) {
                (true, false) => self.v1 += BY_PROPERTY,
                (false, true) => self.v2 += BY_PROPERTY,
                _ => {}
            }
            self.node(&entry.value, field.map(|field| &field.ty), depth + 1);
        }
    }

    /// Words of expressions that one dialect has only.
    fn text(&mut self, text: &str) {
        if !crate::ast::is_template(text) {
            return;
        }
        let holds = |words: &[Finder<'_>; 5]| words.iter().any(|word| word.find(text.as_bytes()).is_some());
        if holds(&V1_WORDS) || calls_json(text) {
            self.v1 += BY_EXPRESSION;
        }
        if holds(&V2_WORDS) {
            self.v2 += BY_EXPRESSION;
        }
    }
}

fn record_of(ty: &FieldType) -> Option<&'static catalog::Record> {
    match ty {
        FieldType::Record(record) => Some(record),
        FieldType::List(item) | FieldType::Map(item) => record_of(item),
        FieldType::AnyOf(types) => types.iter().find_map(record_of),
        _ => None,
    }
}

/// Whether a text calls the function or filter `json`, which 2.0 no longer has; the test `is json` stays.
fn calls_json(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"json").any(|at| {
        let (before, after) = (&text[..at], &text[at + 4..]);
        let starts = !before.ends_with(|it: char| it.is_alphanumeric() || matches!(it, '_' | '.' | '\'' | '"' | '/'));
        let piped = before.trim_end().ends_with('|');
        let called = after.trim_start().starts_with('(');
        let ends = !after.starts_with(|it: char| it.is_alphanumeric() || it == '_');
        starts && ends && (piped || called && !before.trim_end().ends_with("is"))
    })
}

#[cfg(test)]
mod tests {
    use super::{LAST_OF_V1, calls_json};
    use crate::{Settings, Workspace};

    #[test]
    fn what_both_dialects_have_speaks_for_neither() {
        let task = |id: &str| {
            let log = "type: io.kestra.plugin.core.log.Log, message: x";
            format!("  - {{id: {id}, {log}, retry: {{type: constant, interval: PT1S, maxDuration: PT1M}}}}\n")
        };
        let tasks: String = ["a", "b", "c"].map(task).concat();
        let mut workspace = Workspace::new(Settings::default());
        workspace.set("f.yaml", format!("id: f\nnamespace: n\npluginDefaults: []\ntasks:\n{tasks}"));
        assert_eq!(workspace.check().files[0].version, LAST_OF_V1);
    }

    #[test]
    fn tells_json_called_from_json_named() {
        for (text, calls) in [
            ("{{ json(x).a }}", true),
            ("{{ x | json }}", true),
            ("{{ x|json }}", true),
            ("{{ toJson(x) }}", false),
            ("{{ x is json }}", false),
            ("{{ read('a.json') }}", false),
            ("application/json {{ x }}", false),
        ] {
            assert_eq!(calls_json(text), calls, "{text}");
        }
    }
}
