//! Plain words and numbers that YAML reads as something else where nothing says what is wanted.
//!
//! A property with a type reads what is written as that type. What is kept as it comes is read by YAML's own rules:
//! variables, the inputs of other flows, texts that may also be lists.

use catalog::{Field, FieldType};
use grammar::diagnostics::YamlImplicitType;
use grammar::yaml::{Scalar, Style, resolve};
use report::Report;

use super::{Base, FlowCheck};
use crate::ast::{Content, Node, Object, Shape, Typed};

pub(super) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for variable in &check.flow.variables {
        variable.value.scalars(&mut |scalar| _ = text(check.base, scalar, report));
    }
    for task in &check.flow.tasks {
        object(check, &task.object, report);
    }
    for entry in check.flow.ast.object.get("labels").map_or(&[][..], Node::entries) {
        number(check.base, &entry.value, report);
    }
}

/// Words where a text may stand, and anything else is not meant.
fn object(check: &FlowCheck<'_>, object: &Object, report: &mut Report) {
    let known = matches!(object.shape, Shape::Plugin(_, Typed::Known { .. }));
    for property in object.properties.iter().filter(|_| known) {
        let Some(field) = property.field else { continue };
        match (&property.value.content, field.ty) {
            (Content::Scalar(scalar), _) if takes_text(field) => word(check.base, scalar, report),
            (Content::Scalar(_), FieldType::String) if !matches!(field.name, "id" | "type") => {
                number(check.base, &property.value, report);
            }
            (Content::Map(entries), FieldType::Map(FieldType::String)) => {
                entries.iter().for_each(|entry| number(check.base, &entry.value, report));
            }
            _ => {}
        }
    }
}

/// A number where text is wanted, which loses zeros or signs on the way: `1.10`, `010`.
fn number(base: Base<'_>, node: &Node, report: &mut Report) {
    if let Content::Scalar(scalar) = &node.content
        && resolve::boolean(&scalar.text).is_none()
    {
        text(base, scalar, report);
    }
}

/// Whether a property is kept as it comes, and takes texts and lists of them.
fn takes_text(field: &Field) -> bool {
    let FieldType::AnyOf(types) = field.ty else { return false };
    types.iter().any(|ty| matches!(ty, FieldType::String))
        && types.iter().all(|ty| matches!(ty, FieldType::String | FieldType::List(FieldType::String)))
}

/// A value that should be a text: what it loses is said, whatever it is read as.
pub(super) fn text(base: Base<'_>, scalar: &Scalar, report: &mut Report) -> bool {
    let read =
        (scalar.style == Style::Plain && scalar.tag.is_none()).then(|| resolve::reads_as(&scalar.text)).flatten();
    let Some(read) = read else { return false };
    report.add(YamlImplicitType { place: base.place(scalar.content()), written: scalar.text.to_string(), read });
    true
}

/// The same, of words only.
fn word(base: Base<'_>, scalar: &Scalar, report: &mut Report) {
    if resolve::boolean(&scalar.text).is_some() {
        text(base, scalar, report);
    }
}

/// A value for an input of another flow that is text.
pub(super) fn for_input(base: Base<'_>, input_type: &str, node: &Node, report: &mut Report) -> bool {
    let wants_text = matches!(input_type, "STRING" | "SELECT" | "ENUM" | "SECRET" | "EMAIL");
    match &node.content {
        Content::Scalar(scalar) if wants_text => text(base, scalar, report),
        _ => false,
    }
}
