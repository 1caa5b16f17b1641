//! What can be wrong with the text of a template, in words.

use std::fmt;

use report::Span;

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Which bytes of the text; empty where something is missing.
    pub span: Span,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The text is longer than is read.
    TooLong,
    /// Brackets or tags nest deeper than is read.
    TooDeep,
    /// No expression where one is needed.
    MissingExpression,
    /// No name where one is needed; of what.
    MissingName(&'static str),
    /// Something else is needed here, as it is written.
    Expected(&'static str),
    /// An opening bracket, quote or tag without its end.
    Unclosed {
        /// As it was opened.
        opened: &'static str,
        /// What closes it.
        missing: &'static str,
        /// Where it was opened.
        place: Span,
    },
    /// A closing tag that closes nothing, or something else.
    Unopened(&'static str),
    /// Text behind a complete expression.
    Unexpected,
    /// A tag that does not exist.
    UnknownTag(String),
    /// A tag in a place where it means nothing.
    MisplacedTag(&'static str),
    /// A sign of another language.
    Foreign {
        /// As written.
        written: &'static str,
        /// What it is here.
        instead: &'static str,
    },
    /// `is  not`: exactly one space is needed.
    SpacedIsNot,
    /// `.0`: positions need brackets.
    NumericAttribute,
    /// `.is`, `.or`: operators cannot be attributes.
    ReservedAttribute,
    /// An operator made of letters where a name is needed.
    ReservedName(String),
    /// `[1, 2][0]`, `{'a': 1}.a`: literals need parentheses first.
    LiteralAccess,
    /// `'f'(x)`: only a name can be called.
    NotCallable,
    /// A positional argument behind a named one.
    PositionalAfterNamed,
    /// `a.f(x=1)`: methods have no named arguments.
    NamedMethodArgument,
    /// `true=1`: a literal cannot name an argument.
    ReservedArgumentName,
    /// An integer beyond 64 bits.
    IntegerTooLarge,
    /// `{% raw %}` over several lines, or without its end.
    RawOverLines,
    /// Two macros of one name.
    RepeatedMacro,
    /// Two blocks of one name.
    RepeatedBlock,
    /// `{% endblock other %}`.
    OtherBlock,
    /// A parameter of a macro that is not a name.
    NotAParameter,
}

impl Problem {
    /// What to write instead of the bytes of the error, where that is clear.
    pub fn replacement(&self) -> Option<&'static str> {
        match self {
            Self::Foreign { instead, .. } => Some(instead),
            Self::SpacedIsNot => Some("is not"),
            Self::Unclosed { missing, .. } => Some(missing),
            Self::UnknownTag(name) => match name.as_str() {
                "elif" | "elsif" | "elseIf" => Some("elseif"),
                _ => None,
            },
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    /// One line that stands alone.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(out, "templates longer than {} bytes are not read", super::LONGEST),
            Self::TooDeep => write!(out, "brackets and tags nest deeper than {} levels", super::DEEPEST),
            Self::MissingExpression => out.write_str("expected an expression here"),
            Self::MissingName(of) => write!(out, "expected the name of {of} here"),
            Self::Expected(what) => write!(out, "expected {what} here"),
            Self::Unclosed { opened, missing, .. } => write!(out, "`{opened}` is not closed by `{missing}`"),
            Self::Unopened(tag) => write!(out, "`{{% {tag} %}}` closes nothing"),
            Self::Unexpected => out.write_str("the expression is complete before this"),
            Self::UnknownTag(name) => write!(out, "there is no tag `{name}`"),
            Self::MisplacedTag(tag) => write!(out, "`{{% {tag} %}}` belongs to no open tag"),
            Self::Foreign { written, instead } => {
                write!(out, "`{written}` is not an operator here; `{}` is", instead.trim_end())
            }
            Self::SpacedIsNot => out.write_str("`is not` needs exactly one space between its words"),
            Self::NumericAttribute => out.write_str("a position is written in brackets: `[0]`"),
            Self::ReservedAttribute => out.write_str("an operator cannot follow a dot; write it in brackets: `['is']`"),
            Self::ReservedName(name) => write!(out, "`{name}` is an operator and cannot be a name"),
            Self::LiteralAccess => {
                out.write_str("a list or map literal needs parentheses before something is taken from it")
            }
            Self::NotCallable => out.write_str("only a name can be called"),
            Self::PositionalAfterNamed => out.write_str("an argument without a name cannot follow one with a name"),
            Self::NamedMethodArgument => out.write_str("methods have no named arguments"),
            Self::ReservedArgumentName => out.write_str("`true`, `false`, `null` and `none` cannot name an argument"),
            Self::IntegerTooLarge => out.write_str("integers must fit 64 bits"),
            Self::RawOverLines => out
                .write_str("`{% raw %}` and `{% endraw %}` must stand on one line; `{% verbatim %}` may span several"),
            Self::RepeatedMacro => out.write_str("there is another macro of this name"),
            Self::RepeatedBlock => out.write_str("there is another block of this name"),
            Self::OtherBlock => out.write_str("this is not the name of the block it closes"),
            Self::NotAParameter => out.write_str("a parameter is a name, with or without a default: `name='x'`"),
        }
    }
}
