//! Types described in JSON: Kestra's plugins, from which the compact catalogue is written, and types of
//! the user's own.
//!
//! A file describes the types of one artifact. Names are long (`required`) or as short as in the files
//! Kestra's plugins are described in (`req`); [`SCHEMA`] says it in full.
//!
//! ```json
//! {
//!   "artifact": "acme",
//!   "types": {
//!     "com.acme.Greet": {
//!       "kind": "task",
//!       "summary": "Greet somebody",
//!       "properties": {
//!         "who": {"type": "string", "required": true, "dynamic": "rendered", "doc": "Whom to greet."},
//!         "tone": {"type": {"enum": "Tone"}, "default": "KIND"}
//!       },
//!       "outputs": "Greeting"
//!     }
//!   },
//!   "definitions": {"Tone": {"enum": ["KIND", "STERN"]}},
//!   "outputs": {"Greeting": {"properties": {"text": {"type": "string"}}}}
//! }
//! ```
//!
//! A type expression is one of `any string integer number boolean duration date-time date time uri`, or
//! `{"list": T}`, `{"map": T}`, `{"enum": name}` and `{"object": name}` from `definitions` (or Kestra's core),
//! `{"plugin": kind}` for an object with a `type`, `{"data": T}` for rows.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use plan::dialect::Version;
use serde::{Deserialize, Deserializer};

use crate::available::Available;
use crate::declaration::{Ability, Kind, Method};

/// The JSON schema of a description, for editors.
pub const SCHEMA: &str = include_str!("../types.schema.json");

/// The description of an artifact.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Where the schema is, for editors.
    #[serde(default, rename = "$schema")]
    pub schema: Option<String>,
    /// Its name: `plugin-aws`.
    pub artifact: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// The version of the core it is built against.
    #[serde(default, rename = "kestraVersion")]
    pub kestra_version: String,
    /// How the facts were gathered.
    #[serde(default = "by_user", deserialize_with = "method")]
    pub method: Method,
    /// The types by name.
    pub types: BTreeMap<String, Type>,
    /// Nested objects and enumerations of properties, by name.
    #[serde(default, alias = "definitions")]
    pub defs: BTreeMap<String, Def>,
    /// What types give out, by name.
    #[serde(default, alias = "outputs")]
    pub outs: BTreeMap<String, Def>,
    /// Properties common to all types of a kind; only in descriptions of the core.
    #[serde(default)]
    pub bases: BTreeMap<String, Base>,
    /// The definition of the flow document; only in descriptions of the core.
    #[serde(default)]
    pub flow: Option<String>,
}

/// Properties common to all types of a kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// The class that has them.
    pub class: String,
    /// The properties.
    pub props: IndexMap<String, OneOrMany<Property>>,
}

/// A type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// What it is.
    #[serde(deserialize_with = "kind")]
    pub kind: Kind,
    /// Old names.
    #[serde(default)]
    pub aliases: Vec<Word>,
    /// One line.
    #[serde(default)]
    pub summary: String,
    /// Markdown.
    #[serde(default)]
    pub doc: String,
    /// Whether it should no longer be written.
    #[serde(default, alias = "deprecated", deserialize_with = "deprecated")]
    pub dep: Option<Deprecated>,
    /// Not for authors.
    #[serde(default, deserialize_with = "flag")]
    pub internal: bool,
    /// What it is able to do.
    #[serde(default, deserialize_with = "abilities")]
    pub is: Vec<Ability>,
    /// Abstract bases.
    #[serde(default)]
    pub supers: Vec<String>,
    /// Validators of the whole.
    #[serde(default)]
    pub checks: Vec<Word>,
    /// Its properties.
    #[serde(default, alias = "properties")]
    pub props: IndexMap<String, OneOrMany<Property>>,
    /// Common properties it lacks.
    #[serde(default)]
    pub without: Vec<String>,
    /// The name of what it gives out.
    #[serde(default)]
    pub outputs: Option<String>,
    /// The first version that has it.
    #[serde(default, deserialize_with = "version")]
    pub since: Option<Version>,
    /// The first version that has it no longer.
    #[serde(default, deserialize_with = "version")]
    pub until: Option<Version>,
}

