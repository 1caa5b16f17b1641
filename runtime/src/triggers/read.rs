//! The properties of a trigger, as the engine needs them.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};
use plan::cron::{Cron, Seconds};
use plan::evaluate::{self, Context};
use plan::trigger::Trigger;
use plan::{Argument, Failure, Template, Text, Value, java};

use super::dates::Dates;
use super::due::{Recover, Schedule};
use super::kinds;

/// What was written under a key; `None` where there is nothing.
pub(super) fn property<'t>(trigger: &'t Trigger, name: &str) -> Option<&'t Argument> {
    trigger.properties.iter().find(|property| &*property.0 == name).map(|property| &property.1)
}

/// A property that is not rendered, as text.
pub(super) fn fixed(trigger: &Trigger, name: &str) -> Option<String> {
    property(trigger, name).and_then(text)
}

/// Whether a property that is not rendered says so.
pub(super) fn flag(trigger: &Trigger, name: &str) -> bool {
    fixed(trigger, name).is_some_and(|value| value == "true")
}

/// What is written, as text.
pub(super) fn text(argument: &Argument) -> Option<String> {
    match argument {
        Argument::Fixed(Value::Null) => None,
        Argument::Fixed(value) => Some(java::to_text(value)),
        Argument::Template(template) => Some(template.source.to_string()),
        Argument::List(_) | Argument::Map(_) => None,
    }
}

/// What is written under a key of a map.
pub(super) fn entry(argument: &Argument, name: &str) -> Option<Argument> {
    match argument {
        Argument::Fixed(value) => value.get(name).cloned().map(Argument::Fixed),
        Argument::Map(entries) => {
            let named = |key: &Argument| matches!(key, Argument::Fixed(key) if key.as_str() == Some(name));
            entries.iter().find(|entry| named(&entry.0)).map(|entry| entry.1.clone())
        }
        Argument::Template(_) | Argument::List(_) => None,
    }
}

/// The text under a key of a map.
pub(super) fn entry_text(argument: &Argument, name: &str) -> Option<Text> {
    entry(argument, name).and_then(|value| text(&value)).map(Text::from)
}

/// The elements of a list.
pub(super) fn items(argument: &Argument) -> Vec<Argument> {
    match argument {
        Argument::Fixed(value) => {
            value.elements().map(|items| items.iter().cloned().map(Argument::Fixed).collect()).unwrap_or_default()
        }
        Argument::List(items) => items.clone(),
        Argument::Template(_) | Argument::Map(_) => Vec::new(),
    }
}

/// The keys of a map with their texts.
pub(super) fn pairs(argument: &Argument) -> Vec<(Text, Text)> {
    let Argument::Fixed(Value::Map(map)) = argument else { return Vec::new() };
    map.iter().map(|(key, value)| (key.clone(), Text::from(java::to_text(value)))).collect()
}

/// Text that is rendered, also where nobody compiled it.
pub(super) fn template(
    argument: &Argument,
    compile: &dyn Fn(&str) -> Result<Template, Failure>,
) -> Result<Template, Failure> {
    match argument {
        Argument::Template(template) => Ok((**template).clone()),
        other => compile(&text(other).unwrap_or_default()),
    }
}

/// What is written, with the expressions in its texts compiled: those of a Flow trigger's `inputs` are read only
/// by whoever runs it, since they look at another flow.
pub(super) fn compiled(
    argument: &Argument,
    compile: &dyn Fn(&str) -> Result<Template, Failure>,
) -> Result<Argument, Failure> {
    Ok(match argument {
        Argument::Fixed(Value::Text(text)) if text.contains("{{") || text.contains("{%") => {
            Argument::Template(Box::new(compile(text)?))
        }
        Argument::Fixed(Value::List(items)) => {
            let items = items.iter().map(|item| compiled(&Argument::Fixed(item.clone()), compile));
            Argument::List(items.collect::<Result<_, Failure>>()?)
        }
        Argument::Fixed(Value::Map(map)) => {
            let entries = map.iter().map(|(key, value)| {
                let key = Argument::Fixed(Value::Text(key.clone()));
                Ok((key, compiled(&Argument::Fixed(value.clone()), compile)?))
            });
            Argument::Map(entries.collect::<Result<_, Failure>>()?)
        }
        other => other.clone(),
    })
}

