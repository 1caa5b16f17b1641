//! From the pairs of the grammar to the tree of a template, with its errors.

mod expression;

use pest::iterators::{Pair, Pairs};
use report::Span;

use super::parser::Rule;
use super::tree::{Callee, Expression, Name, Node, Tree};
use super::{DEEPEST, Problem, SyntaxError};
use expression::Order;

/// The tree of a template that was parsed.
pub(super) fn tree<'a>(text: &'a str, mut pairs: Pairs<'a, Rule>) -> Tree<'a> {
    let mut builder =
        Builder { text, errors: Vec::new(), depth: 0, frames: Vec::new(), nodes: Vec::new(), trims: Trim::Nothing };
    for piece in pairs.next().into_iter().flat_map(Pair::into_inner) {
        builder.piece(piece);
    }
    while let Some(frame) = builder.frames.pop() {
        builder.left_open(&frame);
        builder.close(frame);
    }
    builder.errors.sort_by_key(|error| error.span);
    Tree { text, nodes: builder.nodes, errors: builder.errors }
}

struct Builder<'a> {
    text: &'a str,
    errors: Vec<SyntaxError>,
    /// How many expressions are open.
    depth: usize,
    /// The tags that are open, outermost first.
    frames: Vec<Frame<'a>>,
    /// The nodes of the innermost open tag.
    nodes: Vec<Node<'a>>,
    /// What the last tag takes away behind it.
    trims: Trim,
}

/// What a tag takes away of the text behind it.
#[derive(Clone, Copy, Default)]
enum Trim {
    /// Nothing.
    #[default]
    Nothing,
    /// One end of a line: `verbatim` does so without being asked.
    LineEnd,
    /// All white space.
    Space,
}

impl Trim {
    fn asked_for(end: Pair<'_, Rule>, otherwise: Self) -> Self {
        if end.into_inner().next().is_some() { Self::Space } else { otherwise }
    }

    fn apply(self, text: &str) -> &str {
        match self {
            Self::Nothing => text,
            Self::LineEnd => {
                let ends = ["\r\n", "\n\r", "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}"];
                ends.iter().find_map(|end| text.strip_prefix(end)).unwrap_or(text)
            }
            Self::Space => text.trim_start_matches(is_space),
        }
    }
}

/// An open tag, and the nodes around it.
struct Frame<'a> {
    open: Open<'a>,
    span: Span,
    around: Vec<Node<'a>>,
}

/// What an open tag is.
enum Open<'a> {
    If { branches: Vec<(Expression<'a>, Vec<Node<'a>>)>, condition: Expression<'a> },
    Else { branches: Vec<(Expression<'a>, Vec<Node<'a>>)> },
    For { variable: Name<'a>, over: Expression<'a> },
    ForElse { variable: Name<'a>, over: Expression<'a>, body: Vec<Node<'a>> },
    Macro { name: Name<'a>, parameters: Vec<(Name<'a>, Option<Expression<'a>>)> },
    Block { name: Name<'a> },
    Filter { calls: Vec<Callee<'a>> },
}

impl Open<'_> {
    /// The tag that closes it, and how both are written.
    fn ends(&self) -> (Rule, &'static str, &'static str) {
        match self {
            Self::If { .. } | Self::Else { .. } => (Rule::tag_endif, "{% if %}", "{% endif %}"),
            Self::For { .. } | Self::ForElse { .. } => (Rule::tag_endfor, "{% for %}", "{% endfor %}"),
            Self::Macro { .. } => (Rule::tag_endmacro, "{% macro %}", "{% endmacro %}"),
            Self::Block { .. } => (Rule::tag_endblock, "{% block %}", "{% endblock %}"),
            Self::Filter { .. } => (Rule::tag_endfilter, "{% filter %}", "{% endfilter %}"),
        }
    }
}

fn span_of(pair: &Pair<'_, Rule>) -> Span {
    let span = pair.as_span();
    Span::new(span.start(), span.end())
}

fn name_of<'a>(pair: &Pair<'a, Rule>) -> Name<'a> {
    Name { text: pair.as_str(), span: span_of(pair) }
}

/// White space as Java's `Character.isWhitespace` tells it.
fn is_space(char: char) -> bool {
    match char {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}' => false,
        '\u{1c}'..='\u{1f}' => true,
        other => other.is_whitespace(),
    }
}

impl<'a> Builder<'a> {
    fn error(&mut self, span: Span, problem: Problem) {
        self.errors.push(SyntaxError { span, problem });
    }

    /// Text that nothing can be made of, without the white space behind it.
    fn unexpected(&mut self, pair: &Pair<'a, Rule>) {
        let start = pair.as_span().start();
        self.error(Span::new(start, start + pair.as_str().trim_end().len()), Problem::Unexpected);
    }

