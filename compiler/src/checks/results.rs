//! What a flow gives back, against the types it declares.

use plan::types::{Kind, Type};
use report::Report;

use super::FlowCheck;
use super::expressions::in_words;
use super::inputs::mistyped;
use crate::ast::is_template;
use crate::diagnostics::flow_output_type_mismatch::FlowOutputTypeMismatch;
use crate::ir::Owner;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for (index, output) in (0..).zip(&check.flow.outputs) {
        let (Some(declared), Some(value)) = (output.object.scalar("type"), output.object.get("value")) else {
            continue;
        };
        let name = &*declared.text;
        let Some(scalar) = value.as_scalar() else { continue };
        let (found, instead) = if is_template(&scalar.text) {
            let Some(site) = check.flow.sites.of(scalar, Owner::Output(index)) else { continue };
            if site.template.whole_expression().is_none() || fits(name, &site.ty) {
                continue;
            }
            (in_words(&site.ty), declaration_for(&site.ty))
        } else {
            if mistyped(name, scalar).is_none() {
                continue;
            }
            (format!("`{}`", scalar.text.trim()), None)
        };
        report.add(FlowOutputTypeMismatch {
            place: check.base.place(scalar.content()),
            found,
            output_type: name.to_owned(),
            type_place: check.base.place(declared.content()),
            instead,
        });
    }
}

/// Whether some value of a type can be converted to a declared one: values are rendered to text, then read.
fn fits(declared: &str, ty: &Type) -> bool {
    let kinds = ty.kinds();
    if kinds.is_empty() {
        return true;
    }
    if *ty == Type::FileUri {
        return !matches!(
            declared,
            "INT" | "FLOAT" | "BOOL" | "BOOLEAN" | "DATE" | "DATETIME" | "TIME" | "DURATION" | "JSON" | "ARRAY"
        );
    }
    let accepted: &[Kind] = match declared {
        "INT" => &[Kind::Int, Kind::Text, Kind::Null],
        "FLOAT" => &[Kind::Int, Kind::Float, Kind::Text, Kind::Null],
        "BOOL" | "BOOLEAN" => &[Kind::Bool, Kind::Text, Kind::Null],
        "DATE" | "DATETIME" | "TIME" => &[Kind::Temporal, Kind::Text, Kind::Null],
        "DURATION" => &[Kind::Duration, Kind::Text, Kind::Int, Kind::Float, Kind::Null],
        "FILE" | "URI" => &[Kind::Text, Kind::Null],
        "ARRAY" => &[Kind::List, Kind::Text, Kind::Null],
        _ => return true,
    };
    kinds.iter().any(|kind| accepted.contains(kind))
}

/// The type to declare for values of a type.
fn declaration_for(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Bool => Some("BOOL"),
        Type::Int => Some("INT"),
        Type::Float => Some("FLOAT"),
        Type::Text | Type::Enumeration(_) => Some("STRING"),
        Type::FileUri => Some("FILE"),
        Type::List(_) | Type::Array(_) | Type::Set(_) => Some("ARRAY"),
        Type::Map(_) | Type::Record(_) => Some("JSON"),
        Type::Duration => Some("DURATION"),
        Type::Unknown | Type::Null | Type::Temporal | Type::Union(_) => None,
    }
}
