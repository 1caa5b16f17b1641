//! The YAML scanner behind our own events: the only file that knows the library.
//!
//! Limits: nesting as in [`super::limits`]; keys of at most 1024 characters, as YAML has it.

use std::borrow::Cow;
use std::iter::Peekable;

use granit_parser as granit;
use memchr::{memchr, memchr2};
use report::Span;

use super::limits;
use super::tree::{CoreTag, Placement};

/// What comes next in a text.
#[derive(Clone, Debug)]
pub(super) enum Event<'t> {
    DocumentStart,
    DocumentEnd,
    /// The span covers `*name`.
    Alias,
    Comment(Placement),
    /// The span is that of the scanner: of a block scalar its lines, of an absent value empty.
    Scalar {
        notation: ScalarNotation,
        written: Written<'t>,
    },
    ListStart {
        notation: Notation,
        written: Written<'t>,
    },
    MapStart {
        notation: Notation,
        written: Written<'t>,
    },
    /// Of a list or a map; the span is that of a closing bracket, or empty.
    End,
}

/// Block by indentation, or flow by brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Block,
    Flow,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScalarNotation {
    Absent,
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// The span of a block scalar begins behind the indentation of its first line with content; where all
    /// lines are blank it begins anywhere.
    Literal(Lines),
    Folded(Lines),
}

/// What the lines of a block scalar hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    Content,
    Blank,
}

/// What was written in front of a node.
#[derive(Clone, Debug, Default)]
pub(super) struct Written<'t> {
    pub(super) anchor: Option<(Cow<'t, str>, Span)>,
    pub(super) tag: Option<Tag>,
}

/// A tag.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) span: Option<Span>,
    pub(super) name: String,
    pub(super) core: CoreTag,
}

/// Why and where scanning stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) cause: Cause,
}

/// Why scanning stopped, as far as an author has use for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Tab,
    Indentation,
    UnclosedQuote,
    UnclosedBracket(char),
    MismatchedBracket { open: char, close: char },
    StrayBracket,
    AfterQuote,
    Escape,
    Character(char),
    MissingColon,
    ValueNotAllowed,
    KeyNotAllowed,
    ListItemNotAllowed,
    BlockHeader,
    BlockIndentation,
    FlowSeparator,
    CommentInText,
    CommentNotSeparated,
    Directive,
    Tag,
    AnchorName,
    NodeExpected,
    TooDeep,
    TooManyComments,
    Bom,
    End,
    Other,
}

/// The events of a text, until its end or a fault.
pub(super) fn events(text: &str) -> impl Iterator<Item = Result<(Event<'_>, Span), Fault>> {
    let options = granit::options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        emit_comments: true,
        max_buffered_comment_events: limits::COMMENTS,
        flow_nesting_limit: limits::DEPTH,
        block_nesting_limit: limits::DEPTH,
    };
    let anchors = memchr(b'&', text.as_bytes()).is_some();
    Events { text, anchors, inner: granit::Parser::new_from_str_with_options(text, options).peekable() }
}

struct Events<'t, I: Iterator> {
    text: &'t str,
    /// Whether there can be anchors.
    anchors: bool,
    inner: Peekable<I>,
}

