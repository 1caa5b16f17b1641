//! What is written against what is declared: keys, values of the wrong kind, names.

mod keys;

use std::cell::Cell;
use std::sync::Arc;

use catalog::{Declaration, Field, FieldType, Kind, Openness, Variants};
use grammar::yaml::Scalar;
use plan::dialect::{Dialect, Version};
use report::{Report, Span};
use rustc_hash::FxHashMap;

use super::{AppCheck, Base, FlowCheck, edition, values};
use crate::ast::{Content, Entry, Node, Object, Property, Shape, Typed, is_template};
use crate::diagnostics::deprecated_property::DeprecatedProperty;
use crate::diagnostics::deprecated_type::DeprecatedType;
use crate::diagnostics::deprecated_type_alias::{DeprecatedTypeAlias, Now};
use crate::diagnostics::duplicate_id::{DuplicateId, First};
use crate::diagnostics::feature_not_in_target_version::{FeatureNotInTargetVersion, Setting};
use crate::diagnostics::invalid_enum_value::InvalidEnumValue;
use crate::diagnostics::invalid_id::InvalidId;
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::diagnostics::missing_required_property::MissingRequiredProperty;
use crate::diagnostics::static_property_expression::StaticPropertyExpression;
use crate::diagnostics::unknown_type::UnknownType;
use crate::prepare::VersionBy;
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let flow = &check.flow.ast;
    let structure = Structure::new(check.base);
    structure.object(&flow.object, Seat { property: "", of: "the flow" }, report);
    let mut tasks = Vec::new();
    flow.tasks(&mut |task, _| tasks.push(task));
    structure.unique("task", tasks.into_iter(), report);
    structure.unique("trigger", flow.triggers(), report);
    structure.unique("input", flow.inputs(), report);
    structure.unique("output", flow.outputs(), report);
}

pub(crate) fn check_app(check: &AppCheck<'_>, report: &mut Report) {
    let structure = Structure::new(check.base);
    structure.object(&check.app.ast.object, Seat { property: "", of: "the app" }, report);
}

/// The values that an entry of `pluginDefaults` gives to a type: as properties of it, of which any may be missing.
pub(super) fn check_given(base: Base<'_>, values: &Arc<Object>, report: &mut Report) {
    let Some(declaration) = values.declaration() else { return };
    let structure = Structure::new(base);
    let owner = format!("`{}`", short(declaration.name));
    let fields: Vec<&'static Field> = declaration.properties(structure.version()).collect();
    structure.unknown(values, &owner, &fields, None, report);
    for property in &values.properties {
        structure.property(values, property, &owner, report);
    }
}

/// Where an object stands: the property that holds it, and whose that is.
#[derive(Clone, Copy)]
struct Seat<'s> {
    property: &'s str,
    of: &'s str,
}

struct Structure<'a> {
    base: Base<'a>,
    /// For how many unknown types the nearest is still looked for.
    guesses: Cell<usize>,
}

/// For so many unknown types of a file the nearest is looked for, which is a look at all types each time.
const GUESSES: usize = 100;

impl<'a> Structure<'a> {
    fn new(base: Base<'a>) -> Self {
        Self { base, guesses: Cell::new(GUESSES) }
    }

    /// The known type that was probably meant.
    fn nearest(&self, kind: Kind, name: &str) -> Option<String> {
        let left = self.guesses.get().checked_sub(1)?;
        self.guesses.set(left);
        self.base.catalog.nearest(kind, name, self.version()).first().map(|name| (*name).to_owned())
    }

    fn version(&self) -> Version {
        self.base.prepared.version
    }

    fn object(&self, object: &Arc<Object>, seat: Seat<'_>, report: &mut Report) {
        let owner = self.owner(object, seat);
        match object.shape {
            Shape::Record(record) => {
                let body = record.body();
                let closed = body.openness == Openness::Closed && body.custom.is_none();
                match &body.variants {
                    None if closed => {
                        self.keys(object, &owner, &record.fields().iter().collect::<Vec<_>>(), report);
                    }
                    Some(variants) if body.custom.is_none() => self.variant(object, variants, &owner, report),
                    None | Some(_) => {}
                }
            }
            Shape::Plugin(kind, typed) => self.plugin(object, kind, typed, &owner, report),
        }
        self.name(object, report);
        for property in object.properties.iter().filter(|property| object.wrote(property)) {
            // What is given to types is looked at as such.
            match property.field {
                Some(field) if matches!(field.name, "pluginDefaults" | "taskDefaults") => {
                    self.deprecated(object, property, field, report);
                    values::check(self.base, object, property, field, report);
                }
                _ => {
                    edition::check(&self.base, property, report);
                    self.property(object, property, &owner, report);
                }
            }
        }
    }

