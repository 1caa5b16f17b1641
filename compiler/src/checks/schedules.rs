//! Cron expressions and time zones, and what the words beside them say.

mod rhythm;

use std::sync::Arc;

use grammar::yaml::Scalar;
use plan::cron::{Cron, CronField, Seconds};
use report::{Place, Report, Span};

use super::{Base, FlowCheck};
use crate::ast::{Content, Node, Object, is_template};
use crate::diagnostics::cron_day_step::CronDayStep;
use crate::diagnostics::cron_description_mismatch::CronDescriptionMismatch;
use crate::diagnostics::cron_dom_and_dow::CronDomAndDow;
use crate::diagnostics::cron_impossible_date::CronImpossibleDate;
use crate::diagnostics::cron_minute_star::CronMinuteStar;
use crate::diagnostics::cron_timezone_implicit::CronTimezoneImplicit;
use crate::diagnostics::hardcoded_utc_offset::HardcodedUtcOffset;
use crate::diagnostics::invalid_cron::InvalidCron;
use crate::diagnostics::invalid_timezone::InvalidTimezone;
use crate::embedded::clock::{self, Said};
use crate::flatten::is_true;
use crate::words;

pub(crate) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for trigger in &check.flow.triggers {
        let object = &trigger.object;
        if let Some(cron) = object.scalar("cron") {
            if check.base.is_garbled(cron.content()) {
                continue;
            }
            if is_template(&cron.text) {
                let problem = "an expression is not rendered here".to_owned();
                let place = check.base.place(cron.content());
                report.add(InvalidCron { place, problem, other_kind: false });
                continue;
            }
            schedule(check, object, cron, report);
        }
    }
    for task in &check.flow.tasks {
        for property in &task.object.properties {
            offsets(check, &property.value, report);
        }
    }
}

fn schedule(check: &FlowCheck<'_>, trigger: &Arc<Object>, scalar: &Arc<Scalar>, report: &mut Report) {
    let seconds = if is_true(trigger, "withSeconds") { Seconds::With } else { Seconds::Without };
    let place = |range: std::ops::Range<usize>| check.base.place(scalar.span_of(range));
    let cron = match Cron::parse(&scalar.text, seconds) {
        Ok(cron) => cron,
        Err(error) => {
            let other = if seconds == Seconds::With { Seconds::Without } else { Seconds::With };
            let other_kind = Cron::parse(&scalar.text, other).is_ok();
            let range = if error.place.is_empty() { 0..scalar.text.len() } else { error.place };
            report.add(InvalidCron { place: place(range), problem: error.message, other_kind });
            return;
        }
    };
    if !cron.ever_fires() {
        let range = cron.day.place.start..cron.month.place.end;
        report.add(CronImpossibleDate { place: place(range), cron: scalar.text.trim().to_owned() });
        return;
    }
    if !cron.day.any && !cron.weekday.any && cron.day.step.is_none() && cron.weekday.step.is_none() {
        report
            .add(CronDomAndDow { place: place(cron.weekday.place.clone()), day_place: place(cron.day.place.clone()) });
    }
    let said = said(check, trigger);
    let named = |word: &str| said.iter().any(|(text, _)| text.to_ascii_lowercase().contains(word));
    let by_name = trigger.text("id").is_some_and(|id| id.to_ascii_lowercase().contains("minute"));
    if cron.minute.any && !cron.hour.any && !by_name && !named("every minute") {
        report.add(minute_star(&cron, scalar, place(cron.minute.place.clone()), place(0..scalar.text.len())));
    }
    steps(check, &cron, scalar, report);
    // Conditions may leave out most of the dates.
    let narrowed = ["when", "conditions", "scheduleConditions"].iter().any(|key| trigger.get(key).is_some());
    if !times(check, &cron, scalar, &said, report) && !narrowed {
        rhythms(check, &cron, scalar, &said, report);
    }
    if trigger.get("timezone").is_none() && !cron.hour.any && cron.hour.step.is_none() {
        implicit_zone(check, trigger, scalar, &said, report);
    }
}

fn minute_star(cron: &Cron, scalar: &Scalar, place: Place, cron_place: Place) -> CronMinuteStar {
    let hours: Vec<i8> = cron.hour.iter().collect();
    let when = match hours.as_slice() {
        [hour] => format!("from {hour:02}:00 to {hour:02}:59"),
        hours => format!("of {} hours", hours.len()),
    };
    let minute = &cron.minute.place;
    let instead = format!("{}0{}", &scalar.text[..minute.start], &scalar.text[minute.end..]);
    CronMinuteStar { place, cron_place, when, instead }
}

