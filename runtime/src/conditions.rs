//! The conditions of triggers and listeners (1.x): whether an execution, or a date, is one they wait for.

use jiff::Zoned;
use jiff::civil::Weekday;
use plan::evaluate::{self, Context};
use plan::trigger::Condition;
use plan::{Failure, Value, java};

use crate::execution::{Execution, State};

/// Whether a condition holds for an execution.
///
/// # Errors
///
/// When one of its expressions cannot be evaluated, or it is none for executions.
pub(crate) fn holds(condition: &Condition, execution: &Execution, context: &Context<'_>) -> Result<bool, Failure> {
    let properties = Properties { condition, context };
    let flow = execution.flow();
    match short(&condition.condition_type) {
        "ExecutionFlow" => {
            Ok(properties.text("namespace")? == *flow.namespace && properties.text("flowId")? == *flow.id)
        }
        "ExecutionNamespace" => {
            let wanted = properties.text("namespace")?;
            let prefix = properties.text("prefix")? == "true";
            Ok(match properties.text("comparison")?.as_str() {
                "PREFIX" => flow.namespace.starts_with(&wanted),
                "SUFFIX" => flow.namespace.ends_with(&wanted),
                "" if prefix => flow.namespace.starts_with(&wanted),
                _ => *flow.namespace == wanted,
            })
        }
        "ExecutionStatus" => properties.state_fits(execution.state()),
        "ExecutionLabels" => {
            let wanted = crate::executor::labels_of(&properties.value("labels")?)?;
            Ok(wanted.iter().all(|label| execution.labels().contains(label)))
        }
        "ExecutionOutputs" => Ok(execution.outputs().is_some() && properties.expression()?),
        "Expression" => properties.expression(),
        "HasRetryAttempt" => {
            for run in execution.task_runs().iter().filter(|run| run.attempts().len() > 1) {
                for attempt in run.attempts() {
                    if properties.state_fits(attempt.history().current())? {
                        return Ok(true);
                    }
                }
            }
            Ok(false)
        }
        "FlowCondition" => {
            Ok(properties.text("namespace")? == *flow.namespace && properties.text("flowId")? == *flow.id)
        }
        "FlowNamespaceCondition" => {
            let wanted = properties.text("namespace")?;
            let prefix = properties.text("prefix")? == "true";
            Ok(if prefix { flow.namespace.starts_with(&wanted) } else { *flow.namespace == wanted })
        }
        "Not" => none(condition, |child| holds(child, execution, context)),
        "Or" => any(condition, |child| holds(child, execution, context)),
        _ => of_date(condition, context),
    }
}

/// Whether a condition holds for a date; `context` knows it as `trigger.date`.
///
/// # Errors
///
/// When one of its expressions cannot be evaluated, or it is none for dates.
pub(crate) fn of_date(condition: &Condition, context: &Context<'_>) -> Result<bool, Failure> {
    let properties = Properties { condition, context };
    match short(&condition.condition_type) {
        "DateTimeBetween" => {
            let date = properties.date()?.timestamp();
            let bound = |name| properties.bound(name);
            let (after, before) = (bound("after")?, bound("before")?);
            if after.is_none() && before.is_none() {
                return Err(Failure::new("Invalid condition with no before nor after"));
            }
            Ok(after.is_none_or(|after| date > after) && before.is_none_or(|before| date < before))
        }
        "TimeBetween" => {
            let date = properties.date()?;
            let inside = |name: &str, later: bool| -> Result<bool, Failure> {
                let bound = properties.text(name)?;
                if bound.is_empty() {
                    return Ok(true);
                }
                let at = offset_time(&bound, &date)
                    .ok_or_else(|| Failure::new(format!("`{bound}` is no time of day with an offset")))?;
                Ok(if later { date.timestamp() > at } else { date.timestamp() < at })
            };
            Ok(inside("after", true)? && inside("before", false)?)
        }
        "DayWeek" => Ok(weekday(&properties.text("dayOfWeek")?) == Some(properties.date()?.weekday())),
        "DayWeekInMonth" => {
            let date = properties.date()?;
            let day =
                weekday(&properties.text("dayOfWeek")?).ok_or_else(|| Failure::new("`dayOfWeek` names no day"))?;
            let nth = match properties.text("dayInMonth")?.as_str() {
                "FIRST" => 1,
                "SECOND" => 2,
                "THIRD" => 3,
                "FOURTH" => 4,
                _ => -1,
            };
            Ok(date.date().nth_weekday_of_month(nth, day).is_ok_and(|wanted| wanted == date.date()))
        }
        "Weekend" => Ok(matches!(properties.date()?.weekday(), Weekday::Saturday | Weekday::Sunday)),
        "Expression" => properties.expression(),
        "Not" => none(condition, |child| of_date(child, context)),
        "Or" => any(condition, |child| of_date(child, context)),
        other => Err(Failure::new(format!("a condition of the type `{other}` cannot be tested here"))),
    }
}

fn none(condition: &Condition, holds: impl Fn(&Condition) -> Result<bool, Failure>) -> Result<bool, Failure> {
    any(condition, holds).map(|any| !any)
}

