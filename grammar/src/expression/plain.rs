//! Templates of text and plain expressions, `Hello {{ inputs.name | upper }}` and `{{ secret('KEY') }}`, which nearly
//! all of them are: read without the grammar, in a fraction of its time, to the same tree.
//!
//! Whatever is not plain, every mistake included, is left to the grammar.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};
use report::Span;

use super::DEEPEST;
use super::tree::{Argument, Callee, Chain, Expression, Link, Literal, Name, Node, Operator, Tree};

/// Brackets that nest deeper than this are left to the grammar, which tells where it is too deep.
const NESTED: usize = 16;

/// So many digits fit 64 bits for sure.
const DIGITS: usize = 18;

/// The tree of a template; `None` where there is anything in it that is not plain.
pub(super) fn read(text: &str) -> Option<Tree<'_>> {
    let bytes = text.as_bytes();
    let mut nodes = Vec::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = memchr(b'{', &bytes[at..]) {
        let open = at + found;
        match bytes.get(open + 1) {
            Some(b'{') => {}
            Some(b'%' | b'#') => return None,
            _ => {
                at = open + 1;
                continue;
            }
        }
        if open > copied {
            nodes.push(Node::Text(&text[copied..open]));
        }
        let mut reader = Reader { text, at: open + 2, depth: 0 };
        let expression = reader.expression()?;
        reader.blanks();
        reader.take("}}")?;
        nodes.push(Node::Print { expression, span: Span::new(open, reader.at) });
        (at, copied) = (reader.at, reader.at);
    }
    if copied < text.len() {
        nodes.push(Node::Text(&text[copied..]));
    }
    Some(Tree { text, nodes, errors: Vec::new() })
}