    fn plugin(&self, object: &Arc<Object>, kind: Kind, typed: Typed, owner: &str, report: &mut Report) {
        match typed {
            Typed::Undescribed => {}
            Typed::Missing => {
                let needs_type =
                    matches!(kind, Kind::Task | Kind::Trigger | Kind::Condition | Kind::Block | Kind::Input);
                if needs_type && !object.properties.is_empty() {
                    let place = self.base.place(object.grip());
                    report.add(MissingRequiredProperty { names: vec!["type".into()], owner: owner.into(), place });
                }
            }
            // Types of inputs are looked at where inputs are; assets may be of types of one's own.
            Typed::Unknown if matches!(kind, Kind::Input | Kind::Asset) => {}
            Typed::Unknown => {
                let Some(name) = object.type_name() else { return };
                let place = self.base.place(name.content());
                if is_template(&name.text) {
                    report.add(StaticPropertyExpression { property: "type".to_owned(), place });
                    return;
                }
                let nearest = self.nearest(kind, &name.text);
                report.add(UnknownType { name: name.text.to_string(), place, nearest, misplaced: None });
            }
            Typed::Known { declaration, .. } if is_misplaced(kind, declaration.kind) => {
                let Some(name) = object.type_name() else { return };
                report.add(UnknownType {
                    name: name.text.to_string(),
                    place: self.base.place(name.content()),
                    nearest: None,
                    misplaced: Some((declaration.kind.words(), kind.words())),
                });
            }
            Typed::Known { declaration, alias } => {
                let (declared, version) = (declaration, self.version());
                self.known_type(object, declared, alias, report);
                if declared.kind == kind || kind == Kind::Task {
                    self.keys(object, owner, &declared.properties(version).collect::<Vec<_>>(), report);
                }
            }
        }
    }

    /// An object that is one of several by a tag, and says none of them.
    fn variant(&self, object: &Object, variants: &Variants, owner: &str, report: &mut Report) {
        let Some(tag) = object.scalar(variants.tag) else {
            if !object.properties.is_empty() && self.base.prepared.problems.is_empty() {
                let (names, place) = (vec![variants.tag.to_owned()], self.base.place(object.grip()));
                report.add(MissingRequiredProperty { names, owner: owner.to_owned(), place });
            }
            return;
        };
        let known = variants.cases.iter().filter(|case| case.available.covers(self.version())).map(|case| case.value);
        let accepted: Vec<String> = known.map(str::to_owned).collect();
        if is_template(&tag.text) || accepted.contains(&tag.text.to_string()) {
            return;
        }
        let same = accepted.iter().find(|value| value.eq_ignore_ascii_case(&tag.text)).cloned();
        let near = || words::nearest(&tag.text, accepted.iter().map(String::as_str)).map(str::to_owned);
        report.add(InvalidEnumValue {
            property: variants.tag.to_owned(),
            value: tag.text.to_string(),
            place: self.base.place(tag.content()),
            nearest: same.or_else(near),
            accepted,
        });
    }

    /// Whether the name of a type is one that its version has, and the newest.
    fn known_type(
        &self,
        object: &Object,
        declaration: &'static Declaration,
        alias: Option<catalog::Word>,
        report: &mut Report,
    ) {
        let Some(name) = object.type_name() else { return };
        let place = self.base.place(name.content());
        let available = alias.map_or(declaration.available, |alias| alias.available.and(declaration.available));
        if declaration.kind == Kind::Input && alias.is_none() && declaration.available.covers(self.version()) {
            return;
        }
        if !available.covers(self.version()) {
            if self.base.prepared.version_by == VersionBy::Constructs {
                return;
            }
            report.add(FeatureNotInTargetVersion {
                what: format!("the type `{}`", name.text),
                place,
                target: self.version().to_string(),
                history: history(available),
                instead: declaration.deprecated.and_then(|deprecated| deprecated.instead),
                severity: self.base.severity_of_refusal(),
                setting: Setting::TargetVersion,
            });
        } else if alias.is_some() {
            let canonical = declaration.name;
            report.add(DeprecatedTypeAlias { name: name.text.to_string(), place, canonical, now: Now::Same });
        } else if let Some(deprecated) = declaration.deprecated.filter(|it| it.covers(self.version())) {
            match self.successor(declaration).filter(|_| deprecated.instead.is_none()) {
                Some(canonical) => {
                    let name = name.text.to_string();
                    report.add(DeprecatedTypeAlias { name, place, canonical, now: Now::Successor });
                }
                None => {
                    let (name, instead) = (short(declaration.name), deprecated.instead);
                    report.add(DeprecatedType { name, place, instead });
                }
            }
        }
    }