fn any(condition: &Condition, holds: impl Fn(&Condition) -> Result<bool, Failure>) -> Result<bool, Failure> {
    for child in &condition.children {
        if holds(child)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The part of a type's name behind the last dot.
pub(crate) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

struct Properties<'a> {
    condition: &'a Condition,
    context: &'a Context<'a>,
}

impl Properties<'_> {
    fn value(&self, name: &str) -> Result<Value, Failure> {
        match self.condition.properties.iter().find(|property| &*property.0 == name) {
            Some((_, argument)) => evaluate::evaluate(argument, self.context),
            None => Ok(Value::Null),
        }
    }

    /// A property as text; empty where it is absent.
    fn text(&self, name: &str) -> Result<String, Failure> {
        let value = self.value(name)?;
        Ok(if value.is_null() { String::new() } else { java::to_text(&value) })
    }

    fn states(&self, name: &str) -> Result<Option<Vec<State>>, Failure> {
        let value = self.value(name)?;
        let Some(items) = value.elements() else { return Ok(None) };
        Ok(Some(items.iter().filter_map(|item| State::parse(&java::to_text(item))).collect()))
    }

    fn state_fits(&self, state: State) -> Result<bool, Failure> {
        let inside = self.states("in")?.is_none_or(|states| states.contains(&state));
        let outside = self.states("notIn")?.is_none_or(|states| !states.contains(&state));
        Ok(inside && outside)
    }

    fn expression(&self) -> Result<bool, Failure> {
        let text = self.text("expression")?;
        Ok(!matches!(text.trim(), "" | "false"))
    }

    /// The date that is tested: the property `date`, else the date of the trigger.
    fn date(&self) -> Result<Zoned, Failure> {
        let written = self.value("date")?;
        let value = if written.is_null() {
            let trigger = self.context.variables.root("trigger");
            trigger.and_then(|trigger| trigger.get("date")).cloned().unwrap_or_default()
        } else {
            written
        };
        zoned(&value).ok_or_else(|| Failure::new(format!("`{}` is no date with a time", java::to_text(&value))))
    }

    fn bound(&self, name: &str) -> Result<Option<jiff::Timestamp>, Failure> {
        let value = self.value(name)?;
        if value.is_null() {
            return Ok(None);
        }
        let at =
            zoned(&value).ok_or_else(|| Failure::new(format!("`{}` is no date with a time", java::to_text(&value))))?;
        Ok(Some(at.timestamp()))
    }
}

/// A date with a time, as it is seen from its own zone or offset.
pub(crate) fn zoned(value: &Value) -> Option<Zoned> {
    match value {
        Value::Zoned(at) => Some((**at).clone()),
        Value::Instant(at) => Some(at.to_zoned(jiff::tz::TimeZone::UTC)),
        other => {
            let text = java::to_text(other);
            if text.contains('[') {
                return text.parse().ok();
            }
            let at: jiff::Timestamp = text.parse().ok()?;
            let zone = jiff::fmt::temporal::Pieces::parse(&text)
                .ok()
                .and_then(|pieces| pieces.to_numeric_offset())
                .map_or(jiff::tz::TimeZone::UTC, jiff::tz::Offset::to_time_zone);
            Some(at.to_zoned(zone))
        }
    }
}

/// `16:19:12+02:00` on the day of a date.
fn offset_time(text: &str, on: &Zoned) -> Option<jiff::Timestamp> {
    let day = on.date();
    format!("{day}T{text}").parse().ok()
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "MONDAY" => Weekday::Monday,
        "TUESDAY" => Weekday::Tuesday,
        "WEDNESDAY" => Weekday::Wednesday,
        "THURSDAY" => Weekday::Thursday,
        "FRIDAY" => Weekday::Friday,
        "SATURDAY" => Weekday::Saturday,
        "SUNDAY" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use plan::value::Map;
    use plan::{Argument, Value};

    use super::*;

    fn on(date: &str, kind: &str, properties: &[(&str, &str)]) -> Result<bool, String> {
        let condition = Condition {
            condition_type: format!("io.kestra.plugin.core.condition.{kind}").into(),
            properties: (properties.iter())
                .map(|(name, value)| ((*name).into(), Argument::Fixed(Value::text(value))))
                .collect(),
            children: Vec::new(),
            place: report::Span::default(),
        };
        let trigger = Value::map([("date", Value::text(date))]);
        let variables: Map = [("trigger".into(), trigger)].into_iter().collect();
        of_date(&condition, &Context::new(&variables)).map_err(|failure| failure.message.to_string())
    }

    #[test]
    fn dates_are_seen_from_their_own_offset() {
        // Sunday in Paris, still Saturday in UTC.
        let date = "2024-06-02T00:30:00+02:00";
        assert_eq!(on(date, "DayWeek", &[("dayOfWeek", "SUNDAY")]), Ok(true));
        assert_eq!(on(date, "Weekend", &[]), Ok(true));
        assert_eq!(on(date, "DayWeekInMonth", &[("dayOfWeek", "SUNDAY"), ("dayInMonth", "FIRST")]), Ok(true));
        assert_eq!(on(date, "DayWeekInMonth", &[("dayOfWeek", "SUNDAY"), ("dayInMonth", "LAST")]), Ok(false));
    }

    #[test]
    fn bounds_are_not_included() {
        let date = "2024-06-02T12:00:00Z";
        assert_eq!(on(date, "DateTimeBetween", &[("after", "2024-06-02T12:00:00Z")]), Ok(false));
        assert_eq!(on(date, "DateTimeBetween", &[("before", "2024-06-02T13:00:00Z")]), Ok(true));
        assert!(on(date, "DateTimeBetween", &[]).is_err());
        assert_eq!(on(date, "TimeBetween", &[("after", "13:30:00+02:00"), ("before", "14:30:00+02:00")]), Ok(true));
    }
}
