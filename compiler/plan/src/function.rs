//! How a filter, function or test is declared, once: the same declaration serves checking, documentation,
//! completion and the call at run time.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dialect::{Dialect, Version};
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::types::{Kind, Type};
use crate::{Value, functions};

/// How a callable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Form {
    /// `value | name(arguments)`.
    Filter,
    /// `name(arguments)`.
    Function,
    /// `value is name(arguments)`.
    Test,
}

/// A filter, function or test.
pub struct Function {
    /// As authors write it.
    pub name: &'static str,
    /// How it is written.
    pub form: Form,
    /// One line for lists and completion.
    pub summary: &'static str,
    /// Markdown below the summary; may be empty.
    pub doc: &'static str,
    /// What a filter or test is applied to; empty accepts all, and functions have none.
    pub input: &'static [Kind],
    /// What becomes of an undefined input.
    pub undefined: Undefined,
    /// The arguments in order.
    pub parameters: &'static [Parameter],
    /// What becomes of arguments nobody declared.
    pub extra: Extra,
    /// What comes back.
    pub returns: Returns,
    /// The first version that has it.
    pub since: Version,
    /// The first version that no longer has it.
    pub until: Option<Version>,
    /// What to write instead, in words, where it is deprecated.
    pub deprecated: Option<&'static str>,
    /// Shown in the documentation, and run by a test.
    pub examples: &'static [Example],
    /// Whether a call with constant arguments can be replaced by its result.
    pub purity: Purity,
    /// What it does.
    pub call: fn(&Arguments<'_>, &mut Evaluation<'_>) -> Result<Value, Error>,
}

/// An argument as declared.
pub struct Parameter {
    /// How it is named in `name=value`.
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// What it accepts; empty accepts all.
    pub accepts: &'static [Kind],
    /// Whether a call without it fails.
    pub presence: Presence,
    /// The only texts that make sense, where there are few: `DAYS`, `HOURS`.
    pub choices: &'static [&'static str],
    /// Tells a constant argument that can never work, in one line: a bad pattern, an unknown zone.
    pub check: fn(&Value) -> Result<(), String>,
}

impl Parameter {
    /// A parameter that every call must give.
    pub const fn required(name: &'static str, accepts: &'static [Kind], doc: &'static str) -> Self {
        Self { name, doc, accepts, presence: Presence::Required, choices: &[], check: |_| Ok(()) }
    }

    /// A parameter that may be left out; `default` is shown, the function itself applies it.
    pub const fn optional(
        name: &'static str,
        accepts: &'static [Kind],
        default: &'static str,
        doc: &'static str,
    ) -> Self {
        Self { name, doc, accepts, presence: Presence::Optional { default }, choices: &[], check: |_| Ok(()) }
    }

    /// The same with the only texts that make sense.
    #[must_use]
    pub const fn one_of(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }

    /// The same with a check of constant arguments.
    #[must_use]
    pub const fn checked(mut self, check: fn(&Value) -> Result<(), String>) -> Self {
        self.check = check;
        self
    }
}

/// Whether an argument must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A call without it fails.
    Required,
    /// It may be left out.
    Optional {
        /// What is taken instead, as an author would write it; empty where nothing is.
        default: &'static str,
    },
}

/// What becomes of arguments nobody declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// The call fails: `The argument at position 2 is not allowed`.
    Refused,
    /// They are evaluated and ignored, as Pebble does where a callable declares no names at all.
    Ignored,
    /// Positional ones reach the function in order, as [`Arguments::rest`].
    Collected,
}

/// What becomes of an undefined input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// The expression fails.
    Fails,
    /// The input is null (`default`, `is defined`).
    IsNull,
}

/// What comes back.
#[derive(Clone, Copy)]
pub enum Returns {
    /// Always one of these kinds; empty where nothing is known.
    Kinds(&'static [Kind]),
    /// Worked out from the types of the input (for filters and tests) and the arguments given, by
    /// parameter; absent ones are `None`.
    Computed(fn(Option<&Type>, &[Option<Type>]) -> Type),
}

/// Whether a call with constant arguments can be replaced by its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purity {
    /// The same arguments give the same result.
    Pure,
    /// It reads the clock, a store, randomness, variables, the zone or the locale.
    World,
}

/// A template and what it renders to.
pub struct Example {
    /// The template, with its braces.
    pub template: &'static str,
    /// What it renders to.
    pub result: &'static str,
}

impl Function {
    /// A function with the usual answers; override the rest with `..Function::new(…)`.
    pub const fn new(
        form: Form,
        name: &'static str,
        summary: &'static str,
        call: fn(&Arguments<'_>, &mut Evaluation<'_>) -> Result<Value, Error>,
    ) -> Self {
        Self {
            name,
            form,
            summary,
            doc: "",
            input: Kind::ANY,
            undefined: Undefined::Fails,
            parameters: &[],
            extra: Extra::Refused,
            returns: Returns::Kinds(Kind::ANY),
            since: Version::new(0, 21),
            until: None,
            deprecated: None,
            examples: &[],
            purity: Purity::Pure,
            call,
        }
    }

    /// Whether files of a dialect can use it.
    pub fn is_in(&self, dialect: Dialect) -> bool {
        let newest = match dialect {
            Dialect::V1 => Version::new(1, 3),
            Dialect::V2 => Version::NEWEST,
        };
        self.since <= newest && self.until.is_none_or(|until| newest < until)
    }

    /// The position of a parameter.
    pub fn parameter(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?} `{}`", self.form, self.name)
    }
}

/// A declared function, as a plan refers to it: resolved when compiled or read, written by name.
#[derive(Clone, Copy, Debug)]
pub struct Callee(pub &'static Function);

impl PartialEq for Callee {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl std::ops::Deref for Callee {
    type Target = Function;

    fn deref(&self) -> &Function {
        self.0
    }
}

impl Serialize for Callee {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0.form, self.0.name, self.0.since).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Callee {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (form, name, since) = <(Form, String, Version)>::deserialize(deserializer)?;
        let found = candidates(form, &name).find(|function| function.since == since);
        found.map(Self).ok_or_else(|| serde::de::Error::custom(format!("there is no {form:?} `{name}` since {since}")))
    }
}

/// The function of this name that files of the dialect can use.
pub fn find(form: Form, name: &str, dialect: Dialect) -> Option<Callee> {
    candidates(form, name).find(|function| function.is_in(dialect)).map(Callee)
}

/// All functions of this name, whatever the dialect.
pub fn candidates(form: Form, name: &str) -> impl Iterator<Item = &'static Function> {
    type Index = HashMap<&'static str, Vec<&'static Function>, foldhash::fast::FixedState>;
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let mut index = Index::default();
        for function in functions::ALL {
            index.entry(function.name).or_default().push(function);
        }
        index
    });
    let named: &'static [&'static Function] = INDEX.get(name).map_or(&[], Vec::as_slice);
    named.iter().copied().filter(move |function| function.form == form)
}