    /// The one type that has the last part of its name in common with a deprecated one, and is not deprecated.
    fn successor(&self, declaration: &Declaration) -> Option<&'static str> {
        let types = self.base.catalog.names(Some(declaration.kind), "io.kestra.plugin.");
        let short = declaration.short_name();
        let mut same = types.iter().filter(|it| {
            let last = it.name.rsplit('.').next();
            last == Some(short) && !it.is_deprecated && !it.is_internal && it.available.covers(self.version())
        });
        let found = same.next()?;
        same.next().is_none().then_some(found.name)
    }

    fn property(&self, object: &Object, property: &Property, owner: &str, report: &mut Report) {
        if let Some(field) = property.field {
            self.deprecated(object, property, field, report);
            if field.name == "disabled" && matches!(property.value.content, Content::Missing) {
                // The engine asks what is not there whether it is true.
                let (place, expected) = (self.base.place(property.key.span), "true or false".to_owned());
                let (property, found) = (field.name.to_owned(), "nothing".to_owned());
                report.add(InvalidPropertyType { property, expected, found, place, meant: None });
            }
            let is_type = matches!(object.shape, Shape::Plugin(..)) && field.name == "type";
            // Names are looked at as such, and the defaults of an input by its type.
            let is_default = object.is_kind(Kind::Input) && matches!(field.name, "defaults" | "prefill");
            let is_name = matches!(field.name, "id" | "namespace") || is_default;
            // The states of pages are looked at where pages are.
            let is_state = matches!(field.ty, FieldType::Enumeration(states) if states.name == "AppState");
            if !is_type && !is_name && !is_state && field.available.covers(self.version()) {
                values::check(self.base, object, property, field, report);
            }
        }
        // What stands where a list should is not looked at as if it were its only element.
        let is_alone = matches!(property.value.content, Content::Object(_))
            && property.field.is_some_and(|field| {
                let of_objects = matches!(field.ty, FieldType::List(FieldType::Plugin { .. } | FieldType::Record(_)));
                of_objects && !field.traits.single && field.constraints.custom.is_none()
            });
        // What is refused as a whole is not looked at.
        if !is_alone && !property.field.is_some_and(|field| self.is_refused(field)) {
            self.below(&property.value, Seat { property: property.name(), of: owner }, report);
        }
    }

    fn below(&self, node: &Node, seat: Seat<'_>, report: &mut Report) {
        match &node.content {
            Content::Missing | Content::Scalar(_) => {}
            Content::List(items) => items.iter().for_each(|item| self.below(item, seat, report)),
            Content::Map(entries) => entries.iter().for_each(|Entry { value, .. }| self.below(value, seat, report)),
            Content::Object(object) => self.object(object, seat, report),
        }
    }

    fn deprecated(&self, object: &Object, property: &Property, field: &'static Field, report: &mut Report) {
        if is_old_id(object, property, "id") && !self.is_refused(field) {
            let place = self.base.place(property.key.span);
            let rewrite = object.property("id").is_none().then(|| (place, "id".to_owned()));
            let instead = Some("an input is named by `id`".to_owned());
            report.add(DeprecatedProperty { name: "name".to_owned(), place, instead, rewrite });
            return;
        }
        // What has to be there cannot be left out.
        let deprecated =
            field.deprecated.filter(|it| it.covers(self.version()) && !(field.required && it.instead.is_none()));
        let renamed = *property.key.text != *field.name;
        let (Some(deprecated), true) = (deprecated, field.available.covers(self.version())) else {
            if renamed && matches!(object.shape, Shape::Record(_)) && &*property.key.text == "taskDefaults" {
                let place = self.base.place(property.key.span);
                report.add(DeprecatedProperty {
                    name: property.key.text.to_string(),
                    place,
                    instead: Some(format!("it is now called `{}`", field.name)),
                    rewrite: Some((place, field.name.to_owned())),
                });
            }
            return;
        };
        let store = field.name == "store" || field.name == "fetch" || field.name == "fetchOne";
        let on = property.value.as_text().is_some_and(|text| &**text == "true");
        let kinds = object.declaration().is_some_and(|it| it.property("fetchType", self.version()).is_some());
        let fetch = match field.name {
            "store" => "STORE",
            "fetchOne" => "FETCH_ONE",
            _ => "FETCH",
        };
        let renamed = deprecated.instead.and_then(renamed_to).filter(|name| self.has(object, name));
        let (instead, rewrite) = if let Some(name) = renamed {
            let rewrite =
                object.property(name).is_none().then(|| (self.base.place(property.key.span), name.to_owned()));
            (deprecated.instead.map(str::to_owned), rewrite)
        } else if store && on && kinds && object.property("fetchType").is_none() {
            let text = format!("fetchType: {fetch}");
            (Some(format!("use `{text}`")), Some((self.base.place(property.span()), text)))
        } else {
            (deprecated.instead.map(str::to_owned), None)
        };
        let place = self.base.place(property.key.span);
        report.add(DeprecatedProperty { name: property.key.text.to_string(), place, instead, rewrite });
    }

    /// Whether the declaration of an object has a property.
    fn has(&self, object: &Object, name: &str) -> bool {
        match object.shape {
            Shape::Record(record) => record.field(name, self.version()).is_some(),
            Shape::Plugin(_, Typed::Known { declaration, .. }) => declaration.property(name, self.version()).is_some(),
            Shape::Plugin(_, Typed::Undescribed | Typed::Unknown | Typed::Missing) => false,
        }
    }

    /// Whether ids and namespaces consist of what names may consist of.
    fn name(&self, object: &Object, report: &mut Report) {
        let (owner, rule, accepts): (_, _, fn(char) -> bool) = match object.shape {
            Shape::Plugin(Kind::Task, _) => ("the id of a task", "ids use letters, digits, `_` and `-`", is_plain),
            Shape::Plugin(Kind::Trigger, _) => {
                ("the id of a trigger", "ids use letters, digits, `_` and `-`", is_plain)
            }
            Shape::Plugin(Kind::App, _) => ("the id of an app", "ids use letters, digits, `_` and `-`", is_plain),
            Shape::Plugin(Kind::Input, _) => {
                ("the id of an input", "ids use letters, digits, `_`, `-` and `.`", is_dotted)
            }
            Shape::Record(record) if std::ptr::eq(record, self.base.catalog.flow()) => {
                ("the id of a flow", "ids use letters, digits, `_`, `-` and `.`", is_dotted)
            }
            Shape::Plugin(..) | Shape::Record(_) => return,
        };
        self.spelled(object, "id", owner, rule, accepts, report);
        if matches!(object.shape, Shape::Record(_)) {
            let rule = "namespaces use lower-case letters, digits, `_`, `-` and `.`";
            self.spelled(
                object,
                "namespace",
                "a namespace",
                rule,
                |letter| is_dotted(letter) && !letter.is_ascii_uppercase(),
                report,
            );
        }
    }

    fn spelled(
        &self,
        object: &Object,
        key: &str,
        owner: &'static str,
        rule: &'static str,
        accepts: fn(char) -> bool,
        report: &mut Report,
    ) {
        let Some(scalar) = object.scalar(key).filter(|scalar| !scalar.text.is_empty()) else { return };
        let place = self.base.place(scalar.content());
        if is_template(&scalar.text) {
            report.add(StaticPropertyExpression { property: key.to_owned(), place });
            return;
        }
        let is_flow = owner == "the id of a flow";
        let refuses = self.base.prepared.version_by == VersionBy::Settings && self.version().dialect() == Dialect::V1;
        if is_flow && refuses && RESERVED.contains(&&*scalar.text) {
            let rule = "the address of the server's own pages begins like this";
            let (name, slug) = (scalar.text.to_string(), Some(format!("{}-flow", scalar.text)));
            report.add(InvalidId { owner, name, place, rule, slug });
            return;
        }
        let begins = scalar.text.starts_with(|first: char| first.is_ascii_alphanumeric() && accepts(first));
        if begins && scalar.text.chars().all(accepts) {
            return;
        }
        let lower = key == "namespace";
        let slug: String = scalar
            .text
            .chars()
            .map(|letter| {
                let letter = if lower { letter.to_ascii_lowercase() } else { letter };
                if accepts(letter) { letter } else { '_' }
            })
            .collect();
        let slug = slug.trim_matches(|letter: char| !letter.is_ascii_alphanumeric()).to_owned();
        let name = scalar.text.to_string();
        report.add(InvalidId { owner, name, place, rule, slug: (!slug.is_empty()).then_some(slug) });
    }

    fn unique<'o>(&self, what: &'static str, objects: impl Iterator<Item = &'o Arc<Object>>, report: &mut Report) {
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        let mut ids: Vec<&Arc<Scalar>> = objects.filter_map(|object| object.id()).collect();
        ids.sort_by_key(|scalar| scalar.content());
        for scalar in ids {
            let span = scalar.content();
            if scalar.text.is_empty() || is_template(&scalar.text) {
                continue;
            }
            if let Some(first) = seen.get(&*scalar.text) {
                let line = self.base.prepared.source.position(first.start as usize).line;
                let (place, first) = (self.base.place(span), self.base.place(*first));
                let first = First::OnLine(first, line);
                report.add(DuplicateId { what, name: scalar.text.to_string(), place, first });
            } else {
                seen.insert(&scalar.text, span);
            }
        }
    }

    /// What an object is, as a message names it.
    fn owner(&self, object: &Object, seat: Seat<'_>) -> String {
        match object.shape {
            Shape::Record(record) if std::ptr::eq(record, self.base.catalog.flow()) => "the flow".to_owned(),
            Shape::Record(_) => format!("`{}` of {}", seat.property, seat.of),
            Shape::Plugin(Kind::App, _) => "the app".to_owned(),
            Shape::Plugin(kind, typed) => match (object.literal("id"), typed) {
                (Some(id), _) => format!("{} `{id}`", kind.words()),
                (None, Typed::Known { declaration, .. }) => format!("`{}`", short(declaration.name)),
                (None, Typed::Undescribed | Typed::Unknown | Typed::Missing) => {
                    format!("{} {}", words::article(kind.words()), kind.words())
                }
            },
        }
    }
}

