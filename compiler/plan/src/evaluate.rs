//! Evaluating templates: what they may see, what they may ask of the world, what they may spend.

mod access;
mod arguments;
mod budget;
mod error;
mod evaluation;
mod explain;
pub mod hash_order;
mod interpret;
mod member;
pub mod operators;
mod scope;
mod typed;
mod world;

use jiff::tz::TimeZone;

use crate::{Argument, Failure, Template, Value};
pub use arguments::{Arguments, Cache};
pub use budget::{Budget, Limit};
pub use error::{Error, ErrorKind};
pub use evaluation::Evaluation;
pub use member::has_member;
pub use world::{FileRequest, HttpRequest, HttpResponse, NoWorld, SubflowRequest, World};

/// The names an expression may use: `inputs`, `outputs`, `flow`, `execution`, …
pub trait Variables {
    /// The value of a root name, borrowed from wherever it lives; `None` where it is not there.
    ///
    /// What is expensive to build is built on the first call and kept.
    fn root(&self, name: &str) -> Option<&Value>;

    /// All root names, for messages that suggest the nearest and for `printContext()`.
    fn names(&self) -> Vec<&str>;
}

impl Variables for crate::value::Map {
    fn root(&self, name: &str) -> Option<&Value> {
        self.get(name)
    }

    fn names(&self) -> Vec<&str> {
        self.keys().map(AsRef::as_ref).collect()
    }
}

/// Everything an evaluation depends on besides the template.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The names an expression may use.
    pub variables: &'a dyn Variables,
    /// What functions ask of the outside.
    pub world: &'a dyn World,
    /// How values are printed, and what may be spent.
    pub settings: &'a Settings,
}

impl<'a> Context<'a> {
    /// Variables without a world, in UTC and `en_US`, under the usual limits.
    pub fn new(variables: &'a dyn Variables) -> Self {
        static USUAL: Settings = Settings::USUAL;
        Self { variables, world: &NoWorld, settings: &USUAL }
    }

    /// The same with a world.
    #[must_use]
    pub fn with_world(self, world: &'a dyn World) -> Self {
        Self { world, ..self }
    }

    /// The same with other settings.
    #[must_use]
    pub fn with_settings(self, settings: &'a Settings) -> Self {
        Self { settings, ..self }
    }
}

/// How values are printed, and what may be spent.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The server's time zone: where dates are printed that do not say otherwise.
    pub zone: TimeZone,
    /// The server's locale, as Java writes it: `en_US`.
    pub locale: std::borrow::Cow<'static, str>,
    /// Whether what was rendered is rendered again until nothing changes.
    pub recursion: Recursion,
    /// What an evaluation may spend.
    pub budget: Budget,
}

impl Settings {
    /// UTC, `en_US`, one pass, the usual limits.
    pub const USUAL: Self = Self {
        zone: TimeZone::UTC,
        locale: std::borrow::Cow::Borrowed("en_US"),
        recursion: Recursion::Once,
        budget: Budget::USUAL,
    };
}

impl Default for Settings {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Whether what was rendered is rendered again (`kestra.variables.recursive-rendering`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recursion {
    /// One pass; `render()` asks for more.
    #[default]
    Once,
    /// Again and again until nothing changes.
    UntilStable,
}

/// Renders a template to text.
///
/// # Errors
///
/// A failure with the expression's place, and the values of the variables involved.
pub fn render(template: &Template, context: &Context<'_>) -> Result<String, Failure> {
    if let Some(text) = template.fixed_text() {
        return Ok(text.as_ref().into());
    }
    let mut evaluation = Evaluation::new(*context, template.dialect);
    let rendered = evaluation.text_of(template).and_then(|text| match context.settings.recursion {
        Recursion::Once => Ok(text),
        Recursion::UntilStable if text == *template.source => Ok(text),
        Recursion::UntilStable => evaluation.render_until_stable(text),
    });
    rendered.map_err(|error| explain::failure(&error, template, &evaluation))
}

/// Evaluates a template. One whole expression keeps its type; everything else gives text.
///
/// # Errors
///
/// As [`render`].
pub fn value(template: &Template, context: &Context<'_>) -> Result<Value, Failure> {
    match (template.whole_expression(), context.settings.recursion) {
        (Some(expression), Recursion::Once) => {
            let mut evaluation = Evaluation::new(*context, template.dialect);
            let value = evaluation.value(expression, template).map(std::borrow::Cow::into_owned);
            value.map_err(|error| explain::failure(&error, template, &evaluation))
        }
        _ => match template.fixed_text() {
            Some(text) => Ok(Value::Text(text.clone())),
            None => render(template, context).map(Value::from),
        },
    }
}

/// Evaluates a template as Kestra's `renderTyped` does: a single print keeps its type, several scalars and
/// text make text, and a list or map among them makes everything be read as JSON.
///
/// # Errors
///
/// As [`render`], and where the JSON cannot be read.
pub fn typed(template: &Template, context: &Context<'_>) -> Result<Value, Failure> {
    let mut evaluation = Evaluation::new(*context, template.dialect);
    evaluation.typed(template).map_err(|error| explain::failure(&error, template, &evaluation))
}

/// Evaluates an argument, leaf by leaf; a template that is one whole expression keeps its type. The first
/// of two equal keys wins.
///
/// # Errors
///
/// As [`render`].
pub fn evaluate(argument: &Argument, context: &Context<'_>) -> Result<Value, Failure> {
    match argument {
        Argument::Fixed(value) => Ok(value.clone()),
        Argument::Template(template) => value(template, context),
        Argument::List(items) => {
            Ok(Value::list(items.iter().map(|item| evaluate(item, context)).collect::<Result<Vec<_>, _>>()?))
        }
        Argument::Map(entries) => {
            let mut map = crate::value::Map::default();
            for (key, value) in entries {
                let key = crate::java::to_text(&evaluate(key, context)?);
                let value = evaluate(value, context)?;
                map.entry(key.into()).or_insert(value);
            }
            Ok(Value::Map(std::sync::Arc::new(map)))
        }
    }
}

/// Whether a rendered condition (`runIf`, `If.condition`, …) holds: everything but the empty text, `false`,
/// `0` and `-0` does (Kestra's `TruthUtils`).
pub fn is_truthy(rendered: &str) -> bool {
    !matches!(rendered, "" | "false" | "0" | "-0")
}
