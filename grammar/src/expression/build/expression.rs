//! Expressions from the pairs of the grammar: chains of operands, brackets, calls and literals.

use std::borrow::Cow;
use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};
use report::Span;

use super::super::parser::Rule;
use super::super::tree::{Argument, Callee, Chain, Choice, Expression, Link, Literal, Name, Operator, Piece, Prefix};
use super::super::{DEEPEST, Problem};
use super::{Builder, is_reserved, name_of, span_of};

impl<'a> Builder<'a> {
    pub(super) fn next_expression(&mut self, parts: &mut Pairs<'a, Rule>) -> Expression<'a> {
        match parts.next() {
            Some(pair) => self.expression(pair),
            None => Expression::Missing(Span::default()),
        }
    }

    pub(super) fn expression(&mut self, pair: Pair<'a, Rule>) -> Expression<'a> {
        let span = span_of(&pair);
        if self.depth == DEEPEST {
            self.error(span, Problem::TooDeep);
            return Expression::Missing(span);
        }
        self.depth += 1;
        let mut parts = pair.into_inner().peekable();
        let first = self.operand(&mut parts);
        let mut links = Vec::new();
        let mut choice = None;
        while let Some(part) = parts.next() {
            let part_span = span_of(&part);
            match part.as_rule() {
                Rule::filter => links.push(Link::Filter(self.callee(&mut part.into_inner(), part_span, "a filter"))),
                Rule::test => links.push(self.test(part)),
                Rule::symbol | Rule::word_operator => {
                    let operator = operator(part.as_str());
                    let right = self.operand(&mut parts);
                    links.push(Link::Binary(operator, part_span, right));
                }
                Rule::foreign => {
                    let (operator, written) = foreign(part.as_str());
                    self.error(part_span, Problem::Foreign { written, instead: operator.symbol() });
                    let right = self.operand(&mut parts);
                    links.push(Link::Binary(operator, part_span, right));
                }
                Rule::choice => choice = Some(part),
                _ => {}
            }
        }
        let condition = if links.is_empty() { first } else { Expression::Chain(Box::new(Chain { first, links })) };
        let expression = match choice {
            Some(part) => self.choice(condition, part),
            None => condition,
        };
        self.depth -= 1;
        expression
    }

    fn choice(&mut self, condition: Expression<'a>, part: Pair<'a, Rule>) -> Expression<'a> {
        let behind = span_of(&part).start;
        let question = Span { start: behind.saturating_sub(1), end: behind };
        let mut branches = part.into_inner();
        let then = self.next_expression(&mut branches);
        let otherwise = match branches.next() {
            Some(colon) if colon.as_rule() == Rule::no_colon => {
                self.error(span_of(&colon), Problem::Unclosed { opened: "?", missing: ":", place: question });
                Expression::Missing(span_of(&colon))
            }
            Some(pair) => self.expression(pair),
            None => Expression::Missing(question),
        };
        Expression::Choice(Box::new(Choice { condition, then, otherwise }))
    }

    fn test(&mut self, part: Pair<'a, Rule>) -> Link<'a> {
        let span = span_of(&part);
        let mut inner = part.into_inner();
        let kind = inner.next();
        // The pair starts behind `is`; the mark stands where `is` or `is not` ends.
        let end = kind.as_ref().map_or(span.start, |kind| span_of(kind).end);
        let is_span = Span { start: span.start.saturating_sub(2), end };
        let rule = kind.map(|kind| kind.as_rule());
        if rule == Some(Rule::is_not_apart) {
            self.error(is_span, Problem::SpacedIsNot);
        }
        let callee = self.callee(&mut inner, span, "a test");
        if rule == Some(Rule::is) { Link::Is(callee, is_span) } else { Link::IsNot(callee, is_span) }
    }

    /// A name with its arguments; `around` is what both stand in.
    pub(super) fn callee(&mut self, parts: &mut Pairs<'a, Rule>, around: Span, of: &'static str) -> Callee<'a> {
        let name = self.next_name(parts, of);
        let arguments = match parts.peek().filter(|next| next.as_rule() == Rule::arguments) {
            Some(pair) => {
                parts.next();
                self.arguments(pair, Order::NamedLast)
            }
            None => Vec::new(),
        };
        Callee { name, arguments, span: Span { start: name.span.start, end: around.end.max(name.span.end) } }
    }

    fn operand(&mut self, parts: &mut Peekable<Pairs<'a, Rule>>) -> Expression<'a> {
        let mut prefixes = smallvec::SmallVec::<[(Prefix, Span); 4]>::new();
        while let Some(sign) =
            parts.next_if(|part| matches!(part.as_rule(), Rule::not | Rule::minus | Rule::plus | Rule::foreign_not))
        {
            prefixes.push(self.prefix(&sign));
        }
        // A chain of signs is as deep a tree as a chain of brackets.
        if prefixes.len() + self.depth > DEEPEST {
            self.error(prefixes[0].1, Problem::TooDeep);
            prefixes.clear();
        }
        let mut operand = match parts.next() {
            Some(primary) => self.primary(primary),
            None => Expression::Missing(Span::default()),
        };
        let mut postfixes = 0;
        while let Some(postfix) =
            parts.next_if(|part| matches!(part.as_rule(), Rule::attribute | Rule::index | Rule::arguments))
        {
            postfixes += 1;
            if postfixes > DEEPEST {
                if postfixes == DEEPEST + 1 {
                    self.error(span_of(&postfix), Problem::TooDeep);
                }
                continue;
            }
            operand = self.postfix(operand, postfix);
        }
        for (prefix, span) in prefixes.into_iter().rev() {
            operand = Expression::Unary(prefix, Box::new(operand), span);
        }
        operand
    }

    /// A sign, and where it stands: its pair is the place behind it.
    fn prefix(&mut self, sign: &Pair<'a, Rule>) -> (Prefix, Span) {
        let (prefix, length) = match sign.as_rule() {
            Rule::minus => (Prefix::Minus, 1),
            Rule::plus => (Prefix::Plus, 1),
            Rule::foreign_not => (Prefix::Not, 1),
            _ => (Prefix::Not, 3),
        };
        let end = span_of(sign).end;
        let span = Span { start: end.saturating_sub(length), end };
        if sign.as_rule() == Rule::foreign_not {
            self.error(span, Problem::Foreign { written: "!", instead: "not " });
        }
        (prefix, span)
    }

    fn postfix(&mut self, operand: Expression<'a>, postfix: Pair<'a, Rule>) -> Expression<'a> {
        let span = span_of(&postfix);
        if matches!(operand, Expression::List(..) | Expression::Map(..)) {
            self.error(span, Problem::LiteralAccess);
        }
        match postfix.as_rule() {
            Rule::attribute => {
                let name = match postfix.into_inner().next() {
                    Some(name) => {
                        match name.as_rule() {
                            Rule::name if is_reserved(name.as_str()) => {
                                self.error(span_of(&name), Problem::ReservedAttribute);
                            }
                            Rule::name => {}
                            Rule::digits => self.error(span_of(&name), Problem::NumericAttribute),
                            _ => self.error(span_of(&name), Problem::MissingName("an attribute")),
                        }
                        name_of(&name)
                    }
                    None => Name { text: "", span },
                };
                Expression::Attribute(Box::new(operand), name)
            }
            Rule::index => {
                let mut inner = postfix.into_inner();
                let key = self.next_expression(&mut inner);
                self.rest_of_brackets(inner, span, "[", "]");
                Expression::Index(Box::new(operand), Box::new(key), span)
            }
            _ => {
                let arguments = self.arguments(postfix, Order::NamedLast);
                let whole = |start: Span| Span { start: start.start, end: span.end };
                match operand {
                    Expression::Name(name) => Expression::Call(Callee { name, arguments, span: whole(name.span) }),
                    Expression::Attribute(of, name) => {
                        for argument in &arguments {
                            if let Some(named) = argument.name {
                                self.error(named.span, Problem::NamedMethodArgument);
                            }
                        }
                        Expression::Method(of, Callee { name, arguments, span: whole(name.span) })
                    }
                    other => {
                        self.error(span, Problem::NotCallable);
                        other
                    }
                }
            }
        }
    }

    /// Junk and the missing end of a bracket.
    fn rest_of_brackets(
        &mut self,
        parts: Pairs<'a, Rule>,
        brackets: Span,
        opened: &'static str,
        missing: &'static str,
    ) {
        let place = Span { start: brackets.start, end: brackets.start + 1 };
        for part in parts {
            match part.as_rule() {
                Rule::junk => self.unexpected(&part),
                Rule::unclosed => self.error(span_of(&part), Problem::Unclosed { opened, missing, place }),
                _ => {}
            }
        }
    }

    pub(super) fn arguments(&mut self, pair: Pair<'a, Rule>, order: Order) -> Vec<Argument<'a>> {
        let span = span_of(&pair);
        let parts = pair.into_inner();
        self.rest_of_brackets(parts.clone(), span, "(", ")");
        let mut arguments: Vec<Argument<'a>> = Vec::new();
        for part in parts.filter(|part| part.as_rule() == Rule::argument) {
            let mut inner = part.into_inner();
            let name = inner.peek().filter(|first| first.as_rule() == Rule::name).map(|first| {
                inner.next();
                name_of(&first)
            });
            let value = self.next_expression(&mut inner);
            match name {
                Some(name) if literal_word(name.text).is_some() => {
                    self.error(name.span, Problem::ReservedArgumentName);
                }
                Some(name) => self.not_reserved(name),
                None if order == Order::NamedLast && arguments.iter().any(|before| before.name.is_some()) => {
                    self.error(value.span(), Problem::PositionalAfterNamed);
                }
                _ => {}
            }
            arguments.push(Argument { name, value });
        }
        arguments
    }

    fn primary(&mut self, pair: Pair<'a, Rule>) -> Expression<'a> {
        let span = span_of(&pair);
        match pair.as_rule() {
            Rule::name => {
                let name = name_of(&pair);
                match literal_word(name.text) {
                    Some(literal) => Expression::Literal(literal, span),
                    None => {
                        self.not_reserved(name);
                        Expression::Name(name)
                    }
                }
            }
            Rule::plain_string => Expression::Literal(Literal::Text(unquoted(pair.as_str())), span),
            Rule::number => Expression::Literal(self.number(pair.as_str(), span), span),
            Rule::group => {
                let mut inner = pair.into_inner();
                let grouped = self.next_expression(&mut inner);
                self.rest_of_brackets(inner, span, "(", ")");
                Expression::Group(Box::new(grouped), span)
            }
            Rule::list => {
                let inner = pair.into_inner();
                self.rest_of_brackets(inner.clone(), span, "[", "]");
                let items = inner.filter(|part| part.as_rule() == Rule::expression);
                Expression::List(items.map(|item| self.expression(item)).collect(), span)
            }
            Rule::map => {
                let inner = pair.into_inner();
                self.rest_of_brackets(inner.clone(), span, "{", "}");
                let entries = inner.filter(|part| part.as_rule() == Rule::entry);
                Expression::Map(entries.map(|entry| self.entry(entry)).collect(), span)
            }
            Rule::interpolation => self.interpolation(pair, span),
            Rule::open_string => {
                let quote = if pair.as_str().starts_with('"') { "\"" } else { "'" };
                let place = Span { start: span.start, end: span.start + 1 };
                let at = Span { start: span.end, end: span.end };
                self.error(at, Problem::Unclosed { opened: quote, missing: quote, place });
                Expression::Literal(Literal::Text(Cow::Borrowed(&pair.as_str()[1..])), span)
            }
            _ => {
                self.error(span, Problem::MissingExpression);
                Expression::Missing(span)
            }
        }
    }

    fn entry(&mut self, entry: Pair<'a, Rule>) -> (Expression<'a>, Expression<'a>) {
        let mut sides = Vec::with_capacity(2);
        for part in entry.into_inner() {
            match part.as_rule() {
                Rule::expression => sides.push(self.expression(part)),
                Rule::junk => self.unexpected(&part),
                Rule::no_colon => {
                    self.error(span_of(&part), Problem::Expected("`:` and a value"));
                    sides.push(Expression::Missing(span_of(&part)));
                }
                _ => {}
            }
        }
        let mut sides = sides.into_iter();
        let mut side = || sides.next().unwrap_or(Expression::Missing(Span::default()));
        (side(), side())
    }

    fn interpolation(&mut self, pair: Pair<'a, Rule>, span: Span) -> Expression<'a> {
        let mut pieces = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::hole => {
                    let hole = span_of(&part);
                    let mut inner = part.into_inner();
                    pieces.push(Piece::Hole(self.next_expression(&mut inner)));
                    self.rest_of_brackets(inner, hole, "#{", "}");
                }
                _ => pieces.push(Piece::Text(part.as_str())),
            }
        }
        match pieces.as_slice() {
            [Piece::Text(text)] => Expression::Literal(Literal::Text(Cow::Borrowed(text)), span),
            _ => Expression::Interpolation(pieces, span),
        }
    }

    fn number(&mut self, text: &'a str, span: Span) -> Literal<'a> {
        let digits = text.strip_suffix('L').unwrap_or(text);
        if digits.contains('.') {
            return Literal::Float(digits.parse().unwrap_or(f64::INFINITY));
        }
        Literal::Integer(digits.parse().unwrap_or_else(|_| {
            self.error(span, Problem::IntegerTooLarge);
            i64::MAX
        }))
    }
}

/// In which order arguments may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Named ones last, in calls.
    NamedLast,
    /// As they come, where a macro declares its parameters.
    Any,
}

fn literal_word(name: &str) -> Option<Literal<'static>> {
    match name {
        "null" | "NULL" | "none" | "NONE" => Some(Literal::Null),
        "true" | "TRUE" => Some(Literal::Bool(true)),
        "false" | "FALSE" => Some(Literal::Bool(false)),
        _ => None,
    }
}

/// The content of a string with its quotes: only the escape of the enclosing quote is one.
fn unquoted(quoted: &str) -> Cow<'_, str> {
    let content = &quoted[1..quoted.len() - 1];
    let escaped = if quoted.starts_with('\'') { "\\'" } else { "\\\"" };
    if content.contains(escaped) { Cow::Owned(content.replace(escaped, &quoted[..1])) } else { Cow::Borrowed(content) }
}

fn operator(symbol: &str) -> Operator {
    match symbol {
        ".." => Operator::Range,
        "??" => Operator::OrNull,
        "???" => Operator::OrUndefined,
        "isIn" => Operator::IsIn,
        "*" => Operator::Multiply,
        "/" => Operator::Divide,
        "%" => Operator::Remainder,
        "+" => Operator::Add,
        "-" => Operator::Subtract,
        "==" => Operator::Equal,
        "equals" => Operator::Equals,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessOrEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterOrEqual,
        "contains" => Operator::Contains,
        "and" => Operator::And,
        "or" => Operator::Or,
        _ => Operator::Concatenate,
    }
}

/// What a sign of another language means here.
fn foreign(symbol: &str) -> (Operator, &'static str) {
    match symbol {
        "&&" => (Operator::And, "&&"),
        "||" => (Operator::Or, "||"),
        "===" => (Operator::Equal, "==="),
        "!==" => (Operator::NotEqual, "!=="),
        "//" => (Operator::Divide, "//"),
        "**" => (Operator::Multiply, "**"),
        "=" => (Operator::Equal, "="),
        "in" => (Operator::IsIn, "in"),
        "not in" => (Operator::IsIn, "not in"),
        _ => (Operator::Contains, "matches"),
    }
}
