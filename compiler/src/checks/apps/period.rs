//! When an app can be opened, and the picture it is listed with.

use grammar::yaml::Scalar;
use report::Report;

use super::AppCheck;
use crate::ast::is_template;
use crate::diagnostics::conflicting_properties::{Conflict, ConflictingProperties};
use crate::diagnostics::invalid_property_type::InvalidPropertyType;

pub(super) fn check(check: &AppCheck<'_>, report: &mut Report) {
    expiration(check, report);
    thumbnail(check, report);
}

fn expiration(check: &AppCheck<'_>, report: &mut Report) {
    let Some(period) = check.app.ast.object.object("expiration") else { return };
    let mut read = |key: &'static str| {
        let scalar = period.scalar(key).filter(|it| !it.text.is_empty() && !is_template(&it.text))?;
        let date = date(scalar);
        if date.is_none() {
            report.add(InvalidPropertyType {
                property: key.to_owned(),
                expected: "a date and time such as `2026-01-31T09:00:00Z`".to_owned(),
                found: format!("`{}`", scalar.text),
                place: check.base.place(scalar.content()),
                meant: None,
            });
        }
        Some((scalar, date?))
    };
    let (Some((start, begins)), Some((end, ends))) = (read("startDate"), read("endDate")) else { return };
    if ends < begins {
        report.add(ConflictingProperties {
            place: check.base.place(end.content()),
            other: check.base.place(start.content()),
            conflict: Conflict::Before { this: "endDate".to_owned(), that: "startDate".to_owned() },
        });
    }
}

/// A point in time, to be compared with others of the same app; what has no zone is taken as UTC.
fn date(scalar: &Scalar) -> Option<jiff::civil::DateTime> {
    let text = scalar.text.trim();
    let instant = text.parse::<jiff::Timestamp>().map(|it| it.to_zoned(jiff::tz::TimeZone::UTC).datetime());
    let zoned = || text.parse::<jiff::Zoned>().map(|it| it.with_time_zone(jiff::tz::TimeZone::UTC).datetime());
    instant.or_else(|_| zoned()).or_else(|_| text.parse::<jiff::civil::DateTime>()).ok()
}

/// Files of a namespace are `nsfiles` in apps, where flows write `nsfile`.
fn thumbnail(check: &AppCheck<'_>, report: &mut Report) {
    let Some(picture) = check.app.ast.object.scalar("thumbnail") else { return };
    if let Some(path) = picture.text.strip_prefix("nsfile:") {
        report.add(InvalidPropertyType {
            property: "thumbnail".to_owned(),
            expected: "a file of the namespace such as `nsfiles:///logo.svg`".to_owned(),
            found: format!("`{}`", picture.text),
            place: check.base.place(picture.content()),
            meant: Some(format!("nsfiles:{path}")),
        });
    }
}