/// A length of time as it is written: `PT6H`.
pub(super) fn duration(text: &str) -> Option<SignedDuration> {
    crate::duration::parse(text)
}

/// A time of day, in its zone where it names an offset.
pub(super) fn time_of_day(text: &str) -> Option<(Time, Option<TimeZone>)> {
    let Some(at) = text.find(['Z', '+', '-']) else { return Some((text.parse().ok()?, None)) };
    let (time, offset) = text.split_at(at);
    let zone = zone(if offset == "Z" { "UTC" } else { offset })?;
    Some((time.parse().ok()?, Some(zone)))
}

/// A zone by its name or its offset.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    plan::date::rules(name).or_else(|| {
        let pieces = format!("2000-01-01T00:00:00{name}");
        let pieces = jiff::fmt::temporal::Pieces::parse(&pieces).ok()?;
        pieces.to_numeric_offset().map(jiff::tz::Offset::to_time_zone)
    })
}

/// Whether a trigger fires by the clock.
pub(super) fn is_scheduled(trigger: &Trigger) -> bool {
    matches!(&*trigger.trigger_type, kinds::SCHEDULE | kinds::SCHEDULE_ON_DATES)
}

/// When a trigger fires by the clock, and what that follows from; `here` is the zone of the server.
pub(super) fn schedule(trigger: &Trigger, here: &TimeZone, context: &Context<'_>) -> Result<(Schedule, Text), Failure> {
    let zone = match property(trigger, "timezone") {
        None => here.clone(),
        Some(argument) => {
            let name = java::to_text(&evaluate::evaluate(argument, context)?);
            zone(&name).ok_or_else(|| Failure::new(format!("`{name}` is no time zone")))?
        }
    };
    let shown = zone.iana_name().map_or_else(|| format!("{zone:?}"), str::to_owned);
    let (dates, definition) = match &*trigger.trigger_type {
        kinds::SCHEDULE => {
            let text = fixed(trigger, "cron").unwrap_or_default();
            let seconds = if flag(trigger, "withSeconds") { Seconds::With } else { Seconds::Without };
            let cron = Cron::parse(&text, seconds)
                .map_err(|error| Failure::new(format!("`{text}` is no cron expression: {}", error.message)))?;
            (Dates::Cron(Box::new(cron), zone), format!("{text} {shown}"))
        }
        _ => {
            let listed = match property(trigger, "dates") {
                Some(argument) => crate::executor::structure(evaluate::evaluate(argument, context)?),
                None => Value::Null,
            };
            let dates = listed.elements().map_or(&[][..], |dates| dates.as_slice()).iter();
            let mut dates: Vec<Zoned> = dates.map(|date| listed_date(date, &zone)).collect::<Result<_, _>>()?;
            dates.sort();
            dates.dedup();
            let definition = dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
            (Dates::Listed(dates), definition)
        }
    };
    let recover = match fixed(trigger, "recoverMissedSchedules").as_deref() {
        Some("LAST") => Recover::Last,
        Some("NONE") => Recover::None,
        _ => Recover::All,
    };
    let late = fixed(trigger, "lateMaximumDelay").and_then(|text| duration(&text));
    Ok((Schedule { dates, late, recover }, definition.into()))
}

/// A date of a list; one without offset is meant in the zone of the trigger.
fn listed_date(value: &Value, zone: &TimeZone) -> Result<Zoned, Failure> {
    let date = match value {
        Value::LocalDateTime(date) => date.to_zoned(zone.clone()).ok(),
        other => crate::conditions::zoned(other).map(|date| date.with_time_zone(zone.clone())).or_else(|| {
            let date: jiff::civil::DateTime = java::to_text(other).parse().ok()?;
            date.to_zoned(zone.clone()).ok()
        }),
    };
    date.ok_or_else(|| Failure::new(format!("`{}` is no date with a time", java::to_text(value))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_may_name_their_offset() {
        let (time, zone) = time_of_day("09:30:00+01:00").expect("a time");
        assert_eq!((time, zone.is_some()), (Time::constant(9, 30, 0, 0), true));
        assert_eq!(
            time_of_day("09:30").map(|(time, zone)| (time, zone.is_none())),
            Some((Time::constant(9, 30, 0, 0), true))
        );
        assert_eq!(time_of_day("soon"), None);
    }
}
