//! What can be said of an expression, as facts; the words are in the diagnostics.

use plan::function::{Callee, Form};
use plan::template::At;
use plan::types::Kind;
use plan::{Text, Type};

use crate::access::Guard;

/// Something worth telling about a part of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which bytes of the decoded text.
    pub at: At,
    /// What there is to tell.
    pub fact: Fact,
    /// Whether something else is taken where what is named is not there.
    pub guard: Guard,
}

/// What fails so that `??` does not catch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uncatchable {
    /// An operator on what is not there.
    Operator(&'static str),
    /// A function that does not find what it looks for.
    Function(&'static str),
}

/// What there is to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// The text cannot be read here.
    Syntax {
        /// What is wrong, which the grammar puts in words.
        problem: grammar::expression::Problem,
    },
    /// No such root name.
    UnknownRoot {
        /// As written.
        name: Text,
        /// The nearest that exist.
        nearest: Vec<Text>,
    },
    /// No such key in a map whose keys are all known.
    UnknownAttribute {
        /// As written.
        name: Text,
        /// The nearest that exist.
        nearest: Vec<Text>,
        /// What it was looked for in.
        of: Type,
    },
    /// An attribute of something that has none: text, a number, a list.
    NoAttributes {
        /// As written.
        name: Text,
        /// What it was looked for in.
        of: Type,
    },
    /// No filter, function or test of this name.
    UnknownFunction {
        /// How it was called.
        form: Form,
        /// As written.
        name: Text,
        /// The nearest that exist in this dialect.
        nearest: Vec<Text>,
    },
    /// There is one of this name in the other dialect only.
    WrongDialect {
        /// What was named.
        function: Callee,
    },
    /// It works, and something else should be written.
    Deprecated {
        /// What was named.
        function: Callee,
    },
    /// More positional arguments than there are parameters.
    TooManyArguments {
        /// What was called.
        function: Callee,
        /// How many were given.
        given: usize,
    },
    /// A named argument that is no parameter.
    UnknownArgument {
        /// What was called.
        function: Callee,
        /// As written.
        name: Text,
    },
    /// A parameter that must be given and is not.
    MissingArgument {
        /// What was called.
        function: Callee,
        /// Which parameter.
        parameter: usize,
    },
    /// An argument (or, without parameter, the input) of a kind that never works.
    WrongKind {
        /// What was called.
        function: Callee,
        /// Which parameter; the input where absent.
        parameter: Option<usize>,
        /// What works.
        accepts: &'static [Kind],
        /// What it is.
        found: Type,
    },
    /// A constant argument that never works: a bad pattern, an unknown zone.
    BadConstant {
        /// What was called.
        function: Callee,
        /// Which parameter.
        parameter: usize,
        /// One line.
        message: String,
    },
    /// An operator on values it never works for.
    WrongOperands {
        /// As written.
        operator: &'static str,
        /// What stands on its sides.
        found: Vec<Type>,
    },
    /// A comparison of what is never equal.
    NeverEqual {
        /// As written.
        operator: &'static str,
        /// What stands on the left.
        left: Type,
        /// What stands on the right.
        right: Type,
    },
    /// A list or map that becomes text as Java prints it, `{a=1}`.
    JavaForm {
        /// What it is.
        ty: Type,
    },
    /// The right side of `??` is never taken.
    DeadFallback,
    /// `??` behind something whose failures it does not catch.
    CannotCatch {
        /// What fails.
        what: Uncatchable,
    },
    /// Braces inside a text inside an expression: they are not evaluated.
    NestedExpression {
        /// The text.
        text: Text,
    },
    /// `not a == b`, which is `(not a) == b`.
    NotBindsTighter {
        /// The operator behind.
        operator: &'static str,
    },
    /// The two dialects read this differently.
    DialectsDiffer,
    /// A constant part that can only fail.
    AlwaysFails {
        /// Why, in one line.
        message: String,
    },
}