    /// A piece of the template.
    fn piece(&mut self, pair: Pair<'a, Rule>) {
        let span = span_of(&pair);
        match pair.as_rule() {
            Rule::text => {
                let text = pair.as_str();
                let text = std::mem::take(&mut self.trims).apply(text);
                if !text.is_empty() {
                    self.nodes.push(Node::Text(text));
                }
            }
            Rule::print => self.tag(pair, span, Self::print),
            Rule::comment => self.tag(pair, span, |builder, mut inner, span| {
                let text = inner.next().map_or("", |text| text.as_str());
                builder.nodes.push(Node::Comment(text, span));
            }),
            Rule::execute => self.tag(pair, span, Self::execute),
            Rule::raw => {
                self.trims = Trim::Nothing;
                let content = pair.into_inner().find(|inner| inner.as_rule() == Rule::raw_text);
                self.nodes.extend(
                    content.filter(|content| !content.as_str().is_empty()).map(|content| Node::Text(content.as_str())),
                );
            }
            Rule::verbatim => self.verbatim(pair, span),
            _ => {}
        }
    }

    /// What all tags share: white space they trim, and their end.
    fn tag(&mut self, pair: Pair<'a, Rule>, span: Span, read: impl FnOnce(&mut Self, Pairs<'a, Rule>, Span)) {
        let opened = &self.text[span.range()][..2];
        self.trims = Trim::Nothing;
        let mut inner = pair.into_inner();
        if inner.peek().is_some_and(|first| first.as_rule() == Rule::trim) {
            inner.next();
            self.trim_before();
        }
        let errors = self.errors.len();
        let content = inner.clone();
        for end in inner {
            match end.as_rule() {
                Rule::end_print | Rule::end_execute | Rule::end_comment => {
                    self.trims = Trim::asked_for(end, Trim::Nothing);
                }
                Rule::print_tail | Rule::execute_tail => self.unexpected(&end),
                Rule::half_end | Rule::no_end => {
                    let (opened, missing) = match opened {
                        "{{" => ("{{", "}}"),
                        "{%" => ("{%", "%}"),
                        _ => ("{#", "#}"),
                    };
                    let place = Span { start: span.start, end: span.start + 2 };
                    self.error(span_of(&end), Problem::Unclosed { opened, missing, place });
                }
                _ => {}
            }
        }
        let trims = self.trims;
        read(self, content, span);
        self.trims = trims;
        // A bracket left open swallows the end of its tag: one mistake, one message.
        let swallowed = self.errors[errors..]
            .iter()
            .any(|error| matches!(error.problem, Problem::Unclosed { opened: "(" | "[" | "{", .. }));
        if swallowed {
            let is_end = |error: &SyntaxError| matches!(error.problem, Problem::Unclosed { opened: "{{" | "{%", .. });
            let kept = self.errors.split_off(errors);
            self.errors.extend(kept.into_iter().filter(|error| !is_end(error)));
        }
    }

    fn trim_before(&mut self) {
        if let Some(Node::Text(text)) = self.nodes.last_mut() {
            *text = text.trim_end_matches(is_space);
            if text.is_empty() {
                self.nodes.pop();
            }
        }
    }

    fn verbatim(&mut self, pair: Pair<'a, Rule>, span: Span) {
        self.trims = Trim::LineEnd;
        let mut content: Option<&'a str> = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::trim if content.is_none() => self.trim_before(),
                Rule::trim => content = content.map(|text| text.trim_end_matches(is_space)),
                Rule::trimming => self.trims = Trim::Space,
                Rule::verbatim_text => content = Some(std::mem::take(&mut self.trims).apply(inner.as_str())),
                Rule::end_execute => self.trims = Trim::asked_for(inner, Trim::LineEnd),
                Rule::no_end => {
                    let missing = "{% endverbatim %}";
                    let problem = Problem::Unclosed { opened: "{% verbatim %}", missing, place: span };
                    self.error(span_of(&inner), problem);
                }
                _ => {}
            }
        }
        self.nodes.extend(content.filter(|text| !text.is_empty()).map(Node::Text));
    }

    fn print(&mut self, mut inner: Pairs<'a, Rule>, span: Span) {
        if let Some(pair) = inner.next() {
            let expression = self.expression(pair);
            self.nodes.push(Node::Print { expression, span });
        }
    }

    fn execute(&mut self, mut inner: Pairs<'a, Rule>, span: Span) {
        let Some(tag) = inner.next() else { return };
        let tag_span = span_of(&tag);
        let rule = tag.as_rule();
        let mut parts = tag.into_inner();
        match rule {
            Rule::tag_if => {
                let condition = self.next_expression(&mut parts);
                self.open(Open::If { branches: Vec::new(), condition }, span);
            }
            Rule::tag_elseif => {
                let condition = self.next_expression(&mut parts);
                match self.frames.last_mut().map(|frame| &mut frame.open) {
                    Some(Open::If { branches, condition: open }) => {
                        branches.push((std::mem::replace(open, condition), std::mem::take(&mut self.nodes)));
                    }
                    _ => self.error(tag_span, Problem::MisplacedTag("elseif")),
                }
            }
            Rule::tag_else => self.tag_else(tag_span),
            Rule::tag_for => {
                let variable = self.next_name(&mut parts, "the loop's variable");
                if parts.peek().is_some_and(|next| next.as_rule() == Rule::missing) {
                    let at = parts.next().map(|missing| span_of(&missing)).unwrap_or_default();
                    self.error(at, Problem::Expected("`in`"));
                }
                let over = self.next_expression(&mut parts);
                self.open(Open::For { variable, over }, span);
            }
            Rule::tag_set => {
                let name = self.next_name(&mut parts, "a variable");
                if parts.peek().is_some_and(|next| next.as_rule() == Rule::missing) {
                    let at = parts.next().map(|missing| span_of(&missing)).unwrap_or_default();
                    self.error(at, Problem::Expected("`=`"));
                }
                let value = self.next_expression(&mut parts);
                self.nodes.push(Node::Set { name, value, span });
            }
            Rule::tag_macro => {
                let name = self.next_name(&mut parts, "a macro");
                let parameters = parts.next().map(|arguments| self.parameters(arguments)).unwrap_or_default();
                self.open(Open::Macro { name, parameters }, span);
            }
            Rule::tag_block => {
                let name = self.block_name(&mut parts);
                self.open(Open::Block { name }, span);
            }
            Rule::tag_filter => {
                let mut calls = vec![self.callee(&mut parts, tag_span, "a filter")];
                for filter in parts {
                    let filter_span = span_of(&filter);
                    calls.push(self.callee(&mut filter.into_inner(), filter_span, "a filter"));
                }
                self.open(Open::Filter { calls }, span);
            }
            Rule::tag_endblock => {
                let named = parts.next().map(|name| match name.into_inner_name() {
                    Ok(name) | Err(name) => name,
                });
                if let Some(named) = named {
                    let other = self.frames.iter().rev().find_map(|frame| match &frame.open {
                        Open::Block { name } => Some(name.text != named.text),
                        _ => None,
                    });
                    if other == Some(true) {
                        self.error(named.span, Problem::OtherBlock);
                    }
                }
                self.end(rule, tag_span);
            }
            Rule::tag_endif | Rule::tag_endfor | Rule::tag_endmacro | Rule::tag_endfilter => self.end(rule, tag_span),
            _ => {
                let name = parts.next().filter(|name| name.as_rule() == Rule::name);
                let problem = match name.as_ref().map(Pair::as_str) {
                    None => Problem::MissingName("a tag"),
                    Some("raw" | "endraw") => Problem::RawOverLines,
                    Some("endverbatim") => Problem::Unopened("endverbatim"),
                    Some(other) => Problem::UnknownTag(other.to_owned()),
                };
                // What an unknown tag is followed by is not looked at, and its end is no second mistake.
                self.errors.retain(|error| error.problem != Problem::Unexpected || error.span.start < span.start);
                let ends_unknown = match &problem {
                    Problem::UnknownTag(name) => name.strip_prefix("end").is_some_and(|opened| {
                        self.errors.iter().any(|error| error.problem == Problem::UnknownTag(opened.to_owned()))
                    }),
                    _ => false,
                };
                if !ends_unknown {
                    self.error(name.as_ref().map_or(tag_span, span_of), problem);
                }
                self.nodes.push(Node::Error(span));
            }
        }
    }

    fn tag_else(&mut self, tag_span: Span) {
        let Some(frame) = self.frames.last_mut() else {
            return self.error(tag_span, Problem::MisplacedTag("else"));
        };
        let nodes = std::mem::take(&mut self.nodes);
        let missing = Expression::Missing(tag_span);
        match std::mem::replace(&mut frame.open, Open::Filter { calls: Vec::new() }) {
            Open::If { mut branches, condition } => {
                branches.push((condition, nodes));
                frame.open = Open::Else { branches };
            }
            Open::For { variable, over } => frame.open = Open::ForElse { variable, over, body: nodes },
            Open::Else { mut branches } => {
                // A second `else`: what stands before it is kept, unreachable.
                branches.push((missing, nodes));
                frame.open = Open::Else { branches };
                self.error(tag_span, Problem::MisplacedTag("else"));
            }
            other => {
                frame.open = other;
                self.nodes = nodes;
                self.error(tag_span, Problem::MisplacedTag("else"));
            }
        }
    }

    fn open(&mut self, open: Open<'a>, span: Span) {
        if self.frames.len() == DEEPEST {
            self.error(span, Problem::TooDeep);
        }
        self.frames.push(Frame { open, span, around: std::mem::take(&mut self.nodes) });
    }

    /// A closing tag: closes what it belongs to, and what was left open inside.
    fn end(&mut self, rule: Rule, tag_span: Span) {
        let Some(target) = self.frames.iter().rposition(|frame| frame.open.ends().0 == rule) else {
            let tag = match rule {
                Rule::tag_endif => "endif",
                Rule::tag_endfor => "endfor",
                Rule::tag_endmacro => "endmacro",
                Rule::tag_endblock => "endblock",
                _ => "endfilter",
            };
            return self.error(tag_span, Problem::Unopened(tag));
        };
        while self.frames.len() > target {
            if let Some(frame) = self.frames.pop() {
                if self.frames.len() > target {
                    self.left_open(&frame);
                }
                self.close(frame);
            }
        }
    }

    fn left_open(&mut self, frame: &Frame<'a>) {
        let (_, opened, missing) = frame.open.ends();
        self.error(frame.span, Problem::Unclosed { opened, missing, place: frame.span });
    }

    /// Makes the node of a tag that ends here.
    fn close(&mut self, frame: Frame<'a>) {
        let Frame { open, span, around } = frame;
        let nodes = std::mem::replace(&mut self.nodes, around);
        let node = match open {
            // Deeper tags are told, and dropped: nothing later has to walk deeper than this.
            _ if self.frames.len() >= DEEPEST => Node::Error(span),
            Open::If { mut branches, condition } => {
                branches.push((condition, nodes));
                Node::If { branches, otherwise: None, span }
            }
            Open::Else { branches } => Node::If { branches, otherwise: Some(nodes), span },
            Open::For { variable, over } => Node::For { variable, over, body: nodes, otherwise: None, span },
            Open::ForElse { variable, over, body } => Node::For { variable, over, body, otherwise: Some(nodes), span },
            Open::Macro { name, parameters } => Node::Macro { name, parameters, body: nodes, span },
            Open::Block { name } => Node::Block { name, body: nodes, span },
            Open::Filter { calls } => Node::Filter { calls, body: nodes, span },
        };
        self.nodes.push(node);
    }

    fn next_name(&mut self, parts: &mut Pairs<'a, Rule>, of: &'static str) -> Name<'a> {
        match parts.next() {
            Some(pair) if pair.as_rule() == Rule::name => {
                let name = name_of(&pair);
                self.not_reserved(name);
                name
            }
            other => {
                let span = other.as_ref().map(span_of).unwrap_or_default();
                self.error(span, Problem::MissingName(of));
                Name { text: "", span }
            }
        }
    }

    /// Operators made of letters cannot be names.
    fn not_reserved(&mut self, name: Name<'a>) {
        if is_reserved(name.text) {
            self.error(name.span, Problem::ReservedName(name.text.to_owned()));
        }
    }

    fn block_name(&mut self, parts: &mut Pairs<'a, Rule>) -> Name<'a> {
        match parts.next().map(IntoName::into_inner_name) {
            Some(Ok(name)) => name,
            other => {
                let span = other.and_then(Result::err).map(|name| name.span).unwrap_or_default();
                self.error(span, Problem::MissingName("a block"));
                Name { text: "", span }
            }
        }
    }

    fn parameters(&mut self, arguments: Pair<'a, Rule>) -> Vec<(Name<'a>, Option<Expression<'a>>)> {
        if arguments.as_rule() != Rule::arguments {
            self.error(span_of(&arguments), Problem::Expected("the parameters in parentheses"));
            return Vec::new();
        }
        let mut parameters = Vec::new();
        for argument in self.arguments(arguments, Order::Any) {
            match (argument.name, argument.value) {
                (Some(name), value) => parameters.push((name, Some(value))),
                (None, Expression::Name(name)) => parameters.push((name, None)),
                (None, Expression::Missing(_)) => {}
                (None, other) => self.error(other.span(), Problem::NotAParameter),
            }
        }
        parameters
    }
}

/// A name, possibly in quotes.
trait IntoName<'a> {
    /// The name; the empty place where it is missing.
    fn into_inner_name(self) -> Result<Name<'a>, Name<'a>>;
}

impl<'a> IntoName<'a> for Pair<'a, Rule> {
    fn into_inner_name(self) -> Result<Name<'a>, Name<'a>> {
        let span = span_of(&self);
        match self.as_rule() {
            Rule::name => Ok(name_of(&self)),
            Rule::plain_string => {
                let text = self.as_str();
                Ok(Name { text: &text[1..text.len() - 1], span })
            }
            _ => Err(Name { text: "", span }),
        }
    }
}

fn is_reserved(name: &str) -> bool {
    matches!(name, "not" | "and" | "or" | "is" | "contains" | "equals" | "isIn")
}
