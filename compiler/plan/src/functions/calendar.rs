//! `isWeekend`, `isDayWeekInMonth`, `isLastWorkingDay`, `dayOfWeek`, `dayOfMonth`, `monthOfYear`, `hourOfDay`.

use jiff::civil::{Date, Weekday};

use crate::date::iso;
use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Returns};
use crate::types::Kind;
use crate::{Value, java};

const DATE: Parameter = Parameter::required(
    "date",
    &[Kind::Temporal, Kind::Text],
    "A date or date-time; the date counts as it is written, in its own zone.",
);
const DAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const SINCE: Version = Version::new(2, 0);

/// `isWeekend(date)`.
pub(super) static IS_WEEKEND: Function = Function {
    parameters: &[DATE],
    returns: Returns::Kinds(Kind::BOOL),
    since: SINCE,
    examples: &[Example { template: "{{ isWeekend('2024-03-02') }}", result: "true" }],
    ..Function::new(Form::Function, "isWeekend", "Whether a date is a Saturday or a Sunday.", is_weekend)
};

/// `isDayWeekInMonth(date, 'MONDAY', 'FIRST')`.
pub(super) static IS_DAY_WEEK_IN_MONTH: Function = Function {
    parameters: &[
        DATE,
        Parameter::required("dayOfWeek", Kind::TEXT, "The day of the week.").checked(check_day),
        Parameter::required("position", Kind::TEXT, "`FIRST`, `SECOND`, `THIRD`, `FOURTH` or `LAST`.")
            .checked(check_position),
    ],
    returns: Returns::Kinds(Kind::BOOL),
    since: SINCE,
    examples: &[Example { template: "{{ isDayWeekInMonth('2024-03-29', 'FRIDAY', 'LAST') }}", result: "true" }],
    ..Function::new(
        Form::Function,
        "isDayWeekInMonth",
        "Whether a date is, say, the first Monday of its month.",
        is_day_week_in_month,
    )
};

/// `isLastWorkingDay(date)`.
pub(super) static IS_LAST_WORKING_DAY: Function = Function {
    doc: "Public holidays count as working days.",
    parameters: &[
        DATE,
        Parameter::optional(
            "workingDays",
            &[Kind::Text, Kind::Null],
            "Monday to Friday",
            "The days that count, separated by commas or spaces.",
        ),
    ],
    returns: Returns::Kinds(Kind::BOOL),
    since: SINCE,
    examples: &[Example { template: "{{ isLastWorkingDay('2024-03-29') }}", result: "true" }],
    ..Function::new(
        Form::Function,
        "isLastWorkingDay",
        "Whether a date is the last working day of its month.",
        is_last_working_day,
    )
};

/// `dayOfWeek(date)`.
pub(super) static DAY_OF_WEEK: Function = Function {
    parameters: &[DATE],
    returns: Returns::Kinds(Kind::TEXT),
    since: SINCE,
    examples: &[Example { template: "{{ dayOfWeek('2024-02-29') }}", result: "THURSDAY" }],
    ..Function::new(Form::Function, "dayOfWeek", "The day of the week, in capitals.", day_of_week)
};

/// `dayOfMonth(date)`.
pub(super) static DAY_OF_MONTH: Function = Function {
    parameters: &[DATE],
    returns: Returns::Kinds(Kind::INT),
    since: SINCE,
    examples: &[Example { template: "{{ dayOfMonth('2024-02-29') }}", result: "29" }],
    ..Function::new(Form::Function, "dayOfMonth", "The day of the month, from 1.", day_of_month)
};

/// `monthOfYear(date)`.
pub(super) static MONTH_OF_YEAR: Function = Function {
    parameters: &[DATE],
    returns: Returns::Kinds(Kind::INT),
    since: SINCE,
    examples: &[Example { template: "{{ monthOfYear('2024-02-29') }}", result: "2" }],
    ..Function::new(Form::Function, "monthOfYear", "The month, from 1.", month_of_year)
};

/// `hourOfDay(date)`.
pub(super) static HOUR_OF_DAY: Function = Function {
    parameters: &[DATE],
    returns: Returns::Kinds(Kind::INT),
    since: SINCE,
    examples: &[Example { template: "{{ hourOfDay('2024-02-29T23:11:12+05:00') }}", result: "23" }],
    ..Function::new(Form::Function, "hourOfDay", "The hour of a date-time, from 0.", hour_of_day)
};

