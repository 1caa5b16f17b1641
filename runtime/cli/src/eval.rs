//! One template, rendered with variables from a file: `lanner eval`.

mod bench;
mod typed;

use std::borrow::Cow;

use compiler::expression;
use jiff::tz::TimeZone;
use plan::evaluate::{self, Budget, Context, Recursion, Settings};
use plan::value::Map;
use plan::{Dialect, Failure, Text, Value};
use serde::Deserialize;

use bench::Bench;
pub(crate) use typed::to_json;

/// What is to be rendered, as a line of `--batch` says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Request {
    /// The template.
    pub(crate) template: Text,
    /// Root names with their values; `{"$type": …, "value": …}` where JSON has no such type.
    #[serde(default)]
    pub(crate) vars: serde_json::Map<String, serde_json::Value>,
    /// `1.3` or `2.0`.
    #[serde(default)]
    pub(crate) version: Option<String>,
    /// Whether what was rendered is rendered again until nothing changes.
    #[serde(default)]
    pub(crate) recursive: bool,
    /// Whether the value is wanted instead of text.
    #[serde(default)]
    pub(crate) typed: bool,
}

/// Where templates are rendered.
pub(crate) struct Place {
    /// The zone in which dates are printed that do not say otherwise.
    pub(crate) zone: TimeZone,
    /// The locale, as Java writes it.
    pub(crate) locale: String,
    /// What an expression may spend.
    pub(crate) budget: Budget,
}

/// What came out.
pub(crate) enum Rendered {
    /// The text.
    Text(String),
    /// The value, where it was asked for.
    Value(Value),
}

/// Renders what was asked for.
///
/// # Errors
///
/// What is wrong with the template, with its place in it.
pub(crate) fn render(request: &Request, place: &Place) -> Result<Rendered, Failure> {
    let dialect = match request.version.as_deref() {
        None => Dialect::V2,
        Some(version) => match crate::version::parse(version) {
            Ok(version) => version.dialect(),
            Err(known) => return Err(Failure::new(format!("`{version}` is no version; {known}"))),
        },
    };
    let variables: Map = request
        .vars
        .iter()
        .map(|(name, value)| Ok((Text::from(name.as_str()), typed::from_json(value)?)))
        .collect::<Result<_, Failure>>()?;
    let settings = Settings {
        zone: place.zone.clone(),
        locale: Cow::Owned(place.locale.clone()),
        recursion: if request.recursive { Recursion::UntilStable } else { Recursion::Once },
        budget: place.budget,
    };
    let context = Context::new(&variables).with_world(&Bench).with_settings(&settings);
    let template = expression::compile_text(&request.template, dialect)?;
    if request.typed {
        evaluate::typed(&template, &context).map(Rendered::Value)
    } else {
        evaluate::render(&template, &context).map(Rendered::Text)
    }
}
