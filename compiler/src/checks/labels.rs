//! Labels: a map, or a list of keys and values; keys of the system, and values that are no text.

use grammar::yaml::Scalar;
use plan::dialect::Version;
use report::{Report, Span};

use super::FlowCheck;
use crate::ast::{Content, Node, is_template};
use crate::diagnostics::invalid_id::InvalidId;
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::diagnostics::static_property_expression::StaticPropertyExpression;

/// The one label of the system that an author may set.
const SETTABLE: &str = "system.readOnly";

pub(super) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    let Some(labels) = check.flow.ast.object.get("labels") else { return };
    match &labels.content {
        Content::Map(entries) => {
            for entry in entries {
                key(check, &entry.key.text, entry.key.span, report);
                value(check, &entry.key.text, &entry.value, report);
            }
        }
        Content::Object(_) | Content::List(_) => {
            for word in labels.items().iter().filter_map(Node::as_scalar).filter(|word| !is_nothing(word)) {
                report.add(InvalidPropertyType {
                    property: "labels".to_owned(),
                    expected: "maps of a `key` and a `value` in its list".to_owned(),
                    found: format!("`{}`", word.text.trim()),
                    place: check.base.place(word.content()),
                    meant: None,
                });
            }
            for label in labels.items().iter().filter_map(Node::as_object) {
                if let Some(scalar) = label.scalar("key") {
                    key(check, &scalar.text, scalar.content(), report);
                }
                if let Some(property) = label.property("value") {
                    value(check, "value", &property.value, report);
                }
            }
        }
        Content::Scalar(scalar) if !is_nothing(scalar) => report.add(InvalidPropertyType {
            property: "labels".to_owned(),
            expected: "a map of keys and texts".to_owned(),
            found: format!("`{}`", scalar.text.trim()),
            place: check.base.place(scalar.content()),
            meant: None,
        }),
        Content::Missing | Content::Scalar(_) => {}
    }
}

fn key(check: &FlowCheck<'_>, name: &str, span: Span, report: &mut Report) {
    if is_template(name) {
        return;
    }
    let (owner, slug) = if name.starts_with("system.") && name != SETTABLE {
        ("a label", name.strip_prefix("system.").map(str::to_owned))
    } else if check.flow.version >= Version::new(1, 2) && !is_key(name) {
        ("the key of a label", slug(name))
    } else {
        return;
    };
    let rule = match owner {
        "a label" => "labels that begin with `system.` are set by the server",
        _ => "keys begin with a lower-case letter and go on with letters, digits, `.`, `_` and `-`",
    };
    report.add(InvalidId { owner, name: name.to_owned(), place: check.base.place(span), rule, slug });
}

/// Whether a key is one that Kestra accepts since 1.2: `^[\p{Ll}][\p{L}0-9._-]*$`.
fn is_key(name: &str) -> bool {
    name.starts_with(char::is_lowercase)
        && name.chars().all(|it| it.is_alphabetic() || it.is_ascii_digit() || matches!(it, '.' | '_' | '-'))
}

fn slug(name: &str) -> Option<String> {
    let mut letters = name.trim().chars();
    let first = letters.next()?.to_lowercase();
    let rest = letters.map(|it| if is_key(&format!("a{it}")) { it } else { '-' });
    let slug: String = first.chain(rest).collect();
    is_key(&slug).then_some(slug)
}

fn value(check: &FlowCheck<'_>, name: &str, node: &Node, report: &mut Report) {
    let found = match &node.content {
        Content::List(_) => "a list",
        Content::Map(_) | Content::Object(_) => "a map",
        Content::Missing => "nothing",
        Content::Scalar(scalar) if is_nothing(scalar) => "nothing",
        Content::Scalar(scalar) => {
            // Those of a flow are put on its executions as they are.
            if is_template(&scalar.text) && !check.base.is_garbled(scalar.content()) {
                let place = check.base.place(scalar.content());
                report.add(StaticPropertyExpression { property: name.to_owned(), place });
            }
            return;
        }
    };
    report.add(InvalidPropertyType {
        property: name.to_owned(),
        expected: "text".to_owned(),
        found: found.to_owned(),
        place: check.base.place(node.span),
        meant: None,
    });
}

fn is_nothing(scalar: &Scalar) -> bool {
    scalar.text.trim().is_empty()
}
