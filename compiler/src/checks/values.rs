//! Values against the types of their properties, as far as a value that is written out tells.

use catalog::{Dynamic, Enumeration, Field, FieldType};
use grammar::yaml::{Resolved, Scalar, resolve};
use plan::dialect::Version;
use report::{Report, Span};

use super::{Base, bounds};
use crate::ast::{Content, Node, Object, Property, is_template};
use crate::diagnostics::feature_not_in_target_version::{FeatureNotInTargetVersion, Setting};
use crate::diagnostics::invalid_enum_value::InvalidEnumValue;
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::embedded::duration;
use crate::prepare::VersionBy;
use crate::words;

/// Checks the value of a property.
pub(super) fn check(base: Base<'_>, object: &Object, property: &Property, field: &'static Field, report: &mut Report) {
    if field.constraints.custom.is_some() {
        return;
    }
    bounds::check(base, field, &property.value, report);
    // What a broken text leaves of a list or map is not what was meant.
    if !matches!(property.value.content, Content::Scalar(_)) && base.is_garbled(property.value.span) {
        return;
    }
    let mut check = Check { base, property: field.name, key: property.key.span, field, report };
    // What Kestra keeps as text and converts when it runs may be any YAML; only plain words are certain.
    let converted = field.dynamic == Dynamic::Property && object.declaration().is_some();
    check.value(&property.value, &field.ty, converted);
}

struct Check<'a, 'r> {
    base: Base<'a>,
    property: &'static str,
    key: Span,
    field: &'static Field,
    report: &'r mut Report,
}

impl Check<'_, '_> {
    fn value(&mut self, node: &Node, ty: &FieldType, converted: bool) {
        match &node.content {
            Content::Missing => {}
            Content::Scalar(scalar) => self.scalar(node, scalar, ty, converted),
            Content::List(_) if self.property == "inputFiles" => {
                self.wrong(node, &FieldType::Map(&FieldType::String), "a list", None);
            }
            Content::List(items) => match ty {
                FieldType::List(item) => {
                    for item_node in items {
                        match &item_node.content {
                            Content::Scalar(scalar) => self.item(item_node, scalar, item),
                            Content::List(_) if matches!(item, FieldType::Plugin { .. }) => {
                                let mut inner = Check { key: item_node.span, report: &mut *self.report, ..*self };
                                inner.wrong(item_node, item, "a list", None);
                            }
                            Content::List(_) | Content::Missing | Content::Map(_) | Content::Object(_) => {}
                        }
                    }
                }
                // What is kept as text may be any YAML; what it is converted to may not.
                _ if !converted || is_plain(ty) || matches!(ty, FieldType::Map(_)) || self.is_words(ty) => {
                    self.wrong(node, ty, "a list", None);
                }
                _ => {}
            },
            Content::Map(entries) if matches!(ty, FieldType::Map(FieldType::List(FieldType::Plugin { .. }))) => {
                for entry in entries {
                    let FieldType::Map(tasks) = ty else { continue };
                    if !matches!(entry.value.content, Content::List(_) | Content::Missing) {
                        let mut inner = Check { key: entry.key.span, report: &mut *self.report, ..*self };
                        inner.value(&entry.value, tasks, converted);
                    }
                }
            }
            Content::Map(_) | Content::Object(_) => {
                let text = matches!(ty, FieldType::String) && self.field.dynamic == Dynamic::Rendered;
                // A single object may stand for a list of one.
                let list = matches!(ty, FieldType::List(_)) && !self.field.traits.single;
                let of_words =
                    matches!(ty, FieldType::List(item) if is_plain(item) || matches!(item, FieldType::String));
                if is_plain(ty) || !converted && text || list && (!converted || of_words) || self.is_words(ty) {
                    self.wrong(node, ty, "a map", None);
                }
            }
        }
    }

    /// Whether a text is code or an address: the JSON of a list or map is neither.
    fn is_words(&self, ty: &FieldType) -> bool {
        const WORDS: &[&str] = &["script", "sql", "uri", "url", "containerImage", "cron"];
        matches!(ty, FieldType::String | FieldType::Uri) && WORDS.contains(&self.property)
    }