/// A property or an output.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// What it accepts.
    #[serde(alias = "type")]
    pub t: TypeExpression,
    /// Markdown.
    #[serde(default)]
    pub doc: String,
    /// Required and without default.
    #[serde(default, alias = "required", deserialize_with = "flag")]
    pub req: bool,
    /// The default.
    #[serde(default, alias = "default", deserialize_with = "present")]
    pub def: Option<serde_json::Value>,
    /// There is a default, unknown which.
    #[serde(default, deserialize_with = "flag")]
    pub defx: bool,
    /// When expressions in it are evaluated.
    #[serde(default, rename = "dyn", alias = "dynamic", deserialize_with = "dynamic")]
    pub dynamic: u8,
    /// Holds a secret.
    #[serde(default, alias = "secret", deserialize_with = "flag")]
    pub sec: bool,
    /// Whether it should no longer be written.
    #[serde(default, alias = "deprecated", deserialize_with = "deprecated")]
    pub dep: Option<Deprecated>,
    /// The address of a file in internal storage.
    #[serde(default, alias = "internalStorage", deserialize_with = "flag")]
    pub isu: bool,
    /// The types that are accepted, before the value becomes what `t` says.
    #[serde(default, rename = "anyOf")]
    pub any_of: Vec<TypeExpression>,
    /// The documented type, which wins over `t`.
    #[serde(default, rename = "impl")]
    pub documented: Option<TypeExpression>,
    /// The only texts accepted.
    #[serde(default)]
    pub values: Vec<String>,
    /// Other names.
    #[serde(default, alias = "aliases")]
    pub alias: Vec<String>,
    /// One value is accepted for a list.
    #[serde(default, deserialize_with = "flag")]
    pub single: bool,
    /// The name of its own way to be read.
    #[serde(default)]
    pub custom: Option<String>,
    /// The name of a validator.
    #[serde(default)]
    pub check: Option<String>,
    /// Neither empty text nor empty list.
    #[serde(default, rename = "nonEmpty", deserialize_with = "flag")]
    pub non_empty: bool,
    /// The least number.
    #[serde(default)]
    pub min: Option<f64>,
    /// The greatest number.
    #[serde(default)]
    pub max: Option<f64>,
    /// A number it must exceed.
    #[serde(default, rename = "exMin", alias = "above")]
    pub ex_min: Option<f64>,
    /// The least size.
    #[serde(default, rename = "minSize")]
    pub min_size: Option<u32>,
    /// The greatest size.
    #[serde(default, rename = "maxSize")]
    pub max_size: Option<u32>,
    /// A regular expression for the whole text.
    #[serde(default)]
    pub pattern: Option<String>,
    /// The first version that has it.
    #[serde(default, deserialize_with = "version")]
    pub since: Option<Version>,
    /// The first version that has it no longer.
    #[serde(default, deserialize_with = "version")]
    pub until: Option<Version>,
}

/// A nested object or an enumeration.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Def {
    /// The keys.
    #[serde(default, alias = "properties")]
    pub props: IndexMap<String, OneOrMany<Property>>,
    /// The values of an enumeration.
    #[serde(default, rename = "enum")]
    pub values: Option<Vec<Word>>,
    /// Other spellings of values.
    #[serde(default, alias = "aliases")]
    pub alias: BTreeMap<String, String>,
    /// The definition for each value of the tag.
    #[serde(default, rename = "oneOf")]
    pub one_of: BTreeMap<String, Case>,
    /// The tag.
    #[serde(default)]
    pub tag: Option<String>,
    /// The definition where the tag is missing.
    #[serde(default, rename = "defaultImpl")]
    pub default_case: Option<String>,
    /// Implementations, the choice among which is not known.
    #[serde(default, alias = "implementations")]
    pub impls: Vec<String>,
    /// Other keys are accepted.
    #[serde(default, deserialize_with = "flag")]
    pub open: bool,
    /// A value of this type is accepted for the whole.
    #[serde(default)]
    pub from: Option<TypeExpression>,
    /// The name of its own way to be read.
    #[serde(default)]
    pub custom: Option<String>,
    /// Only its variants occur.
    #[serde(default, rename = "abstract", deserialize_with = "flag")]
    pub is_abstract: bool,
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum TypeExpression {
    /// `string`, `integer`, `number`, `boolean`, `duration`, `date-time`, `date`, `time`, `uri`, `any`.
    Simple(Simple),
    /// A list.
    List {
        /// Of these.
        #[serde(rename = "list", alias = "a")]
        item: Box<TypeExpression>,
    },
    /// A map.
    Map {
        /// With these values.
        #[serde(rename = "map", alias = "m")]
        value: Box<TypeExpression>,
    },
    /// An enumeration.
    Enumeration {
        /// Its name.
        #[serde(rename = "enum", alias = "e")]
        name: String,
    },
    /// A nested object.
    Record {
        /// Its name.
        #[serde(rename = "object", alias = "r")]
        name: String,
    },
    /// An object with a `type`.
    Plugin {
        /// Of this kind.
        #[serde(rename = "plugin", alias = "p", deserialize_with = "kind")]
        kind: Kind,
        /// Derived from this, or able to do this.
        #[serde(default)]
        sub: Option<String>,
    },
    /// Rows.
    Data {
        /// Of these.
        #[serde(rename = "data")]
        row: Box<TypeExpression>,
    },
}

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Simple {
    Any,
    String,
    Integer,
    Number,
    Boolean,
    Duration,
    DateTime,
    Date,
    Time,
    Uri,
}

