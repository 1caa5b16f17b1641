//! Conditions on dates and times of day: that there is something to compare with, and that it can be read.

use report::Report;

use super::FlowCheck;
use crate::ast::{Object, is_template};
use crate::diagnostics::invalid_property_type::InvalidPropertyType;
use crate::diagnostics::missing_required_property::MissingRequiredProperty;

pub(super) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for trigger in &check.flow.triggers {
        below(check, &trigger.object, report);
    }
}

/// Conditions may lie in others.
fn below(check: &FlowCheck<'_>, object: &Object, report: &mut Report) {
    for property in &object.properties {
        property.value.objects(&mut |inner| {
            condition(check, inner, report);
            below(check, inner, report);
        });
    }
}

fn condition(check: &FlowCheck<'_>, object: &Object, report: &mut Report) {
    let times = object.is("io.kestra.plugin.core.condition.TimeBetween");
    if !times && !object.is("io.kestra.plugin.core.condition.DateTimeBetween") {
        return;
    }
    let bounds = ["after", "before"];
    let misspelt = object.properties.iter().any(|property| property.field.is_none());
    if !misspelt && bounds.iter().all(|key| object.get(key).is_none()) {
        report.add(MissingRequiredProperty {
            names: vec!["after".to_owned(), "before".to_owned()],
            owner: "a condition that compares".to_owned(),
            place: check.base.place(object.grip()),
        });
    }
    for scalar in bounds.iter().filter(|_| times).filter_map(|key| Some((*key, object.scalar(key)?))) {
        let (property, scalar) = (scalar.0.to_owned(), scalar.1);
        if is_template(&scalar.text) || is_time_with_offset(&scalar.text) {
            continue;
        }
        report.add(InvalidPropertyType {
            property,
            expected: "a time of day with its offset, such as `09:00:00+01:00`".to_owned(),
            found: format!("`{}`", scalar.text),
            place: check.base.place(scalar.content()),
            meant: None,
        });
    }
}

/// `09:00Z`, `09:00:00+01:00`, as `java.time.OffsetTime` reads them.
fn is_time_with_offset(text: &str) -> bool {
    let text = text.trim();
    let Some(at) = text.find(['Z', 'z', '+', '-']) else { return false };
    let offset = match &text[at..] {
        "Z" | "z" => true,
        offset => offset.len() >= 3 && offset[1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b':'),
    };
    let two_digits = text[..at].find(':') == Some(2);
    offset && two_digits && text[..at].parse::<jiff::civil::Time>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_time_with_offset;

    #[test]
    fn a_time_needs_its_offset() {
        let reads = |text| is_time_with_offset(text);
        assert!(reads("09:00Z") && reads("09:00:00+01:00") && reads("21:30:00-03:00"));
        assert!(!reads("9:00") && !reads("09:00") && !reads("9:00Z") && !reads("nine"));
    }
}