    fn item(&mut self, node: &Node, scalar: &Scalar, ty: &FieldType) {
        // No expression gives a task, a trigger or a condition.
        let is_fixed = matches!(ty, FieldType::Plugin { .. }) && self.field.dynamic == Dynamic::Fixed;
        if is_template(&scalar.text) && !is_fixed || is_null(scalar) {
            return;
        }
        if let FieldType::Enumeration(enumeration) = ty {
            self.word(node, scalar, enumeration);
        } else if matches!(ty, FieldType::Record(_) | FieldType::Plugin { .. }) {
            self.wrong(node, ty, "text", None);
        }
    }

    fn scalar(&mut self, node: &Node, scalar: &Scalar, ty: &FieldType, converted: bool) {
        if is_null(scalar) {
            return;
        }
        if is_template(&scalar.text) {
            if is_plain(ty) && self.field.dynamic == Dynamic::Fixed && self.is_certain() {
                self.unrendered(scalar, ty);
            }
            return;
        }
        let text = scalar.text.trim();
        match ty {
            FieldType::Integer if text.parse::<i64>().is_err() && !is_whole(text) => {
                self.wrong(node, ty, "text", None);
            }
            FieldType::Number if text.replace('_', "").parse::<f64>().is_err() => self.wrong(node, ty, "text", None),
            FieldType::Boolean if resolve::boolean(text).is_none() => self.wrong(node, ty, "text", None),
            FieldType::Duration if text.parse::<f64>().is_err() => {
                if let Err(problem) = duration::parse(text) {
                    self.wrong(node, ty, &format!("`{text}`"), problem.instead);
                }
            }
            FieldType::Enumeration(enumeration) => self.word(node, scalar, enumeration),
            FieldType::List(item) if !self.field.traits.single => {
                let of_objects = matches!(item, FieldType::Record(_) | FieldType::Plugin { .. });
                let fixed = self.field.dynamic == Dynamic::Fixed && self.is_certain();
                if !converted && of_objects || !text.starts_with('[') && (converted || fixed) {
                    self.wrong(node, ty, "text", None);
                }
            }
            FieldType::Map(_) if !text.starts_with('{') => self.wrong(node, ty, "text", None),
            FieldType::Plugin { .. } => self.wrong(node, ty, "text", None),
            FieldType::Record(record)
                if record.body().from.is_none() && !converted && record.body().custom.is_none() =>
            {
                self.wrong(node, ty, "text", None);
            }
            _ => {}
        }
    }

    /// Whether what is known of the property is exact: parsed sources leave out when expressions are rendered.
    fn is_certain(&self) -> bool {
        self.field.constraints.check.is_none()
    }

    fn word(&mut self, node: &Node, scalar: &Scalar, enumeration: &'static Enumeration) {
        let version: Version = self.base.prepared.version;
        let known = |word: &&catalog::Word| word.available.covers(version);
        let text = scalar.text.trim();
        let values: Vec<&'static str> = enumeration.values.iter().filter(known).map(|word| word.text).collect();
        let written = enumeration.values.iter().find(|word| word.text == text);
        let listed = self.field.constraints.values.contains(&text);
        let accepted = listed || written.is_some() || enumeration.aliases.iter().any(|(alias, _)| *alias == text);
        let place = self.base.place(match &node.content {
            Content::Scalar(scalar) => scalar.content(),
            Content::Missing | Content::List(_) | Content::Map(_) | Content::Object(_) => node.span,
        });
        if let Some(word) = written.filter(|word| !word.available.covers(version))
            && self.base.prepared.version_by == VersionBy::Settings
        {
            self.report.add(FeatureNotInTargetVersion {
                what: format!("the value `{text}` of `{}`", self.property),
                place,
                target: version.to_string(),
                history: super::structure::history(word.available),
                instead: None,
                severity: self.base.severity_of_refusal(),
                setting: Setting::TargetVersion,
            });
        }
        if accepted || values.is_empty() || enumeration.custom.is_some() {
            return;
        }
        let same = values.iter().find(|value| value.eq_ignore_ascii_case(text)).copied();
        // `WARNING` for `WARN`.
        let upper = text.to_ascii_uppercase();
        let mut longer = values.iter().copied().filter(|value| {
            upper.len() > 2 && value.len() > 2 && (upper.starts_with(value) || value.starts_with(&upper))
        });
        let begins = longer.next().filter(|_| longer.next().is_none());
        let nearest = same.or_else(|| words::nearest(text, values.iter().copied())).or(begins).map(str::to_owned);
        let accepted = values.iter().map(|value| (*value).to_owned()).collect();
        let (property, value) = (self.property.to_owned(), text.to_owned());
        self.report.add(InvalidEnumValue { property, value, place, accepted, nearest });
    }

