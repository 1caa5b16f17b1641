//! Text with expressions in it, compiled: ready to be evaluated, with nothing left to look up.

use report::Span;
use serde::{Deserialize, Serialize};

use crate::evaluate::Cache;
use crate::function::Callee;
use crate::{Dialect, Text, Value};

/// A compiled template: `Hello {{ inputs.name }}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// The text as decoded from the file.
    pub source: Text,
    /// Where it stood, for messages at run time.
    pub place: Span,
    /// The rules it was compiled under.
    pub dialect: Dialect,
    /// From bytes of the source to bytes of the file.
    pub places: Places,
    /// What it is made of.
    pub body: Vec<Node>,
    /// What `{% macro %}` declared; callable from everywhere in the template.
    pub macros: Vec<Macro>,
    /// What `{% block %}` declared.
    pub blocks: Vec<Block>,
}

impl Template {
    /// Text that is printed as it stands.
    pub fn verbatim(source: impl Into<Text>, place: Span, dialect: Dialect) -> Self {
        let source = source.into();
        let body = vec![Node::Text(source.clone())];
        Self { source, place, dialect, places: Places::default(), body, macros: Vec::new(), blocks: Vec::new() }
    }

    /// The expression, where the template is one expression and nothing else: its value keeps its type.
    pub fn whole_expression(&self) -> Option<&Expression> {
        match self.body.as_slice() {
            [Node::Print(expression)] => Some(expression),
            _ => None,
        }
    }

    /// The text, where the template has no expressions.
    pub fn fixed_text(&self) -> Option<&Text> {
        match self.body.as_slice() {
            [Node::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Where in the file some bytes of the source stand.
    pub fn span(&self, at: At) -> Span {
        self.places.span(at).unwrap_or(self.place)
    }
}

/// A range of bytes in the source of a template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl At {
    /// From byte offsets.
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: offset(start), end: offset(end) }
    }

    /// As a range of indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// From bytes of a template's source to bytes of the file, piece by piece: YAML folds, indents and escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Ascending; from `.0` of the source on, bytes stand at `.1` of the file and follow each other.
    pieces: Vec<(u32, u32)>,
}

impl Places {
    /// From pairs of offsets `(source, file)` in ascending order; pairs that say nothing new are dropped.
    pub fn new(pairs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut pieces: Vec<(u32, u32)> = Vec::new();
        for (source, file) in pairs {
            let follows = pieces.last().is_some_and(|last| last.1.wrapping_sub(last.0) == file.wrapping_sub(source));
            if !follows {
                pieces.push((source, file));
            }
        }
        Self { pieces }
    }

    /// Where some bytes of the source stand in the file; `None` where nothing is known.
    pub fn span(&self, at: At) -> Option<Span> {
        let offset = |byte: u32| {
            let index = self.pieces.partition_point(|piece| piece.0 <= byte).checked_sub(1)?;
            let (source, file) = self.pieces[index];
            Some(file + (byte - source))
        };
        let start = offset(at.start)?;
        Some(Span { start, end: offset(at.end)?.max(start) })
    }
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// Printed as it stands.
    Text(Text),
    /// `{{ … }}`.
    Print(Expression),
    /// `{% if %}`: the first branch whose condition holds.
    If {
        /// Conditions with what is printed.
        branches: Vec<(Expression, Vec<Node>)>,
        /// What is printed where none holds.
        otherwise: Vec<Node>,
    },
    /// `{% for %}`.
    For {
        /// The loop's variable.
        variable: Text,
        /// What is looped over.
        over: Expression,
        /// Printed for each.
        body: Vec<Node>,
        /// Printed where there is none.
        otherwise: Vec<Node>,
        /// The expression looped over, in the source.
        at: At,
    },
    /// `{% set %}`.
    Set {
        /// The name.
        name: Text,
        /// Its new value.
        value: Expression,
        /// The name in the source.
        at: At,
    },
    /// `{% block %}` where it stands; an index into [`Template::blocks`].
    Block(u32),
    /// `{% filter %}`: filters applied to what the body prints.
    Filter {
        /// From the innermost; the input of each is what came before.
        calls: Vec<Call>,
        /// What is filtered.
        body: Vec<Node>,
    },
    /// What could not be read: fails when it is reached.
    Fail(Box<Raise>),
}