/// The date an argument stands for.
pub(super) fn date(arguments: &Arguments<'_>) -> Result<Date, Error> {
    let text = printed(arguments)?;
    iso::date(&text).ok_or_else(|| {
        Error::new(format!("`{text}` is not a date: it must be like `2024-02-29` or `2024-02-29T10:11:12Z`"))
    })
}

fn printed(arguments: &Arguments<'_>) -> Result<String, Error> {
    match arguments.required(0)? {
        Value::Null => Err(arguments.wrong_kind(0, &Value::Null)),
        value => Ok(java::to_text(value)),
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    let index = DAYS.iter().position(|day| day.eq_ignore_ascii_case(name))?;
    Weekday::from_monday_zero_offset(i8::try_from(index).ok()?).ok()
}

fn unknown_day(name: &str) -> String {
    format!("there is no day `{name}`: the days are {}", DAYS.join(", "))
}

fn check_day(day: &Value) -> Result<(), String> {
    let Some(day) = day.as_str() else { return Ok(()) };
    weekday(day).map(drop).ok_or_else(|| unknown_day(day))
}

fn position(name: &str) -> Option<i8> {
    Some(match name.to_uppercase().as_str() {
        "FIRST" => 1,
        "SECOND" => 2,
        "THIRD" => 3,
        "FOURTH" => 4,
        "LAST" => -1,
        _ => return None,
    })
}

fn unknown_position(name: &str) -> String {
    format!("there is no position `{name}`: the positions are FIRST, SECOND, THIRD, FOURTH, LAST")
}

fn check_position(name: &Value) -> Result<(), String> {
    let Some(name) = name.as_str() else { return Ok(()) };
    position(name).map(drop).ok_or_else(|| unknown_position(name))
}

fn is_weekend(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(matches!(date(arguments)?.weekday(), Weekday::Saturday | Weekday::Sunday)))
}

fn is_day_week_in_month(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let date = date(arguments)?;
    let day = arguments.text(1)?;
    let nth = arguments.text(2)?;
    let day = weekday(day).ok_or_else(|| Error::new(unknown_day(day)))?;
    let nth = position(nth).ok_or_else(|| Error::new(unknown_position(nth)))?;
    Ok(Value::Bool(date.nth_weekday_of_month(nth, day).is_ok_and(|wanted| wanted == date)))
}

fn is_last_working_day(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let date = date(arguments)?;
    let working = match arguments.get(1) {
        None | Some(Value::Null) => Vec::new(),
        Some(days) => {
            let days = java::to_text(days);
            let names = days.split(|next: char| next == ',' || next.is_whitespace()).filter(|name| !name.is_empty());
            let working = names.map(|name| weekday(name).ok_or_else(|| Error::new(unknown_day(name))));
            let working = working.collect::<Result<Vec<_>, _>>()?;
            if working.is_empty() && !days.trim().is_empty() {
                return Err(Error::new(format!("`workingDays` of `isLastWorkingDay` names no day: `{days}`")));
            }
            working
        }
    };
    let works = |day: Weekday| {
        if working.is_empty() { !matches!(day, Weekday::Saturday | Weekday::Sunday) } else { working.contains(&day) }
    };
    let last = (0..7).filter_map(|back| date.last_of_month().checked_sub(jiff::Span::new().days(back)).ok());
    let last = last.into_iter().find(|day| works(day.weekday()));
    Ok(Value::Bool(last == Some(date)))
}

fn day_of_week(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let index = date(arguments)?.weekday().to_monday_zero_offset();
    Ok(Value::text(DAYS[usize::from(index.unsigned_abs())]))
}

fn day_of_month(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Int(i32::from(date(arguments)?.day())))
}

fn month_of_year(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Int(i32::from(date(arguments)?.month())))
}

fn hour_of_day(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let text = printed(arguments)?;
    let time = iso::time(&text).ok_or_else(|| {
        Error::new(format!("`{text}` is not a date with a time: it must be like `2024-02-29T10:11:12Z`"))
    })?;
    Ok(Value::Int(i32::from(time.hour())))
}