/// The definition for a value of a tag.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "CaseText")]
pub struct Case {
    /// The name of the definition.
    pub name: String,
    /// The versions that have it.
    pub available: Available,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CaseText {
    Plain(String),
    Bounded {
        name: String,
        #[serde(default, deserialize_with = "version")]
        since: Option<Version>,
        #[serde(default, deserialize_with = "version")]
        until: Option<Version>,
    },
}

impl From<CaseText> for Case {
    fn from(text: CaseText) -> Self {
        match text {
            CaseText::Plain(name) => Self { name, available: Available::ALWAYS },
            CaseText::Bounded { name, since, until } => Self { name, available: Available { since, until } },
        }
    }
}

/// A text with the versions that know it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "CaseText")]
pub struct Word {
    /// The text.
    pub text: String,
    /// The versions.
    pub available: Available,
}

impl From<CaseText> for Word {
    fn from(text: CaseText) -> Self {
        let Case { name, available } = text.into();
        Self { text: name, available }
    }
}

impl Type {
    /// The versions that have it.
    pub fn available(&self) -> Available {
        Available { since: self.since, until: self.until }
    }
}

impl Property {
    /// The versions that have it.
    pub fn available(&self) -> Available {
        Available { since: self.since, until: self.until }
    }
}

/// That something should no longer be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deprecated {
    /// Since which version.
    pub since: Option<Version>,
    /// What to write instead.
    pub instead: Option<String>,
}

/// One, or several that different versions have.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// Several.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// All of them.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl File {
    /// Reads a description.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, with line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FlagText {
    Flag(bool),
    Number(u8),
}

fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(match FlagText::deserialize(from)? {
        FlagText::Flag(flag) => flag,
        FlagText::Number(number) => number != 0,
    })
}

/// `null` is a default, too.
fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(from).map(Some)
}

fn dynamic<'de, D: Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
    match serde_json::Value::deserialize(from)? {
        serde_json::Value::Number(number) if number.as_u64().is_some_and(|number| number <= 2) => {
            Ok(number.as_u64().map_or(0, |number| number as u8))
        }
        serde_json::Value::String(text) if text == "rendered" => Ok(1),
        serde_json::Value::String(text) if text == "property" => Ok(2),
        other => Err(serde::de::Error::custom(format!("`dynamic` is `rendered` or `property`, not `{other}`"))),
    }
}

fn deprecated<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Deprecated>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Text {
        Flag(bool),
        Number(u8),
        Instead(String),
    }
    Ok(match Text::deserialize(from)? {
        Text::Flag(false) | Text::Number(0) => None,
        Text::Flag(true) | Text::Number(_) => Some(Deprecated::default()),
        Text::Instead(instead) => Some(Deprecated { since: None, instead: Some(instead) }),
    })
}

fn kind<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
    let name = String::deserialize(from)?;
    Kind::parse(&name).ok_or_else(|| {
        let known: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        serde::de::Error::custom(format!("unknown kind `{name}`, known are {}", known.join(", ")))
    })
}

fn abilities<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Ability>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let parse = |name: String| {
        Ability::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("unknown ability `{name}`")))
    };
    names.into_iter().map(parse).collect()
}

fn version<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Version>, D::Error> {
    let text = String::deserialize(from)?;
    let wrong = || serde::de::Error::custom(format!("`{text}` is no version, write `1.3` or `2.0`"));
    Version::parse(&text).map(Some).ok_or_else(wrong)
}

fn by_user() -> Method {
    Method::User
}

fn method<'de, D: Deserializer<'de>>(from: D) -> Result<Method, D::Error> {
    match String::deserialize(from)?.as_str() {
        "reflection" => Ok(Method::Reflection),
        "source" => Ok(Method::Source),
        _ => Ok(Method::User),
    }
}
