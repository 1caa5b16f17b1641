//! The tree of a template, as it was written: names and literals borrow from the text, operators stand in
//! the order of the text, since how tight they bind depends on the version of the language.

use std::borrow::Cow;

use report::Span;

use super::{Problem, SyntaxError};

/// A template. Spans count bytes of the text it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree<'a> {
    /// The text.
    pub text: &'a str,
    /// What it is made of.
    pub nodes: Vec<Node<'a>>,
    /// What could not be read, by place.
    pub errors: Vec<SyntaxError>,
}

impl<'a> Tree<'a> {
    /// Text without any expression.
    pub(super) fn of_text(text: &'a str) -> Self {
        let nodes = if text.is_empty() { Vec::new() } else { vec![Node::Text(text)] };
        Self { text, nodes, errors: Vec::new() }
    }

    /// A text that is not read at all.
    pub(super) fn refused(text: &'a str, span: Span, problem: Problem) -> Self {
        Self { text, nodes: vec![Node::Error(span)], errors: vec![SyntaxError { span, problem }] }
    }
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'a> {
    /// Text to be printed, free of the white space that neighbours trim.
    Text(&'a str),
    /// `{# … #}`: what stands between, and all of it.
    Comment(&'a str, Span),
    /// `{{ … }}`.
    Print {
        /// What is printed.
        expression: Expression<'a>,
        /// With the braces.
        span: Span,
    },
    /// `{% if %}` to `{% endif %}`.
    If {
        /// The conditions with what they guard.
        branches: Vec<(Expression<'a>, Vec<Node<'a>>)>,
        /// Behind `{% else %}`.
        otherwise: Option<Vec<Node<'a>>>,
        /// The first tag.
        span: Span,
    },
    /// `{% for %}` to `{% endfor %}`.
    For {
        /// The loop's variable.
        variable: Name<'a>,
        /// What is looped over.
        over: Expression<'a>,
        /// What is repeated.
        body: Vec<Node<'a>>,
        /// Behind `{% else %}`.
        otherwise: Option<Vec<Node<'a>>>,
        /// The first tag.
        span: Span,
    },
    /// `{% set %}`.
    Set {
        /// The name.
        name: Name<'a>,
        /// Its value.
        value: Expression<'a>,
        /// The tag.
        span: Span,
    },
    /// `{% macro %}` to `{% endmacro %}`.
    Macro {
        /// Its name.
        name: Name<'a>,
        /// Its parameters with their defaults.
        parameters: Vec<(Name<'a>, Option<Expression<'a>>)>,
        /// What it prints.
        body: Vec<Node<'a>>,
        /// The first tag.
        span: Span,
    },
    /// `{% block %}` to `{% endblock %}`.
    Block {
        /// Its name, without quotes.
        name: Name<'a>,
        /// What it prints.
        body: Vec<Node<'a>>,
        /// The first tag.
        span: Span,
    },
    /// `{% filter %}` to `{% endfilter %}`.
    Filter {
        /// The filters in order.
        calls: Vec<Callee<'a>>,
        /// What is filtered.
        body: Vec<Node<'a>>,
        /// The first tag.
        span: Span,
    },
    /// A part that could not be read; the errors say why.
    Error(Span),
}

/// A name as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    /// The name; empty where one is missing.
    pub text: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression<'a> {
    /// `1`, `'text'`, `true`, `null`.
    Literal(Literal<'a>, Span),
    /// `"text #{hole}"`.
    Interpolation(Vec<Piece<'a>>, Span),
    /// A name of a variable.
    Name(Name<'a>),
    /// `(a)`.
    Group(Box<Expression<'a>>, Span),
    /// `[a, b]`.
    List(Vec<Expression<'a>>, Span),
    /// `{a: b}`.
    Map(Vec<(Expression<'a>, Expression<'a>)>, Span),
    /// `of.name`.
    Attribute(Box<Expression<'a>>, Name<'a>),
    /// `of[key]`; the span is that of the brackets.
    Index(Box<Expression<'a>>, Box<Expression<'a>>, Span),
    /// `name(arguments)`.
    Call(Callee<'a>),
    /// `of.name(arguments)`.
    Method(Box<Expression<'a>>, Callee<'a>),
    /// `not a`, `-a`.
    Unary(Prefix, Box<Expression<'a>>, Span),
    /// `a + b | c is d`.
    Chain(Box<Chain<'a>>),
    /// `a ? b : c`.
    Choice(Box<Choice<'a>>),
    /// Where an expression should stand and does not.
    Missing(Span),
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal<'a> {
    /// `null`, `NULL`, `none`, `NONE`.
    Null,
    /// `true`, `TRUE`, `false`, `FALSE`.
    Bool(bool),
    /// An integer of 64 bits.
    Integer(i64),
    /// A number with a point.
    Float(f64),
    /// Text in quotes, its escaped quotes resolved.
    Text(Cow<'a, str>),
}

/// A piece of an interpolated string.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'a> {
    /// As it stands, backslashes included.
    Text(&'a str),
    /// `#{ … }`.
    Hole(Expression<'a>),
}

/// A name with the arguments it is called with.
#[derive(Clone, Debug, PartialEq)]
pub struct Callee<'a> {
    /// The name.
    pub name: Name<'a>,
    /// The arguments in order.
    pub arguments: Vec<Argument<'a>>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// An argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument<'a> {
    /// In `name=value`.
    pub name: Option<Name<'a>>,
    /// The value.
    pub value: Expression<'a>,
}

/// A sign in front of an operand; all bind tighter than what stands between operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// `not`
    Not,
    /// `-`
    Minus,
    /// `+`
    Plus,
}

/// An operand and what follows it, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<'a> {
    /// The first operand.
    pub first: Expression<'a>,
    /// What follows; never empty.
    pub links: Vec<Link<'a>>,
}

/// What may follow an operand.
#[derive(Clone, Debug, PartialEq)]
pub enum Link<'a> {
    /// An operator and its right operand.
    Binary(Operator, Span, Expression<'a>),
    /// `| name(arguments)`.
    Filter(Callee<'a>),
    /// `is name(arguments)`; the span is that of `is`.
    Is(Callee<'a>, Span),
    /// `is not name(arguments)`; the span is that of `is not`.
    IsNot(Callee<'a>, Span),
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `..`
    Range,
    /// `??`
    OrNull,
    /// `???`
    OrUndefined,
    /// `isIn`
    IsIn,
    /// `~`
    Concatenate,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `==`
    Equal,
    /// `equals`
    Equals,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `contains`
    Contains,
    /// `and`
    And,
    /// `or`
    Or,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Self; 20] = [
        Self::Range,
        Self::OrNull,
        Self::OrUndefined,
        Self::IsIn,
        Self::Concatenate,
        Self::Multiply,
        Self::Divide,
        Self::Remainder,
        Self::Add,
        Self::Subtract,
        Self::Equal,
        Self::Equals,
        Self::NotEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Contains,
        Self::And,
        Self::Or,
    ];

    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Range => "..",
            Self::OrNull => "??",
            Self::OrUndefined => "???",
            Self::IsIn => "isIn",
            Self::Concatenate => "~",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Equal => "==",
            Self::Equals => "equals",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Contains => "contains",
            Self::And => "and",
            Self::Or => "or",
        }
    }
}

/// `condition ? then : otherwise`.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<'a> {
    /// What is decided on.
    pub condition: Expression<'a>,
    /// Where it holds.
    pub then: Expression<'a>,
    /// Where it does not.
    pub otherwise: Expression<'a>,
}

impl Expression<'_> {
    /// From the first byte to the last, without white space around.
    pub fn span(&self) -> Span {
        let join = |start: Span, end: Span| Span { start: start.start, end: end.end.max(start.end) };
        match self {
            Self::Literal(_, span)
            | Self::Interpolation(_, span)
            | Self::Group(_, span)
            | Self::List(_, span)
            | Self::Map(_, span)
            | Self::Missing(span) => *span,
            Self::Name(name) => name.span,
            Self::Attribute(of, name) => join(of.span(), name.span),
            Self::Index(of, _, brackets) => join(of.span(), *brackets),
            Self::Call(callee) => callee.span,
            Self::Method(of, callee) => join(of.span(), callee.span),
            Self::Unary(_, operand, sign) => join(*sign, operand.span()),
            Self::Chain(chain) => {
                chain.links.last().map_or_else(|| chain.first.span(), |last| join(chain.first.span(), last.span()))
            }
            Self::Choice(choice) => join(choice.condition.span(), choice.otherwise.span()),
        }
    }
}

impl Link<'_> {
    /// From the operator to the end of what it is followed by.
    pub fn span(&self) -> Span {
        match self {
            Self::Binary(_, operator, right) => Span { start: operator.start, end: right.span().end.max(operator.end) },
            Self::Filter(callee) => callee.span,
            Self::Is(callee, is) | Self::IsNot(callee, is) => Span { start: is.start, end: callee.span.end },
        }
    }
}
