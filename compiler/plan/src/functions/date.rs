//! `date`, `dateAdd` and `now`.

use crate::Value;
use crate::date::{FORMATS, Locale, Moment, Pattern, UNITS, Unit, Zone, convert};
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;

const DOC: &str = "Formats by name: `iso` (the default), `iso_milli`, `iso_sec`, `sql`, `sql_milli`, `sql_sec`, Java's `iso_local_date`, `iso_instant`, `rfc_1123_date_time` and the like, and the styles `full`, `long`, `medium` and `short`. Everything else is a pattern of Java's `DateTimeFormatter`: `yyyy-MM-dd'T'HH:mm:ssXXX`.\n\nText must be in ISO form unless `existingFormat` says otherwise; without a zone it is in `timeZone`. Whole numbers count seconds since 1970, with 13 digits milliseconds, with 19 digits nanoseconds.";

const FORMAT: Parameter =
    Parameter::optional("format", Kind::TEXT, "'iso'", "The name of a format, or a pattern.").checked(check_format);
const TIME_ZONE: Parameter = Parameter::optional(
    "timeZone",
    Kind::TEXT,
    "the server's",
    "A region like `Europe/Paris`, an offset like `+01:00`, or `UTC`.",
)
.checked(check_zone);
const EXISTING_FORMAT: Parameter =
    Parameter::optional("existingFormat", Kind::TEXT, "", "How a text input is written: a format as in `format`.")
        .checked(check_format);
const LOCALE: Parameter =
    Parameter::optional("locale", Kind::TEXT, "the server's", "Whose names of months and days: `fr`, `fr_FR`.")
        .checked(check_locale);

/// `value | date('yyyy-MM-dd')`.
pub(super) static DATE: Function = Function {
    doc: DOC,
    parameters: &[FORMAT, TIME_ZONE, EXISTING_FORMAT, LOCALE],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[
        Example { template: "{{ '2024-02-29T10:11:12Z' | date('yyyy/MM/dd HH:mm') }}", result: "2024/02/29 10:11" },
        Example {
            template: "{{ '2024-02-29T10:11:12Z' | date('iso_sec', timeZone='Asia/Tokyo') }}",
            result: "2024-02-29T19:11:12+09:00",
        },
        Example {
            template: "{{ '29/02/2024' | date('EEEE d MMMM', existingFormat='dd/MM/yyyy', locale='fr') }}",
            result: "jeudi 29 février",
        },
    ],
    purity: Purity::World,
    input: &[Kind::Temporal, Kind::Text, Kind::Int, Kind::Null],
    ..Function::new(Form::Filter, "date", "Prints a date in another form.", date)
};

/// `value | dateAdd(1, 'DAYS')`.
pub(super) static DATE_ADD: Function = Function {
    doc: "Days and longer units keep the time of day where clocks change, shorter ones are exact. Adding months stays inside the month.",
    parameters: &[
        Parameter::required(
            "amount",
            &[Kind::Int, Kind::Float, Kind::Text],
            "How many, negative to go back; fractions are cut off.",
        )
        .checked(|value| match value {
            Value::Text(text) => whole(text).map(drop),
            _ => Ok(()),
        }),
        Parameter::required("unit", Kind::TEXT, "What is added.").one_of(UNITS),
        FORMAT,
        TIME_ZONE,
        EXISTING_FORMAT,
        LOCALE,
    ],
    returns: Returns::Kinds(&[Kind::Text, Kind::Null]),
    examples: &[
        Example { template: "{{ '2024-01-31' | dateAdd(1, 'MONTHS', format='yyyy-MM-dd') }}", result: "2024-02-29" },
        Example {
            template: "{{ '2024-02-29T10:11:12Z' | dateAdd(-90, 'MINUTES', 'iso_sec') }}",
            result: "2024-02-29T08:41:12Z",
        },
    ],
    purity: Purity::World,
    input: &[Kind::Temporal, Kind::Text, Kind::Int, Kind::Null],
    ..Function::new(Form::Filter, "dateAdd", "Adds to a date and prints it.", date_add)
};

