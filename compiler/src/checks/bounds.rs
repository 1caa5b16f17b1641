//! Numbers, sizes and spellings against what their properties accept of them.

use catalog::{Constraints, Dynamic, Field, FieldType};
use report::Report;

use super::{Base, schedules};
use crate::ast::{Content, Node, is_template};
use crate::diagnostics::invalid_property_type::InvalidPropertyType;

/// Checks a value that is written out.
pub(super) fn check(base: Base<'_>, field: &'static Field, node: &Node, report: &mut Report) {
    let constraints = &field.constraints;
    let breach = match &node.content {
        Content::Scalar(scalar) if is_template(&scalar.text) || scalar.text.is_empty() => None,
        Content::Scalar(scalar) => {
            if constraints.check == Some("TimezoneId") {
                schedules::timezone(base, scalar, report);
            }
            number(constraints, &field.ty, &scalar.text).or_else(|| spelling(field, &scalar.text))
        }
        Content::List(items) => size(constraints, items.len(), "element"),
        Content::Map(entries) => size(constraints, entries.len(), "entry"),
        Content::Missing | Content::Object(_) => None,
    };
    if let Some((expected, found)) = breach {
        let place = base.place(node.as_scalar().map_or(node.span, |scalar| scalar.content()));
        report.add(InvalidPropertyType { property: field.name.to_owned(), expected, found, place, meant: None });
    }
}

/// What is expected, and what is there.
type Breach = Option<(String, String)>;

fn number(constraints: &Constraints, ty: &FieldType, text: &str) -> Breach {
    if !matches!(ty, FieldType::Integer | FieldType::Number) {
        return None;
    }
    let number: f64 = text.trim().parse().ok()?;
    let expected = match constraints {
        Constraints { min: Some(min), .. } if number < *min => format!("a number from {min}"),
        Constraints { above: Some(above), .. } if number <= *above => format!("a number above {above}"),
        Constraints { max: Some(max), .. } if number > *max => format!("a number up to {max}"),
        _ => return None,
    };
    Some((expected, format!("`{}`", text.trim())))
}

fn spelling(field: &Field, text: &str) -> Breach {
    if !matches!(field.ty, FieldType::String) || field.dynamic != Dynamic::Fixed {
        return None;
    }
    if let Some(breach) = size(&field.constraints, text.chars().count(), "character") {
        return Some(breach);
    }
    let pattern = field.constraints.pattern?;
    let whole = fancy_regex::Regex::new(&format!("^(?:{pattern})$")).ok()?;
    match whole.is_match(text) {
        Ok(false) => Some((format!("text that matches `{pattern}`"), format!("`{text}`"))),
        Ok(true) | Err(_) => None,
    }
}

fn size(constraints: &Constraints, size: usize, of: &str) -> Breach {
    let plural = |count: u32| match (count, of) {
        (1, _) => of.to_owned(),
        (_, "entry") => "entries".to_owned(),
        _ => format!("{of}s"),
    };
    let found = u32::try_from(size).unwrap_or(u32::MAX);
    let expected = match constraints {
        Constraints { min_size: Some(min), .. } if found < *min => format!("at least {min} {}", plural(*min)),
        Constraints { max_size: Some(max), .. } if found > *max => format!("at most {max} {}", plural(*max)),
        _ => return None,
    };
    Some((expected, format!("{found}")))
}