fn steps(check: &FlowCheck<'_>, cron: &Cron, scalar: &Scalar, report: &mut Report) {
    let fields: [(&CronField, &'static str, u32); 4] = [
        (&cron.minute, "minute", 60),
        (&cron.hour, "hour", 24),
        (&cron.day, "day of month", 31),
        (&cron.month, "month", 12),
    ];
    for (field, name, size) in fields {
        let Some(step) = field.step.filter(|step| size % step != 0) else { continue };
        let values: Vec<i8> = field.iter().collect();
        let weekly = (name == "day of month" && step == 7).then(|| {
            let head = scalar.text[..cron.day.place.start].trim_end();
            (check.base.place(scalar.content()), format!("{head} * {} 1", &scalar.text[cron.month.place.clone()]))
        });
        report.add(CronDayStep {
            place: check.base.place(scalar.span_of(field.place.clone())),
            field: name,
            step,
            values,
            weekly,
        });
    }
}

/// What is said of a trigger: its description, its id, and comments on its lines and above it.
fn said(check: &FlowCheck<'_>, trigger: &Object) -> Vec<(String, Span)> {
    let source = &check.base.prepared.source;
    let mut said: Vec<(String, Span)> = Vec::new();
    if let Some(description) = trigger.scalar("description") {
        said.push((description.text.to_string(), description.content()));
    }
    if let Some(id) = trigger.id() {
        said.push((id.text.split(['_', '-']).map(in_capitals).collect::<Vec<_>>().join(" "), id.content()));
    }
    let line = |at: u32| source.position(at as usize).line;
    let (first, last) = (line(trigger.span.start), line(trigger.span.end));
    let comments = check.base.prepared.comments();
    let on = |wanted: u32| {
        let at = comments.partition_point(|comment| line(comment.span.start) < wanted);
        comments.get(at).filter(|comment| line(comment.span.start) == wanted)
    };
    said.extend((first..=last).filter_map(on).map(|comment| (comment.text.to_string(), comment.span)));
    // Of a trigger that is alone the comments above its list speak, too.
    let alone = check.flow.triggers.len() == 1;
    let mut above = first.saturating_sub(1);
    loop {
        match on(above) {
            Some(comment) => said.push((comment.text.to_string(), comment.span)),
            None if alone && source.text.lines().nth(above.saturating_sub(1) as usize) == Some("triggers:") => {}
            None => break,
        }
        above = above.saturating_sub(1);
    }
    said
}

/// The abbreviation of a zone as it is known, other words as they are.
fn in_capitals(word: &str) -> String {
    let zone = word.len() > 2 && clock::abbreviation(word).is_some();
    if zone { word.to_ascii_uppercase() } else { word.to_owned() }
}

/// How often words say that it fires, where it does not.
fn rhythms(check: &FlowCheck<'_>, cron: &Cron, scalar: &Scalar, said: &[(String, Span)], report: &mut Report) {
    let found = said.iter().find_map(|(text, span)| Some((rhythm::mismatch(cron, text)?, *span)));
    if let Some(((said, fires), span)) = found {
        let said_place = check.base.place(span);
        report.add(CronDescriptionMismatch { place: check.base.place(scalar.content()), said, said_place, fires });
    }
}

/// Times of day in words that the expression does not fire at; whether there are some.
fn times(check: &FlowCheck<'_>, cron: &Cron, scalar: &Scalar, said: &[(String, Span)], report: &mut Report) -> bool {
    let (hours, minutes): (Vec<i8>, Vec<i8>) = (cron.hour.iter().collect(), cron.minute.iter().collect());
    let ([hour], [minute]) = (hours.as_slice(), minutes.as_slice()) else { return false };
    for (text, span) in said {
        let times = clock::times(text);
        // Where several times are said, one of them is meant, or none of them is the schedule's.
        let [Said { hour: said_hour, minute: said_minute, text: words }] = times.as_slice() else { continue };
        if said_hour == hour && said_minute.is_none_or(|it| it == *minute) {
            continue;
        }
        report.add(CronDescriptionMismatch {
            place: check.base.place(scalar.content()),
            said: format!("`{words}`"),
            said_place: check.base.place(*span),
            fires: format!("at {hour:02}:{minute:02}"),
        });
        return true;
    }
    false
}

fn implicit_zone(
    check: &FlowCheck<'_>,
    trigger: &Arc<Object>,
    scalar: &Scalar,
    said: &[(String, Span)],
    report: &mut Report,
) {
    let found = said.iter().find_map(|(text, span)| Some((clock::zone(text)?, *span))).or_else(|| elsewhere(check));
    let Some((zone, span)) = found else { return };
    let source = &check.base.prepared.source;
    let insert = trigger.property("cron").and_then(|property| {
        let line = check.base.line(property.span());
        let start = source.text[..property.key.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let indent = property.key.span.start as usize - start;
        let blank = source.text[start..property.key.span.start as usize].trim().is_empty();
        let end = Span { start: line.span.end, end: line.span.end };
        blank.then(|| (check.base.place(end), indent))
    });
    report.add(CronTimezoneImplicit {
        place: check.base.place(scalar.content()),
        said: zone.said,
        said_place: check.base.place(span),
        zone: zone.name,
        insert,
    });
}

/// A zone that the flow names elsewhere: in its description, or for something else in it.
fn elsewhere(check: &FlowCheck<'_>) -> Option<(clock::ZoneSaid, Span)> {
    let mut found = None;
    let mut visit = |scalar: &Arc<Scalar>| {
        if found.is_none()
            && scalar.text.contains('/')
            && scalar.text.len() < 40
            && plan::date::rules(&scalar.text).is_some()
        {
            let zone = clock::ZoneSaid { said: scalar.text.to_string(), name: Some(scalar.text.to_string()) };
            found = Some((zone, scalar.content()));
        }
    };
    for task in &check.flow.tasks {
        for property in task.object.properties.iter().filter(|property| property.name() != "type") {
            property.value.scalars(&mut |scalar| visit(scalar));
        }
    }
    if found.is_none()
        && let Some(description) = check.flow.ast.object.scalar("description")
        && let Some(zone) = clock::zone(&description.text)
    {
        return Some((zone, description.content()));
    }
    found
}

/// A time zone that nobody knows.
pub(super) fn timezone(base: Base<'_>, scalar: &Scalar, report: &mut Report) {
    let name = scalar.text.trim();
    if plan::date::Zone::of(name).is_some() {
        return;
    }
    let meant = clock::abbreviation(name).map(str::to_owned).or_else(|| {
        let names: Vec<String> = plan::date::regions().collect();
        let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let city = names.iter().find(|known| last(known).eq_ignore_ascii_case(&name.replace(' ', "_")));
        city.cloned().or_else(|| words::nearest(name, names.iter().map(String::as_str)).map(str::to_owned))
    });
    report.add(InvalidTimezone { name: name.to_owned(), place: base.place(scalar.content()), nearest: meant });
}

/// Fixed offsets beside the name of a zone.
fn offsets(check: &FlowCheck<'_>, node: &Node, report: &mut Report) {
    let pairs: Vec<(&str, &Node)> = match &node.content {
        Content::Map(entries) => entries.iter().map(|entry| (&*entry.key.text, &entry.value)).collect(),
        Content::Object(object) if object.is_kind(catalog::Kind::Task) => return,
        Content::Object(object) => object.properties.iter().map(|it| (&*it.key.text, &it.value)).collect(),
        Content::List(items) => {
            items.iter().for_each(|item| offsets(check, item, report));
            return;
        }
        Content::Missing | Content::Scalar(_) => return,
    };
    let zone = pairs.iter().find_map(|(key, value)| {
        let scalar = value.as_scalar()?;
        let named = key.eq_ignore_ascii_case("timezone") || key.eq_ignore_ascii_case("zone");
        (named && scalar.text.contains('/') && changes(&scalar.text)).then_some(scalar)
    });
    for (_, value) in &pairs {
        if let (Some(zone), Some(scalar)) = (zone, value.as_scalar())
            && let Some(offset) = clock::offset(&scalar.text)
        {
            report.add(HardcodedUtcOffset {
                place: check.base.place(scalar.span_of(offset.clone())),
                offset: scalar.text[offset].to_owned(),
                zone: zone.text.to_string(),
                zone_place: check.base.place(zone.content()),
            });
        }
        offsets(check, value, report);
    }
}

/// Whether the offset of a zone changes in the course of a year.
fn changes(zone: &str) -> bool {
    let Some(zone) = plan::date::rules(zone) else { return false };
    let at = |month| jiff::civil::date(2026, month, 1).to_zoned(zone.clone()).map(|it| it.offset()).ok();
    at(1) != at(7)
}