impl<'t, I> Iterator for Events<'t, I>
where
    I: Iterator<Item = Result<(granit::Event<'t>, granit::Span), granit::ScanError>>,
{
    type Item = Result<(Event<'t>, Span), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (event, span) = match self.inner.next()? {
                Ok(next) => next,
                Err(error) => return Some(Err(fault(&error))),
            };
            let here = bytes(span);
            let event = match event {
                granit::Event::DocumentStart(..) => Event::DocumentStart,
                granit::Event::DocumentEnd => Event::DocumentEnd,
                granit::Event::Alias(_) | granit::Event::UnresolvedAlias(_) => Event::Alias,
                granit::Event::Comment(_, granit::Placement::Right) => Event::Comment(Placement::Trailing),
                granit::Event::Comment(..) => Event::Comment(Placement::OwnLine),
                granit::Event::Scalar(text, style, _, tag) => {
                    let blank = text.bytes().all(|byte| byte == b'\n');
                    let lines = if blank { Lines::Blank } else { Lines::Content };
                    let notation = match style {
                        granit::ScalarStyle::Plain if here.is_empty() => ScalarNotation::Absent,
                        granit::ScalarStyle::Plain => match behind_comment(self.text, here) {
                            Some(at) => return Some(Err(Fault { at, cause: Cause::CommentInText })),
                            None => ScalarNotation::Plain,
                        },
                        granit::ScalarStyle::SingleQuoted => ScalarNotation::SingleQuoted,
                        granit::ScalarStyle::DoubleQuoted => ScalarNotation::DoubleQuoted,
                        granit::ScalarStyle::Literal => ScalarNotation::Literal(lines),
                        granit::ScalarStyle::Folded => ScalarNotation::Folded(lines),
                    };
                    Event::Scalar { notation, written: self.written(span, tag.as_deref()) }
                }
                granit::Event::SequenceStart(style, _, tag) => {
                    Event::ListStart { notation: notation(style), written: self.written(span, tag.as_deref()) }
                }
                granit::Event::MappingStart(style, _, tag) => {
                    Event::MapStart { notation: notation(style), written: self.written(span, tag.as_deref()) }
                }
                granit::Event::SequenceEnd | granit::Event::MappingEnd => Event::End,
                _ => continue,
            };
            return Some(Ok((event, here)));
        }
    }
}

impl<'t, I> Events<'t, I>
where
    I: Iterator<Item = Result<(granit::Event<'t>, granit::Span), granit::ScanError>>,
{
    /// The tag of a node, and its anchor, which the library announces behind the node.
    fn written(&mut self, span: granit::Span, tag: Option<&granit::Tag>) -> Written<'t> {
        let tag = tag.map(|tag| Tag { span: span.tag_span().map(bytes), name: tag.to_string(), core: core(tag) });
        let is_anchor = |next: &Result<_, _>| matches!(next, Ok((granit::Event::Anchor(..), _)));
        let anchor = if self.anchors { self.inner.next_if(is_anchor) } else { None };
        let anchor = match anchor {
            Some(Ok((granit::Event::Anchor(_, name), span))) => Some((name, bytes(span))),
            _ => None,
        };
        Written { anchor, tag }
    }
}

/// Where a plain scalar goes on behind a comment, which ends it: the library sees none behind a tab.
fn behind_comment(text: &str, span: Span) -> Option<usize> {
    let written = text.get(span.range())?;
    let mut at = 0;
    while let Some(end) = memchr2(b'\n', b'\r', &written.as_bytes()[at..]) {
        let line = at + end + 1;
        at = line;
        if written[line..].trim_start_matches([' ', '\t']).starts_with('#') {
            let next = memchr(b'\n', &written.as_bytes()[line..]).map_or(written.len(), |end| line + end + 1);
            return Some(span.start as usize + next);
        }
    }
    None
}

fn bytes(span: granit::Span) -> Span {
    span.byte_range().map(|range| Span::new(range.start, range.end)).unwrap_or_default()
}

fn notation(style: granit::StructureStyle) -> Notation {
    match style {
        granit::StructureStyle::Block => Notation::Block,
        granit::StructureStyle::Flow => Notation::Flow,
    }
}

fn core(tag: &granit::Tag) -> CoreTag {
    match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
        Some("str") => CoreTag::Text,
        Some("bool") => CoreTag::Boolean,
        Some("int") => CoreTag::Integer,
        Some("float") => CoreTag::Float,
        Some("null") => CoreTag::Null,
        Some("binary") => CoreTag::Binary,
        _ => CoreTag::Other,
    }
}

