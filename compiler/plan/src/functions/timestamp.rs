//! `timestamp`, `timestampMilli`, `timestampMicro` and `timestampNano`.

use super::date::Reading;
use crate::Value;
use crate::date::convert;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;

const PARAMETERS: &[Parameter] = &[
    Parameter::optional("timeZone", Kind::TEXT, "the server's", "The zone of a date that names none.")
        .checked(check_zone),
    Parameter::optional(
        "existingFormat",
        Kind::TEXT,
        "",
        "How a text input is written: the name of a format, or a pattern.",
    )
    .checked(check_format),
];

/// `value | timestamp`.
pub(super) static SECONDS: Function = Function {
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Int, Kind::Null]),
    examples: &[Example { template: "{{ '2024-02-29T10:11:12.345Z' | timestamp }}", result: "1709201472" }],
    purity: Purity::World,
    input: &[Kind::Temporal, Kind::Text, Kind::Int, Kind::Null],
    ..Function::new(Form::Filter, "timestamp", "Counts the seconds from 1970 to a date.", seconds)
};

/// `value | timestampMilli`.
pub(super) static MILLIS: Function = Function {
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Int, Kind::Null]),
    examples: &[Example { template: "{{ '2024-02-29T10:11:12.345Z' | timestampMilli }}", result: "1709201472345" }],
    purity: Purity::World,
    input: &[Kind::Temporal, Kind::Text, Kind::Int, Kind::Null],
    ..Function::new(Form::Filter, "timestampMilli", "Counts the milliseconds from 1970 to a date.", millis)
};

/// `value | timestampMicro`.
pub(super) static MICROS: Function = Function {
    doc: "The result is text.",
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example { template: "{{ '2024-02-29T10:11:12.345Z' | timestampMicro }}", result: "1709201472345000" }],
    purity: Purity::World,
    input: &[Kind::Temporal, Kind::Text, Kind::Int, Kind::Null],
    ..Function::new(Form::Filter, "timestampMicro", "Counts the microseconds from 1970 to a date.", micros)
};

/// `value | timestampNano`.
pub(super) static NANOS: Function = Function {
    doc: "The result is text.",
    parameters: PARAMETERS,
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[Example {
        template: "{{ '2024-02-29T10:11:12.345Z' | timestampNano }}",
        result: "1709201472345000000",
    }],
    purity: Purity::World,
    input: &[Kind::Temporal, Kind::Text, Kind::Int, Kind::Null],
    ..Function::new(Form::Filter, "timestampNano", "Counts the nanoseconds from 1970 to a date.", nanos)
};

fn check_zone(zone: &Value) -> Result<(), String> {
    let Some(zone) = zone.as_str() else { return Ok(()) };
    convert::zone(zone).map(drop).map_err(|error| error.to_string())
}

fn check_format(format: &Value) -> Result<(), String> {
    let Some(format) = format.as_str() else { return Ok(()) };
    convert::pattern(format).map(drop).map_err(|error| error.to_string())
}

fn instant(arguments: &Arguments<'_>, evaluation: &Evaluation<'_>) -> Result<Option<jiff::Timestamp>, Error> {
    if arguments.input().is_null() {
        return Ok(None);
    }
    let reading = arguments.prepared(|| Reading::of(arguments, 0, 1))?;
    let moment = reading.moment(arguments.input(), &reading.zone(evaluation))?;
    moment.instant().map(Some).map_err(|_| Error::new("the date is before the year -9999 or after the year 9999"))
}

fn seconds(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let counted = |instant: jiff::Timestamp| Value::Long(instant.as_nanosecond().div_euclid(1_000_000_000) as i64);
    Ok(instant(arguments, evaluation)?.map_or(Value::Null, counted))
}

fn millis(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let counted = |instant: jiff::Timestamp| Value::Long(instant.as_nanosecond().div_euclid(1_000_000) as i64);
    Ok(instant(arguments, evaluation)?.map_or(Value::Null, counted))
}

fn micros(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let counted = |instant: jiff::Timestamp| Value::from(instant.as_nanosecond().div_euclid(1_000).to_string());
    Ok(instant(arguments, evaluation)?.map_or(Value::Null, counted))
}

fn nanos(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let counted = |instant: jiff::Timestamp| Value::from(instant.as_nanosecond().to_string());
    Ok(instant(arguments, evaluation)?.map_or(Value::Null, counted))
}