/// A macro.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Macro {
    /// Its name.
    pub name: Text,
    /// Its parameters with their defaults.
    pub parameters: Vec<(Text, Option<Expression>)>,
    /// What it prints.
    pub body: Vec<Node>,
}

/// A named block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Its name.
    pub name: Text,
    /// What it prints.
    pub body: Vec<Node>,
}

/// An expression with its operators in order and its names resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Expression {
    /// Known when compiled.
    Constant(Value),
    /// A root name and attributes below it: `outputs.fetch.body`, `a['b'].c`.
    Path(Box<Path>),
    /// A name that the template itself may have set, else a root name.
    Local(Box<Name>),
    /// `of.key`.
    Attribute(Box<Attribute>),
    /// `of[key]`.
    Index(Box<Index>),
    /// `of.name(arguments)`.
    Method(Box<Method>),
    /// `[a, b]`.
    List(Vec<Expression>),
    /// `{a: b}`.
    Map(Vec<(Expression, Expression)>),
    /// `a ~ b ~ c`, `"#{a} b"`.
    Concatenate(Vec<Expression>),
    /// An operator that evaluates both sides.
    Binary(Box<Binary>),
    /// `a and b`.
    And(Box<Pair>),
    /// `a or b`.
    Or(Box<Pair>),
    /// `not a`.
    Not(Box<Unary>),
    /// `-a`.
    Negate(Box<Unary>),
    /// `+a`.
    Plus(Box<Unary>),
    /// `a ?? b`: the right side where the left is undefined or null.
    OrNull(Box<Pair>),
    /// `a ??? b`: the right side where the left is undefined.
    OrUndefined(Box<Pair>),
    /// `a ? b : c`.
    Choose(Box<Choose>),
    /// A filter, function or test.
    Call(Box<Call>),
    /// `x is not test`.
    IsNot(Box<Call>),
    /// A macro of this template.
    Macro(Box<MacroCall>),
    /// `block(name)`.
    Block(Box<Unary>),
    /// What can only fail: fails when it is reached.
    Raise(Box<Raise>),
}

impl Expression {
    /// Where it stands in the source, as far as it knows: constants and literals do not.
    pub fn at(&self) -> Option<At> {
        let join = |start: At, end: At| At { start: start.start.min(end.start), end: end.end.max(start.end) };
        match self {
            Self::Constant(_) | Self::List(_) | Self::Map(_) => None,
            Self::Concatenate(parts) => parts.iter().filter_map(Self::at).reduce(join),
            Self::Path(path) => Some(path.keys.iter().fold(path.root.at, |at, key| join(at, key.at))),
            Self::Local(name) => Some(name.at),
            Self::Attribute(attribute) => {
                Some(attribute.of.at().map_or(attribute.key.at, |at| join(at, attribute.key.at)))
            }
            Self::Index(index) => Some(index.at),
            Self::Method(method) => Some(method.of.at().map_or(method.name.at, |at| join(at, method.name.at))),
            Self::Binary(binary) => Some(binary.at),
            Self::And(pair) | Self::Or(pair) | Self::OrNull(pair) | Self::OrUndefined(pair) => Some(pair.at),
            Self::Not(unary) | Self::Negate(unary) | Self::Plus(unary) | Self::Block(unary) => Some(unary.at),
            Self::Choose(choose) => Some(choose.at),
            Self::Call(call) | Self::IsNot(call) => {
                let input = call.input.as_ref().and_then(Self::at);
                Some(input.map_or(call.at, |input| join(input, call.at)))
            }
            Self::Macro(call) => Some(call.at),
            Self::Raise(raise) => Some(raise.at),
        }
    }

    /// The expressions it is made of.
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::Constant(_) | Self::Path(_) | Self::Local(_) => Vec::new(),
            Self::Raise(raise) => raise.reads.iter().collect(),
            Self::Attribute(attribute) => vec![&attribute.of],
            Self::Index(index) => vec![&index.of, &index.key],
            Self::Method(method) => std::iter::once(&method.of).chain(&method.arguments).collect(),
            Self::List(items) | Self::Concatenate(items) => items.iter().collect(),
            Self::Map(entries) => entries.iter().flat_map(|(key, value)| [key, value]).collect(),
            Self::Binary(binary) => vec![&binary.left, &binary.right],
            Self::And(pair) | Self::Or(pair) | Self::OrNull(pair) | Self::OrUndefined(pair) => {
                vec![&pair.left, &pair.right]
            }
            Self::Not(unary) | Self::Negate(unary) | Self::Plus(unary) | Self::Block(unary) => vec![&unary.of],
            Self::Choose(choose) => vec![&choose.condition, &choose.then, &choose.otherwise],
            Self::Call(call) | Self::IsNot(call) => {
                call.input.iter().chain(call.arguments.iter().flatten()).chain(&call.rest).collect()
            }
            Self::Macro(call) => call.arguments.iter().flatten().collect(),
        }
    }
}

