//! The keys of an object: those that nobody declares, those of other versions, and those that are missing.

use std::sync::Arc;

use catalog::{Field, FieldType};
use report::{Report, Span};

use super::{Structure, history, is_old_id};
use crate::ast::{Content, Object, Property, Shape};
use crate::diagnostics::feature_not_in_target_version::{FeatureNotInTargetVersion, Setting};
use crate::diagnostics::missing_required_property::MissingRequiredProperty;
use crate::diagnostics::unknown_property::UnknownProperty;
use crate::prepare::VersionBy;
use crate::words;

/// An unknown key that stands where the only missing one should.
#[derive(Clone, Copy)]
pub(super) struct StandIn {
    key: Span,
    meant: &'static str,
}

impl Structure<'_> {
    /// The keys of an object against those that are declared for it.
    pub(super) fn keys(&self, object: &Arc<Object>, owner: &str, fields: &[&'static Field], report: &mut Report) {
        let missing = self.missing(object, fields);
        let stand_in = stand_in(object, fields, &missing);
        // A task that stands where a map around it should is told of as that.
        let is_inner = missing.iter().any(|(field, _)| matches!(field.ty, FieldType::Plugin { .. }))
            && object.properties.iter().any(|property| property.field.is_none() && &*property.key.text == "type");
        if !is_inner {
            self.unknown(object, owner, fields, stand_in, report);
        }
        if !missing.is_empty() && stand_in.is_none() && !object.properties.is_empty() {
            // What is written and holds nothing is pointed at.
            let empty = missing.first().and_then(|(_, empty)| *empty).filter(|_| missing.len() == 1);
            let place = self.base.place(empty.unwrap_or_else(|| object.grip()));
            let names = missing.iter().map(|(field, _)| field.name.to_owned()).collect();
            report.add(MissingRequiredProperty { names, owner: owner.to_owned(), place });
        }
    }

    /// Keys that nobody declares, and keys that another version declares.
    pub(super) fn unknown(
        &self,
        object: &Object,
        owner: &str,
        fields: &[&'static Field],
        stand_in: Option<StandIn>,
        report: &mut Report,
    ) {
        for property in object.properties.iter().filter(|property| object.wrote(property)) {
            match property.field {
                // Catalogues of examples add words of their own at the top of a file.
                None if &*property.key.text == "extend" => {}
                // The rest of a line that cannot be read is no key.
                None if self.base.is_beside_garbled(property.key.span) => {}
                None => {
                    let meant = stand_in.filter(|it| it.key == property.key.span).map(|it| it.meant);
                    let near = || words::nearest(&property.key.text, fields.iter().map(|field| field.name));
                    let nearest = meant.or_else(near).map(str::to_owned);
                    let place = self.base.place(property.key.span);
                    let name = property.key.text.to_string();
                    report.add(UnknownProperty { name, place, owner: owner.to_owned(), nearest });
                }
                Some(field) if self.is_refused(field) => report.add(FeatureNotInTargetVersion {
                    what: format!("`{}` of {owner}", property.key.text),
                    place: self.base.place(property.key.span),
                    target: self.version().to_string(),
                    history: history(field.available),
                    instead: field.deprecated.and_then(|deprecated| deprecated.instead),
                    severity: self.base.severity_of_refusal(),
                    setting: Setting::TargetVersion,
                }),
                Some(_) => {}
            }
        }
    }

    /// Whether the version that the settings name for the file lacks a key; a version that the file itself
    /// implies is a guess that a single key does not prove wrong.
    pub(super) fn is_refused(&self, field: &Field) -> bool {
        let named = match self.base.prepared.version_by {
            VersionBy::Settings => true,
            VersionBy::Constructs => false,
        };
        named && !field.available.covers(self.version())
    }

    /// Keys that have to be there, each with where it stands and holds nothing.
    fn missing(&self, object: &Object, fields: &[&'static Field]) -> Vec<(&'static Field, Option<Span>)> {
        // What a broken text hides is not missing.
        if !self.base.prepared.problems.is_empty() {
            return Vec::new();
        }
        let version = self.version();
        let mut missing: Vec<(&'static Field, Option<Span>)> = Vec::new();
        for field in fields.iter().filter(|field| field.required && field.available.covers(version)) {
            let names_it =
                |property: &Property| property.name() == field.name || stands_for(object, property, field.name);
            let written = object.properties.iter().find(|property| names_it(property));
            let given = || object.type_name().is_some_and(|name| self.base.settings.gives(&name.text, field.name));
            if written.is_some_and(|property| !is_nothing(property)) || given() {
                continue;
            }
            // A key that is misspelled is told of as such.
            let misspelled = |property: &Property| {
                property.field.is_none() && words::nearest(&property.key.text, [field.name]).is_some()
            };
            let told = missing.iter().any(|(other, _)| other.name == field.name);
            if !told && !object.properties.iter().any(misspelled) {
                missing.push((field, written.map(|property| property.key.span)));
            }
        }
        missing
    }
}

/// The only unknown key of an object where only one is missing: one is probably written for the other, if what it holds
/// could stand there and no other key is nearer.
fn stand_in(object: &Object, fields: &[&'static Field], missing: &[(&'static Field, Option<Span>)]) -> Option<StandIn> {
    let [(field, None)] = missing else { return None };
    let unknown =
        |property: &&Property| property.field.is_none() && object.wrote(property) && &*property.key.text != "extend";
    let mut unknown = object.properties.iter().filter(unknown);
    let property = unknown.next().filter(|_| unknown.next().is_none())?;
    let near = words::nearest(&property.key.text, fields.iter().map(|field| field.name));
    (near.is_none() && could_hold(property, &field.ty)).then_some(StandIn { key: property.key.span, meant: field.name })
}

/// Whether what a key holds has the form of a type.
fn could_hold(property: &Property, ty: &FieldType) -> bool {
    match (&property.value.content, ty) {
        (Content::Missing, _) => false,
        (_, FieldType::Any | FieldType::AnyOf(_) | FieldType::Data(_)) => true,
        (Content::List(_), FieldType::List(_)) => true,
        (Content::Map(_) | Content::Object(_), FieldType::Map(_) | FieldType::Record(_) | FieldType::Plugin { .. }) => {
            true
        }
        (Content::Map(_) | Content::Object(_) | Content::List(_), _) => false,
        (
            Content::Scalar(_),
            FieldType::List(_) | FieldType::Map(_) | FieldType::Record(_) | FieldType::Plugin { .. },
        ) => false,
        (Content::Scalar(_), _) => true,
    }
}

/// Whether a property is an old name of another one that Kestra still reads as it.
fn stands_for(object: &Object, property: &Property, wanted: &str) -> bool {
    let is_check = matches!(object.shape, Shape::Record(record) if record.name == "Check");
    is_old_id(object, property, wanted) || wanted == "when" && is_check && &*property.key.text == "condition"
}

fn is_nothing(property: &Property) -> bool {
    match &property.value.content {
        Content::Missing => true,
        Content::Scalar(scalar) => scalar.text.is_empty() && property.field.is_some_and(|it| it.constraints.non_empty),
        Content::List(items) => {
            let lists = property.field.is_some_and(|field| matches!(field.ty, FieldType::List(_)));
            items.is_empty() && lists && property.field.is_some_and(|field| field.constraints.non_empty)
        }
        Content::Map(_) | Content::Object(_) => false,
    }
}