/// A place in a template, and how many expressions are open there.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// An operand with what follows it; white space around it is skipped.
    fn expression(&mut self) -> Option<Expression<'a>> {
        if self.depth == NESTED {
            return None;
        }
        self.depth += 1;
        let first = self.operand()?;
        let mut links = Vec::new();
        while let Some(link) = self.link()? {
            links.push(link);
        }
        self.depth -= 1;
        Some(if links.is_empty() { first } else { Expression::Chain(Box::new(Chain { first, links })) })
    }

    /// What follows an operand, where something does.
    fn link(&mut self) -> Option<Option<Link<'a>>> {
        self.blanks();
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let (operator, length) = match rest {
            [b'|', b'|', ..] => return None,
            [b'|', ..] => {
                self.at += 1;
                return self.filter().map(Some);
            }
            [b'~', ..] => (Operator::Concatenate, 1),
            [b'?', b'?', b'?', ..] => (Operator::OrUndefined, 3),
            [b'?', b'?', ..] => (Operator::OrNull, 2),
            [b'=' | b'!', b'=', b'=', ..] => return None,
            [b'=', b'=', ..] => (Operator::Equal, 2),
            [b'!', b'=', ..] => (Operator::NotEqual, 2),
            [b'+', ..] => (Operator::Add, 1),
            // Whoever asked for the expression knows whether it may end here.
            _ => return Some(None),
        };
        self.at += length;
        let right = self.operand()?;
        Some(Some(Link::Binary(operator, Span::new(start, start + length), right)))
    }

    /// The name of a filter, with its arguments where it has some.
    fn filter(&mut self) -> Option<Link<'a>> {
        self.blanks();
        let name = self.name()?;
        let behind = self.at;
        self.blanks();
        let arguments = if self.take("(").is_some() {
            self.arguments()?
        } else {
            self.at = behind;
            Vec::new()
        };
        Some(Link::Filter(Callee { name, arguments, span: Span::new(name.span.start as usize, self.at) }))
    }

    /// A name or a literal, and what is taken from it.
    fn operand(&mut self) -> Option<Expression<'a>> {
        self.blanks();
        let mut operand = self.primary()?;
        for _ in 0..DEEPEST {
            let start = self.at;
            operand = match self.text.as_bytes().get(start) {
                Some(b'.') => {
                    self.at += 1;
                    Expression::Attribute(Box::new(operand), self.name()?)
                }
                Some(b'[') => {
                    self.at += 1;
                    let key = self.expression()?;
                    self.blanks();
                    self.take("]")?;
                    Expression::Index(Box::new(operand), Box::new(key), Span::new(start, self.at))
                }
                Some(b'(') => {
                    self.at += 1;
                    let arguments = self.arguments()?;
                    let whole = |name: Name<'a>| Span::new(name.span.start as usize, self.at);
                    match operand {
                        Expression::Name(name) => Expression::Call(Callee { name, arguments, span: whole(name) }),
                        Expression::Attribute(of, name) if arguments.iter().all(|it| it.name.is_none()) => {
                            Expression::Method(of, Callee { name, arguments, span: whole(name) })
                        }
                        _ => return None,
                    }
                }
                _ => return Some(operand),
            };
        }
        None
    }

    fn primary(&mut self) -> Option<Expression<'a>> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let literal = match bytes.get(start)? {
            b'0'..=b'9' => {
                let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                self.at += digits;
                if digits > DIGITS || matches!(bytes.get(self.at), Some(b'L' | b'.')) {
                    return None;
                }
                Literal::Integer(self.text[start..self.at].parse().ok()?)
            }
            quote @ (b'\'' | b'"') => {
                let inside = &bytes[start + 1..];
                let end = match quote {
                    b'"' => memchr3(b'"', b'\\', b'#', inside)?,
                    _ => memchr2(b'\'', b'\\', inside)?,
                };
                if inside[end] != *quote {
                    return None;
                }
                self.at += end + 2;
                Literal::Text(Cow::Borrowed(&self.text[start + 1..self.at - 1]))
            }
            _ => return self.name().map(Expression::Name),
        };
        Some(Expression::Literal(literal, Span::new(start, self.at)))
    }

    /// What stands behind an opening parenthesis, with the closing one.
    fn arguments(&mut self) -> Option<Vec<Argument<'a>>> {
        self.blanks();
        if self.take(")").is_some() {
            return Some(Vec::new());
        }
        let mut arguments: Vec<Argument<'a>> = Vec::with_capacity(1);
        loop {
            let name = self.argument_name();
            if name.is_none() && arguments.last().is_some_and(|before| before.name.is_some()) {
                return None;
            }
            let value = self.expression()?;
            arguments.push(Argument { name, value });
            self.blanks();
            match self.text.as_bytes().get(self.at)? {
                b',' => self.at += 1,
                b')' => {
                    self.at += 1;
                    return Some(arguments);
                }
                _ => return None,
            }
        }
    }

    /// `name =` in front of an argument, where it stands there.
    fn argument_name(&mut self) -> Option<Name<'a>> {
        self.blanks();
        let start = self.at;
        let name = self.name();
        self.blanks();
        match (name, &self.text.as_bytes()[self.at..]) {
            (Some(name), [b'=', rest @ ..]) if rest.first() != Some(&b'=') => {
                self.at += 1;
                Some(name)
            }
            _ => {
                self.at = start;
                None
            }
        }
    }

    /// The name that begins here, in letters that need no table; no word that means something else.
    fn name(&mut self) -> Option<Name<'a>> {
        let (start, rest) = (self.at, &self.text.as_bytes()[self.at..]);
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
        let length = rest.iter().take_while(|byte| is_letter(byte) || byte.is_ascii_digit()).count();
        if !rest.first().is_some_and(is_letter) || rest.get(length).is_some_and(|byte| !byte.is_ascii()) {
            return None;
        }
        let word = &self.text[start..start + length];
        let means_more = matches!(
            word,
            "not"
                | "and"
                | "or"
                | "is"
                | "in"
                | "contains"
                | "equals"
                | "isIn"
                | "matches"
                | "null"
                | "NULL"
                | "none"
                | "NONE"
                | "true"
                | "TRUE"
                | "false"
                | "FALSE"
        );
        if means_more {
            return None;
        }
        self.at += length;
        Some(Name { text: word, span: Span::new(start, self.at) })
    }

    /// Goes on behind these characters, where they stand here.
    fn take(&mut self, characters: &str) -> Option<()> {
        self.text.as_bytes()[self.at..].starts_with(characters.as_bytes()).then(|| self.at += characters.len())
    }

    /// Goes on behind white space.
    fn blanks(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    }
}
