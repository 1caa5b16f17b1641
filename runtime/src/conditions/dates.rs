//! Dates as conditions read them.

use jiff::Zoned;
use jiff::civil::Weekday;
use plan::{Value, java};

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

/// A day of the week by its English name in capitals.
pub(super) fn weekday(name: &str) -> Option<Weekday> {
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
pub(super) mod tests {
    use plan::evaluate::Context;
    use plan::trigger::Condition;
    use plan::value::Map;
    use plan::{Argument, FlowName, Value};

    use super::super::Test;

    /// Whether a condition of a type with these properties holds for a date.
    pub(in super::super) fn on(date: &str, kind: &str, properties: &[(&str, &str)]) -> Result<bool, String> {
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
        let flow = FlowName { namespace: "demo".into(), id: "flow".into() };
        let context = Context::new(&variables);
        let test = Test { condition: &condition, context: &context, flow: &flow, execution: None, state: None };
        test.holds().map_err(|failure| failure.message.to_string())
    }

    #[test]
    fn dates_are_seen_from_their_own_offset() {
        // Sunday in Paris, still Saturday in UTC.
        let date = "2024-06-02T00:30:00+02:00";
        assert_eq!(on(date, "DayWeek", &[("dayOfWeek", "SUNDAY")]), Ok(true));
        assert_eq!(on(date, "Weekend", &[]), Ok(true));
    }
}
