//! Text that is no YAML.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Fix, Label, Place};

/// The text is no YAML.
///
/// A tab as indentation, a quote or bracket that is never closed, a `:` without a space behind it, a line that
/// is indented by the wrong number of spaces. What the rest of the file says is checked all the same.
///
/// ```yaml error
/// id: greet
/// namespace: demo
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "Hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "yaml", since = "0.1")]
pub struct YamlSyntax {
    place: Place,
    mistake: SyntaxMistake,
    reasons: Vec<Label>,
    fixes: Vec<Fix>,
}

/// What is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxMistake {
    /// A tab in front of a line.
    Tab,
    /// A tab behind a dash or a `:`.
    TabBetween,
    /// A line that is indented otherwise than those it could belong to.
    Indentation {
        /// By how many spaces.
        found: usize,
        /// By how many it would fit.
        expected: usize,
    },
    /// A line that fits nowhere.
    OddIndentation,
    /// Text behind `|` or `>` that is not indented more than its key.
    UnindentedBlock,
    /// A quote without its other.
    UnclosedQuote(char),
    /// A bracket without its other.
    UnclosedBracket(char),
    /// A bracket closed by another kind.
    MismatchedBracket {
        /// The one that opens.
        open: char,
        /// The one that closes.
        close: char,
    },
    /// A closing bracket without its other.
    StrayBracket,
    /// A quote inside a text in such quotes.
    QuoteInside(char),
    /// Text behind a closing quote.
    AfterQuote,
    /// Text behind a closing bracket.
    AfterBracket,
    /// A backslash and a letter that means nothing behind it.
    Escape(String),
    /// A character that YAML does not allow.
    Character(char),
    /// A word on a line of its own where a key stands.
    MissingColon(String),
    /// `:` or `-` without a space behind it.
    MissingSpace(char),
    /// `: ` in a text without quotes.
    ColonInText,
    /// Text that begins with a character that YAML keeps for itself.
    ReservedStart(char),
    /// Text where a key should stand.
    NoKey,
    /// A dash where no list can stand.
    ListItemNotAllowed,
    /// Something behind `|` or `>`.
    BlockHeader(char),
    /// Neither `,` nor a closing bracket.
    FlowSeparator,
    /// A comment between the lines of a text.
    CommentInText,
    /// A `#` without a space in front of it.
    CommentNotSeparated,
    /// A line that begins with `%`.
    Directive,
    /// `&` or `*` without a name.
    AnchorName,
    /// A list or a map as a key.
    KeyIsNoText,
    /// Something that cannot stand where it stands.
    Unreadable,
}

impl SyntaxMistake {
    fn message(&self) -> String {
        match self {
            Self::Tab => "tab used as indentation; YAML indents with spaces".into(),
            Self::TabBetween => "a tab cannot stand here; YAML wants a space".into(),
            Self::Indentation { found, expected } => {
                format!("indented by {found} {}; {expected} would fit", if *found == 1 { "space" } else { "spaces" })
            }
            Self::UnindentedBlock => "the text of a block has to be indented more than its key".into(),
            Self::OddIndentation => "this line is indented otherwise than those it could belong to".into(),
            Self::UnclosedQuote(quote) => format!("this `{quote}` is never closed"),
            Self::UnclosedBracket(bracket) => format!("this `{bracket}` is never closed"),
            Self::MismatchedBracket { open, close } => format!("`{open}` is closed by `{close}`"),
            Self::StrayBracket => "this bracket closes nothing".into(),
            Self::QuoteInside('"') => "this quote ends the text; inside double quotes it is written `\\\"`".into(),
            Self::QuoteInside(_) => "this quote ends the text; inside single quotes it is written twice".into(),
            Self::AfterQuote => "text behind the closing quote".into(),
            Self::AfterBracket => "text behind the closing bracket".into(),
            Self::Escape(escape) => format!("`{escape}` means nothing in double quotes"),
            Self::Character(character) => {
                format!("the character U+{:04X} cannot stand in YAML", u32::from(*character))
            }
            Self::MissingColon(word) => format!("expected a `:` after `{word}`"),
            Self::MissingSpace(sign) => format!("`{sign}` needs a space behind it"),
            Self::ColonInText => "`: ` starts another mapping here; quote the text".into(),
            Self::ReservedStart(first) => format!("text cannot begin with `{first}`; quote it"),
            Self::NoKey => "expected a key and a `:`".into(),
            Self::ListItemNotAllowed => "a list item cannot stand here".into(),
            Self::BlockHeader(sign) => format!("only a comment may follow `{sign}` on its line"),
            Self::FlowSeparator => "expected `,` or the closing bracket".into(),
            Self::CommentInText => "a comment cannot stand between the lines of a text".into(),
            Self::CommentNotSeparated => "a comment needs a space in front of its `#`".into(),
            Self::Directive => "`%` starts a directive here, and this is none".into(),
            Self::AnchorName => "expected a name behind `&` or `*`".into(),
            Self::KeyIsNoText => "a key must be text".into(),
            Self::Unreadable => "this cannot stand here".into(),
        }
    }
}

impl YamlSyntax {
    /// A mistake at a place.
    pub(crate) fn new(place: Place, mistake: SyntaxMistake) -> Self {
        Self { place, mistake, reasons: Vec::new(), fixes: Vec::new() }
    }

    /// Shows a place that is the reason.
    pub(crate) fn because(mut self, place: Place, message: &str) -> Self {
        self.reasons.push(Label { place, message: message.to_owned() });
        self
    }

    /// Adds a way to mend it.
    pub(crate) fn fix(mut self, applicability: Applicability, message: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { message: message.into(), applicability, edits });
        self
    }
}

impl Explain for YamlSyntax {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        self.mistake.message()
    }

    fn details(&self, out: &mut Details) {
        for reason in &self.reasons {
            out.secondary(reason.place, &reason.message);
        }
        for fix in &self.fixes {
            out.edits(fix.applicability, &fix.message, fix.edits.clone());
        }
    }
}