fn fault(error: &granit::ScanError) -> Fault {
    use granit::ErrorKind as Kind;
    let cause = match *error.kind() {
        Kind::TooManyComments => Cause::TooManyComments,
        Kind::UnexpectedEofFlowSequence | Kind::UnexpectedEofImplicitFlowMapping => Cause::UnclosedBracket('['),
        Kind::UnexpectedEofFlowMapping => Cause::UnclosedBracket('{'),
        Kind::UnclosedFlowCollection { open } => Cause::UnclosedBracket(open),
        Kind::MismatchedFlowCollectionEnd { open, close } => Cause::MismatchedBracket { open, close },
        Kind::MisplacedFlowCollectionEnd => Cause::StrayBracket,
        Kind::UnexpectedEofBlockSequence | Kind::UnexpectedEofBlockMapping | Kind::UnexpectedEof => Cause::End,
        Kind::ExpectedNodeContent => Cause::NodeExpected,
        Kind::ExpectedBlockMappingKey | Kind::InvalidIndentation | Kind::InvalidFlowScalarIndent => Cause::Indentation,
        Kind::ExpectedBlockSequenceEntry => Cause::Indentation,
        Kind::ExpectedFlowMappingSeparator | Kind::ExpectedFlowSequenceSeparator => Cause::FlowSeparator,
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => Cause::MissingColon,
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement | Kind::FlowMappingValueAdjacentCollection => {
            Cause::ValueNotAllowed
        }
        Kind::MappingKeyNotAllowed => Cause::KeyNotAllowed,
        Kind::BlockSequenceEntryNotAllowed
        | Kind::BlockEntryInFlowCollection
        | Kind::PlainScalarStartsWithDashFlowIndicator => Cause::ListItemNotAllowed,
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar
        | Kind::InvalidBlockEntryWhitespace
        | Kind::InvalidMappingValueWhitespace => Cause::Tab,
        Kind::CommentInterceptedScalar => Cause::CommentInText,
        Kind::CommentNotSeparated => Cause::CommentNotSeparated,
        Kind::UnexpectedCharacter { character } => Cause::Character(character),
        Kind::BomInsideDocument => Cause::Bom,
        Kind::ZeroBlockScalarIndent | Kind::InvalidBlockScalarHeader => Cause::BlockHeader,
        Kind::InvalidBlockScalarIndent => Cause::BlockIndentation,
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar | Kind::InvalidQuotedScalarIndent => {
            Cause::UnclosedQuote
        }
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => Cause::AfterQuote,
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => Cause::Escape,
        Kind::RecursionLimitExceeded => Cause::TooDeep,
        Kind::DuplicateVersionDirective
        | Kind::UnsupportedYamlMajorVersion
        | Kind::DuplicateTagDirective
        | Kind::ExpectedDocumentStart
        | Kind::MissingDocumentEndBeforeDirective
        | Kind::InvalidDirectiveTerminator
        | Kind::MissingYamlVersionSeparator
        | Kind::MissingDirectiveName
        | Kind::InvalidDirectiveName
        | Kind::DirectiveByteLimitExceeded { .. }
        | Kind::TooManyReservedDirectiveParams { .. }
        | Kind::YamlVersionTooLong
        | Kind::MissingYamlVersion
        | Kind::InvalidTagDirectiveTerminator
        | Kind::InvalidDocumentEnd => Cause::Directive,
        Kind::UndeclaredTagHandle
        | Kind::ExpectedTagBang
        | Kind::ExpectedTagDirectiveBang
        | Kind::InvalidGlobalTagCharacter
        | Kind::InvalidTagTerminator
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape
        | Kind::InvalidTagUtf8LeadingByte
        | Kind::InvalidTagUtf8TrailingByte
        | Kind::InvalidTagUtf8 => Cause::Tag,
        Kind::MissingAnchorOrAliasName => Cause::AnchorName,
        _ => Cause::Other,
    };
    Fault { at: error.marker().byte_offset().unwrap_or(0), cause }
}