    /// The braces would stay, and are no value of the type.
    fn unrendered(&mut self, scalar: &Scalar, ty: &FieldType) {
        let Some(expected) = expected(ty) else { return };
        self.report.add(InvalidPropertyType {
            property: self.property.to_owned(),
            expected,
            found: "an expression: it is not rendered".to_owned(),
            place: self.base.place(scalar.content()),
            meant: None,
        });
    }

    fn wrong(&mut self, node: &Node, ty: &FieldType, found: &str, meant: Option<String>) {
        let Some(expected) = expected(ty) else { return };
        let (span, found) = match &node.content {
            Content::Scalar(scalar) => (scalar.content(), format!("`{}`", scalar.text.trim())),
            Content::Missing | Content::List(_) | Content::Map(_) | Content::Object(_) => {
                // Of what stands below its key, the key is the one word.
                let line = |span: Span| self.base.prepared.source.position(span.start as usize).line;
                let span = if line(node.span) == line(self.key) { node.span } else { self.key };
                (span, found.to_owned())
            }
        };
        let found = if found.len() > 60 || found.contains('\n') { "text".to_owned() } else { found };
        let (property, place) = (self.property.to_owned(), self.base.place(span));
        self.report.add(InvalidPropertyType { property, expected, found, place, meant });
    }
}

/// Whether a type is written as one word or number.
fn is_plain(ty: &FieldType) -> bool {
    matches!(
        ty,
        FieldType::Integer | FieldType::Number | FieldType::Boolean | FieldType::Duration | FieldType::Enumeration(_)
    )
}

fn is_null(scalar: &Scalar) -> bool {
    scalar.text.is_empty() || resolve(scalar) == Resolved::Null
}

/// Whole numbers in the other ways YAML 1.1 writes them.
fn is_whole(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']).replace('_', "");
    let hexadecimal = digits.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    hexadecimal
        || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        || digits.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
}

/// What a property takes, as a message says it; `None` where that is not sure enough.
fn expected(ty: &FieldType) -> Option<String> {
    Some(match ty {
        FieldType::Integer => "a whole number".to_owned(),
        FieldType::Number => "a number".to_owned(),
        FieldType::Boolean => "true or false".to_owned(),
        FieldType::Duration => "an ISO 8601 duration such as `PT10M`".to_owned(),
        FieldType::String | FieldType::Uri | FieldType::DateTime | FieldType::Date | FieldType::Time => {
            "text".to_owned()
        }
        FieldType::Enumeration(enumeration) if enumeration.custom.is_none() => {
            format!("one of {}", words::list(enumeration.values.iter().map(|word| word.text)))
        }
        FieldType::List(FieldType::Plugin { kind, .. }) => format!("a list of {}s", kind.words()),
        FieldType::List(_) => "a list".to_owned(),
        FieldType::Plugin { kind, .. } => format!("{} {} with a `type`", words::article(kind.words()), kind.words()),
        FieldType::Record(record) if record.body().from.is_none() && record.body().custom.is_none() => {
            "a map".to_owned()
        }
        FieldType::Map(_) => "a map".to_owned(),
        FieldType::Record(_)
        | FieldType::Any
        | FieldType::Data(_)
        | FieldType::AnyOf(_)
        | FieldType::Enumeration(_) => return None,
    })
}
