//! What is declared here says the same as the data on Kestra's classes.
//!
//! Words, order of properties and outputs that depend on the place are ours; every fact is compared.

use std::collections::HashSet;

use catalog::{Available, Catalog, Declaration, Field, FieldType, Form, Kind, Outputs, Preset, Record, Word};
use plan::dialect::Version;

const VERSIONS: [Version; 5] =
    [Version::new(1, 0), Version::new(1, 1), Version::new(1, 2), Version::new(1, 3), Version::new(2, 0)];

/// Every declaration that data knows, too.
fn pairs() -> Vec<(&'static Declaration, &'static Declaration)> {
    let catalog = Catalog::new();
    let entries = catalog.names(None, "");
    let pairs = entries.iter().filter_map(|entry| {
        let declaration =
            catalog.lookup(entry.name).declaration().filter(|declaration| declaration.name == entry.name)?;
        let data = catalog::compact::find(entry.name)?;
        (!std::ptr::eq(declaration, data)).then_some((declaration, data))
    });
    pairs.collect()
}

#[test]
fn declarations_agree_with_the_data() {
    let mut found = Vec::new();
    let pairs = pairs();
    assert!(pairs.len() > 70, "{} declarations", pairs.len());
    for (declaration, data) in pairs {
        let mut compare = Compare { found: &mut found, seen: HashSet::new(), within: declaration.available };
        let at = declaration.name;
        compare.same(at, "kind", declaration.kind, data.kind);
        compare.same(at, "internal", declaration.internal, data.internal);
        compare.same(at, "supers", declaration.supers, data.supers);
        compare.same(at, "without", declaration.without, data.without);
        compare.same(at, "available", declaration.available, data.available);
        compare.same(at, "deprecated", declaration.deprecated.map(|it| it.since), data.deprecated.map(|it| it.since));
        compare.words(at, "aliases", declaration.aliases, data.aliases);
        compare.words(at, "checks", declaration.checks, data.checks);
        let abilities = |declaration: &Declaration| declaration.abilities.iter().copied().collect::<HashSet<_>>();
        compare.same(at, "abilities", abilities(declaration), abilities(data));
        let has_outputs = !matches!(declaration.outputs, Outputs::Nothing);
        let depends = matches!(declaration.outputs, Outputs::Depends(_));
        compare.same(at, "outputs", has_outputs, !matches!(data.outputs, Outputs::Nothing) || depends);
        compare.fields(at, declaration.properties, data.properties, Of::Properties);
        if let (Outputs::Fields(ours), Outputs::Fields(theirs)) = (declaration.outputs, data.outputs) {
            compare.fields(&format!("{at} outputs"), ours.fields(), theirs.fields(), Of::Outputs);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn properties_common_to_a_kind_agree_with_the_data() {
    let mut found = Vec::new();
    let classes = [
        (Kind::Task, "io.kestra.core.models.tasks.Task"),
        (Kind::Trigger, "io.kestra.core.models.triggers.AbstractTrigger"),
        (Kind::Condition, "io.kestra.core.models.conditions.Condition"),
        (Kind::TaskRunner, "io.kestra.core.models.tasks.runners.TaskRunner"),
    ];
    for (kind, class) in classes {
        let data = catalog::compact::definition(class).expect(class);
        let mut compare = Compare { found: &mut found, seen: HashSet::new(), within: Available::ALWAYS };
        compare.fields(class, Catalog::new().common(kind), data.fields(), Of::Properties);
    }
    let data = catalog::compact::definition("io.kestra.core.models.flows.Flow").expect("the flow document");
    Compare { found: &mut found, seen: HashSet::new(), within: Available::ALWAYS }.fields(
        "flow",
        Catalog::new().flow().fields(),
        data.fields(),
        Of::Properties,
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn types_of_inputs_agree_with_the_data() {
    let mut found = Vec::new();
    let data = catalog::compact::definition("io.kestra.core.models.flows.Input").expect("inputs");
    let variants = data.body().variants.expect("inputs have variants").cases;
    let catalog = Catalog::new();
    let names = |names: Vec<&'static str>| names.into_iter().collect::<HashSet<_>>();
    let declared = names(catalog.names(Some(Kind::Input), "").iter().map(|entry| entry.name).collect());
    assert_eq!(declared, names(variants.iter().map(|variant| variant.value).collect()));
    for variant in variants {
        let declaration = catalog.input(variant.value).expect(variant.value);
        let mut compare = Compare { found: &mut found, seen: HashSet::new(), within: Available::ALWAYS };
        compare.same(variant.value, "available", declaration.available, variant.available);
        let fields: Vec<Field> = declaration.common.iter().chain(declaration.properties).copied().collect();
        // A property of a type that only one version has needs no versions of its own.
        let only = |field: &Field| Field { available: field.available.and(declaration.available), ..*field };
        let theirs: Vec<Field> = variant.record.fields().iter().map(only).collect();
        compare.fields(
            variant.value,
            fields.iter().map(only).collect::<Vec<_>>().leak(),
            theirs.leak(),
            Of::Properties,
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn forms_name_properties_that_are_there() {
    for (declaration, _) in pairs() {
        let has = |name: &str| VERSIONS.iter().any(|version| declaration.property(name, *version).is_some());
        let mut named: Vec<&str> = match declaration.form {
            Form::Run | Form::Call => Vec::new(),
            Form::Sequence { body, .. } | Form::Workspace { body } => vec![body],
            Form::Parallel { body, at_most, on_child_failure }
            | Form::Graph { body, at_most, on_child_failure, .. } => {
                vec![body, at_most, on_child_failure]
            }
            Form::Each { body, over, .. } => vec![body, over],
            Form::If { on, then, otherwise } => vec![on, then, otherwise],
            Form::Switch { on, cases, otherwise } => vec![on, cases, otherwise],
            Form::Repeat { body, until, limits, fail_on_max_reached } => vec![body, until, limits, fail_on_max_reached],
            Form::Await { body, delay, behavior, on_resume, on_pause } => {
                [&[body, behavior, on_resume, on_pause], delay].concat()
            }
            Form::CallEach { items, batch } => vec![items, batch],
            Form::Update(update) => match update {
                catalog::UpdateForm::Labels { labels } => vec![labels],
                catalog::UpdateForm::SetVariables { variables, overwrite } => vec![variables, overwrite],
                catalog::UpdateForm::UnsetVariables { variables, ignore_missing } => vec![variables, ignore_missing],
                catalog::UpdateForm::Exit { state } => vec![state],
            },
        };
        named.extend(declaration.form.bodies());
        for name in named {
            assert!(has(name), "{} has no property `{name}`", declaration.name);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    Properties,
    Outputs,
}

struct Compare<'a> {
    found: &'a mut Vec<String>,
    seen: HashSet<(&'static str, &'static str)>,
    /// The versions that have what is compared.
    within: Available,
}

impl Compare<'_> {
    fn same<T: PartialEq + std::fmt::Debug>(&mut self, at: &str, what: &str, ours: T, theirs: T) {
        if ours != theirs {
            self.found.push(format!("{at}: {what} is {ours:?} here and {theirs:?} in the data"));
        }
    }

    fn words(&mut self, at: &str, what: &str, ours: &[Word], theirs: &[Word]) {
        let set = |words: &[Word]| words.iter().map(|word| (word.text, bounds(word.available))).collect::<HashSet<_>>();
        self.same(at, what, set(ours), set(theirs));
    }

    fn fields(&mut self, at: &str, ours: &'static [Field], theirs: &'static [Field], of: Of) {
        let within = self.within;
        for version in VERSIONS.into_iter().filter(|version| within.covers(*version)) {
            let present = |fields: &'static [Field]| {
                let present = fields.iter().filter(|field| field.available.covers(version));
                present.map(|field| (field.name, field)).collect::<std::collections::BTreeMap<_, _>>()
            };
            let (ours, theirs) = (present(ours), present(theirs));
            let names =
                |fields: &std::collections::BTreeMap<&'static str, &Field>| fields.keys().copied().collect::<Vec<_>>();
            self.same(at, &format!("the properties in {version}"), names(&ours), names(&theirs));
            for (name, field) in &ours {
                if let Some(other) = theirs.get(name) {
                    self.within = within.and(field.available);
                    self.field(&format!("{at}.{name} ({version})"), field, other, of);
                    self.within = within;
                }
            }
        }
    }

    fn field(&mut self, at: &str, ours: &Field, theirs: &Field, of: Of) {
        self.ty(at, ours.ty, theirs.ty, of);
        match (ours.becomes, theirs.becomes) {
            (Some(ours), Some(theirs)) => self.ty(at, ours, theirs, of),
            (ours, theirs) => self.same(at, "becomes", ours.is_some(), theirs.is_some()),
        }
        self.same(at, "secret", ours.traits.secret, theirs.traits.secret);
        if of == Of::Outputs {
            return;
        }
        self.same(at, "required", ours.required, theirs.required);
        self.same(at, "default", preset(ours.default), preset(theirs.default));
        // `LabelService` renders the labels of triggers, though their class does not say so in 1.x.
        if !at.starts_with("io.kestra.core.models.triggers.AbstractTrigger.labels") {
            self.same(at, "dynamic", ours.dynamic, theirs.dynamic);
        }
        self.same(at, "traits", ours.traits, theirs.traits);
        self.same(at, "aliases", ours.aliases, theirs.aliases);
        self.same(at, "deprecated", ours.deprecated.map(|it| it.since), theirs.deprecated.map(|it| it.since));
        self.same(at, "checks", ours.constraints, theirs.constraints);
    }

    fn ty(&mut self, at: &str, ours: FieldType, theirs: FieldType, of: Of) {
        match (ours, theirs) {
            (FieldType::List(ours), FieldType::List(theirs))
            | (FieldType::Map(ours), FieldType::Map(theirs))
            | (FieldType::Data(ours), FieldType::Data(theirs)) => self.ty(at, *ours, *theirs, of),
            // `Loop` loops over maps, too, though its class does not say so.
            (FieldType::AnyOf(ours), FieldType::AnyOf(theirs))
                if ours.len() == theirs.len() || at.starts_with("io.kestra.plugin.core.flow.Loop.values") =>
            {
                ours.iter().zip(theirs).for_each(|(ours, theirs)| self.ty(at, *ours, *theirs, of));
            }
            (FieldType::Enumeration(ours), FieldType::Enumeration(theirs)) => {
                self.words(at, "the values", ours.values, theirs.values);
            }
            (FieldType::Record(ours), FieldType::Record(theirs)) => self.record(at, ours, theirs, of),
            (FieldType::Plugin { kind: Kind::Input, only: None }, FieldType::Record(record)) => {
                self.same(at, "the record", "io.kestra.core.models.flows.Input", record.name);
            }
            (ours, theirs) => self.same(at, "the type", format!("{ours:?}"), format!("{theirs:?}")),
        }
    }

    fn record(&mut self, at: &str, ours: &'static Record, theirs: &'static Record, of: Of) {
        // An offered value is a text or an object whose label may be left out, though its class does not say so.
        if ours.name == "ValueOption" || !self.seen.insert((ours.name, theirs.name)) {
            return;
        }
        self.same(at, "openness", ours.body().openness, theirs.body().openness);
        self.fields(&format!("{at} {}", ours.name), ours.fields(), theirs.fields(), of);
        match (ours.body().variants, theirs.body().variants) {
            (Some(ours), Some(theirs)) => {
                self.same(at, "tag", ours.tag, theirs.tag);
                let values = |variants: &'static [catalog::Variant]| {
                    variants.iter().map(|case| case.value).collect::<HashSet<_>>()
                };
                self.same(at, "variants", values(ours.cases), values(theirs.cases));
                for case in ours.cases {
                    if let Some(other) = theirs.cases.iter().find(|other| other.value == case.value) {
                        self.same(at, "versions of a variant", bounds(case.available), bounds(other.available));
                        self.record(&format!("{at}.{}", case.value), case.record, other.record, of);
                    }
                }
            }
            (ours, theirs) => self.same(at, "has variants", ours.is_some(), theirs.is_some()),
        }
    }
}

fn bounds(available: Available) -> (Option<String>, Option<String>) {
    (available.since.map(|version| version.to_string()), available.until.map(|version| version.to_string()))
}

fn preset(preset: Preset) -> String {
    format!("{preset:?}")
}