/// A name in the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub text: Text,
    /// Where it stands.
    pub at: At,
}

/// A root name and constant attributes below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// The root name.
    pub root: Name,
    /// The attributes, outermost first.
    pub keys: Vec<PathKey>,
}

/// A constant attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathKey {
    /// Which.
    pub key: Key,
    /// Where it stands, without dot or brackets.
    pub at: At,
}

/// How a constant attribute is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    /// `.name`, `['name']`.
    Name(Text),
    /// `[0]`.
    Position(i64),
}

impl std::fmt::Display for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => out.write_str(name),
            Self::Position(position) => write!(out, "{position}"),
        }
    }
}

/// An attribute by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// Of what.
    pub of: Expression,
    /// Which.
    pub key: PathKey,
}

/// An attribute by value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Of what.
    pub of: Expression,
    /// Which.
    pub key: Expression,
    /// The whole access in the source.
    pub at: At,
}

/// A call of a method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Of what.
    pub of: Expression,
    /// Which.
    pub name: Name,
    /// With what.
    pub arguments: Vec<Expression>,
}

/// An operator that evaluates both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binary {
    /// Which.
    pub operator: Operator,
    /// The left side.
    pub left: Expression,
    /// The right side.
    pub right: Expression,
    /// Both sides in the source.
    pub at: At,
}

/// Operators that evaluate both sides; those that need not are kinds of [`Expression`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `==`, `equals`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`, `<=`, `>`, `>=`
    Order(Order, Comparable),
    /// `contains`
    Contains,
    /// `isIn`
    IsIn,
}

/// What an ordering asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// What can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparable {
    /// Numbers only, and `??` does not see what is undefined inside (1.x).
    Numbers,
    /// Numbers, and texts by UTF-16 unit; `??` sees what is undefined inside (2.0).
    NumbersAndTexts,
}

impl Operator {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Order(Order::Less, _) => "<",
            Self::Order(Order::LessOrEqual, _) => "<=",
            Self::Order(Order::Greater, _) => ">",
            Self::Order(Order::GreaterOrEqual, _) => ">=",
            Self::Contains => "contains",
            Self::IsIn => "isIn",
        }
    }
}

/// Two sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// The left side.
    pub left: Expression,
    /// The right side.
    pub right: Expression,
    /// Both sides in the source.
    pub at: At,
}

/// One side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unary {
    /// What it is applied to.
    pub of: Expression,
    /// Operator and operand in the source.
    pub at: At,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choose {
    /// What is decided on.
    pub condition: Expression,
    /// Where it holds.
    pub then: Expression,
    /// Where it does not.
    pub otherwise: Expression,
    /// The condition in the source.
    pub at: At,
}

/// A call of a filter, function or test, its arguments sorted into the declared parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// What is called.
    pub callee: Callee,
    /// What a filter or test is applied to; the body of a `filter` tag and functions have none.
    pub input: Option<Expression>,
    /// By parameter; absent ones are `None`, and trailing absent ones are left out.
    pub arguments: Vec<Option<Expression>>,
    /// Where each of them stands in the source.
    pub argument_places: Vec<At>,
    /// Further positional arguments.
    pub rest: Vec<Expression>,
    /// What constant arguments were prepared to.
    #[serde(skip)]
    pub cache: Cache,
    /// The name in the source.
    pub name_at: At,
    /// The whole call in the source, without the input.
    pub at: At,
}

/// A call of a macro.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MacroCall {
    /// An index into [`Template::macros`].
    pub target: u32,
    /// By parameter.
    pub arguments: Vec<Option<Expression>>,
    /// The whole call in the source.
    pub at: At,
}

/// What can only fail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Raise {
    /// Why, in one line.
    pub message: Text,
    /// Where in the source.
    pub at: At,
    /// What it would have read: never evaluated, and judged all the same.
    pub reads: Vec<Expression>,
}