/// Whether a type is of another kind than what its place takes, as far as both are kinds that do not mix.
fn is_misplaced(place: Kind, declared: Kind) -> bool {
    const APART: &[Kind] = &[Kind::Task, Kind::Trigger, Kind::Condition, Kind::TaskRunner, Kind::Block];
    place != declared && APART.contains(&place) && APART.contains(&declared)
}

/// The property that is named where a catalogue says no more than ``use `name` ``.
fn renamed_to(instead: &'static str) -> Option<&'static str> {
    let name = instead.strip_prefix("use `")?.strip_suffix('`')?;
    name.chars().all(char::is_alphanumeric).then_some(name)
}

/// Ids that flows of 1.x cannot have.
const RESERVED: &[&str] =
    &["pause", "resume", "force-run", "change-status", "kill", "executions", "search", "source", "disable", "enable"];

/// Inputs were once named by `name`.
fn is_old_id(object: &Object, property: &Property, wanted: &str) -> bool {
    wanted == "id" && object.is_kind(Kind::Input) && &*property.key.text == "name"
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '-'
}

fn is_dotted(letter: char) -> bool {
    is_plain(letter) || letter == '.'
}

/// The last two parts of a type's name: `log.Log`.
pub(super) fn short(name: &str) -> String {
    let mut parts: Vec<&str> = name.rsplit('.').take(2).collect();
    parts.reverse();
    parts.join(".")
}

/// Which versions have something, as the end of a sentence.
pub(super) fn history(available: catalog::Available) -> String {
    match (available.since, available.until) {
        (_, Some(until)) => format!("was removed in {until}"),
        (Some(since), None) => format!("is new in {since}"),
        (None, None) => "is not there".to_owned(),
    }
}