/// `now()`.
pub(super) static NOW: Function = Function {
    doc: DOC,
    parameters: &[FORMAT, TIME_ZONE, EXISTING_FORMAT, LOCALE],
    returns: Returns::Kinds(&[Kind::Text]),
    examples: &[Example { template: "{{ now(format='yyyy') | length }}", result: "4" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "now", "Prints the current time.", now)
};

fn check_format(format: &Value) -> Result<(), String> {
    let Some(format) = format.as_str() else { return Ok(()) };
    Pattern::of(format).map(drop).map_err(|error| {
        let named = !format.contains([' ', '-', ':', '/', '\'']) && format.contains('_');
        if named {
            format!("there is no date format `{format}`: the formats are {}", FORMATS.join(", "))
        } else {
            error.message
        }
    })
}

fn check_zone(zone: &Value) -> Result<(), String> {
    let Some(zone) = zone.as_str() else { return Ok(()) };
    convert::zone(zone).map(drop).map_err(|error| error.to_string())
}

fn check_locale(locale: &Value) -> Result<(), String> {
    let Some(locale) = locale.as_str() else { return Ok(()) };
    convert::locale(locale).map(drop).map_err(|error| error.to_string())
}

/// What the arguments behind a date say, ready to be used.
pub(super) struct Formatting {
    format: Pattern,
    reading: Reading,
    locale: Option<Locale>,
}

/// How an input is understood.
#[derive(Default)]
pub(super) struct Reading {
    zone: Option<Zone>,
    existing: Option<Pattern>,
}

impl Reading {
    /// From the arguments `timeZone` and `existingFormat`, which stand at these positions.
    pub(super) fn of(arguments: &Arguments<'_>, zone: usize, existing: usize) -> Result<Self, Error> {
        Ok(Self {
            zone: optional(arguments, zone)?.map(convert::zone).transpose()?,
            existing: optional(arguments, existing)?.map(convert::pattern).transpose()?,
        })
    }

    pub(super) fn zone(&self, evaluation: &Evaluation<'_>) -> Zone {
        self.zone.clone().unwrap_or_else(|| Zone::from(evaluation.zone()))
    }

    pub(super) fn moment(&self, value: &Value, zone: &Zone) -> Result<Moment, Error> {
        convert::moment(value, zone, self.existing.as_ref())
    }
}

impl Formatting {
    /// From the four arguments, the first of which stands at a position.
    fn of(arguments: &Arguments<'_>, first: usize) -> Result<Self, Error> {
        let format = match arguments.get(first) {
            None => "iso",
            Some(_) => arguments.text(first)?,
        };
        Ok(Self {
            format: convert::pattern(format)?,
            reading: Reading::of(arguments, first + 1, first + 2)?,
            locale: match arguments.get(first + 3) {
                None => None,
                Some(_) => Some(convert::locale(arguments.text(first + 3)?)?),
            },
        })
    }

    fn print(&self, moment: &Moment, zone: &Zone, evaluation: &Evaluation<'_>) -> Result<Value, Error> {
        let locale = self.locale.or_else(|| Locale::of(evaluation.locale())).unwrap_or_else(Locale::american);
        let there = moment.seen_from(zone).map_err(|_| beyond())?;
        self.format.print(&there, locale).map(Value::from).map_err(Error::new)
    }
}

fn beyond() -> Error {
    Error::new("the date is before the year -9999 or after the year 9999")
}

/// A text argument that may be absent or null.
fn optional<'a>(arguments: &Arguments<'a>, parameter: usize) -> Result<Option<&'a str>, Error> {
    match arguments.get(parameter) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => arguments.text(parameter).map(Some),
    }
}

fn date(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let formatting = arguments.prepared(|| Formatting::of(arguments, 0))?;
    let zone = formatting.reading.zone(evaluation);
    let moment = formatting.reading.moment(arguments.input(), &zone)?;
    formatting.print(&moment, &zone, evaluation)
}

fn date_add(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    if arguments.input().is_null() {
        return Ok(Value::Null);
    }
    let amount = amount(arguments)?;
    let unit = arguments.text(1)?;
    let formatting = arguments.prepared(|| Formatting::of(arguments, 2))?;
    let unit = Unit::of(unit)
        .ok_or_else(|| Error::new(format!("there is no unit `{unit}`: the units are {}", UNITS.join(", "))))?;
    let zone = formatting.reading.zone(evaluation);
    let moment = formatting.reading.moment(arguments.input(), &zone)?;
    let later = unit.add(amount, &moment).ok_or_else(beyond)?;
    formatting.print(&later, &zone, evaluation)
}

/// A text that is a whole number.
fn whole(text: &str) -> Result<i64, String> {
    text.parse().map_err(|_| format!("the `amount` of `dateAdd` must be a whole number, and it is `{text}`"))
}

/// A number, or a text that is a whole number.
fn amount(arguments: &Arguments<'_>) -> Result<i64, Error> {
    let value = arguments.required(0)?;
    let number = match value {
        Value::Int(_) | Value::Long(_) => value.as_i64(),
        Value::Float(_) | Value::Double(_) | Value::Big(_) => value.as_f64().map(|number| number as i64),
        Value::Text(text) => Some(whole(text).map_err(Error::new)?),
        _ => None,
    };
    number.ok_or_else(|| arguments.wrong_kind(0, value))
}

fn now(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let formatting = arguments.prepared(|| Formatting::of(arguments, 0))?;
    let zone = formatting.reading.zone(evaluation);
    let moment = Moment::at(evaluation.world().now()?, &zone);
    formatting.print(&moment, &zone, evaluation)
}
