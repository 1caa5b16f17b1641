//! From the tree of a template to operations with their names resolved.

use std::ops::Range;

use grammar::expression::tree::{
    self, Callee as Called, Chain, Link, Literal, Operator as Written, Piece, Prefix, Tree,
};
use plan::function::{self, Extra, Form, Parameter, Presence};
use plan::template::{
    At, Attribute, Binary, Block, Call, Choose, Comparable, Expression, Index, Key, Macro, MacroCall, Method, Name,
    Node, Operator, Order, Pair, Path, PathKey, Places, Raise, Template, Unary,
};
use plan::{Dialect, Text, Value};
use report::Span;
use rustc_hash::FxHashSet;

use super::finding::{Fact, Finding};
use super::precedence::{Nested, compares, is_ambiguous, nest};
use super::{Scalar, fold, suggest};
use crate::access::Guard;

/// Lowers a template.
pub(super) fn lower(tree: &Tree<'_>, scalar: Scalar<'_>, dialect: Dialect, findings: &mut Vec<Finding>) -> Template {
    let mut lowering = Lowering {
        dialect,
        findings,
        macros: Vec::new(),
        blocks: Vec::new(),
        locals: FxHashSet::default(),
        offsets: Vec::new(),
        in_macro: false,
        in_render: false,
    };
    for error in &tree.errors {
        let at = lowering.at(error.span);
        lowering.find(at, Fact::Syntax { problem: error.problem.clone() });
    }
    lowering.declare(&tree.nodes);
    let mut body = lowering.nodes(&tree.nodes);
    if let Some(error) = tree.errors.first() {
        // As in Kestra, a template that cannot be read renders nothing at all.
        let raise = Raise { message: error.problem.to_string().into(), at: lowering.at(error.span), reads: Vec::new() };
        body.insert(0, Node::Fail(Box::new(raise)));
    }
    let Lowering { macros, blocks, mut offsets, .. } = lowering;
    offsets.sort_unstable();
    offsets.dedup();
    let places = Places::new(offsets.into_iter().map(|offset| {
        let at = offset as usize;
        (offset, (scalar.span_of)(Range { start: at, end: at }).start)
    }));
    Template { source: Text::clone(scalar.text), place: scalar.place, dialect, places, body, macros, blocks }
}

struct Lowering<'f, 'a> {
    dialect: Dialect,
    findings: &'f mut Vec<Finding>,
    macros: Vec<Macro>,
    blocks: Vec<Block>,
    /// Every name the template sets anywhere.
    locals: FxHashSet<&'a str>,
    /// Bytes of the text that operations refer to.
    offsets: Vec<u32>,
    /// Whether names from outside are out of sight.
    in_macro: bool,
    /// Whether texts may hold expressions: arguments of `render()`.
    in_render: bool,
}

impl<'a> Lowering<'_, 'a> {
    fn at(&mut self, span: Span) -> At {
        self.offsets.extend([span.start, span.end]);
        At { start: span.start, end: span.end }
    }

    fn find(&mut self, at: At, fact: Fact) {
        self.findings.push(Finding { at, fact, guard: Guard::None });
    }

    fn name(&mut self, name: tree::Name<'_>) -> Name {
        Name { text: name.text.into(), at: self.at(name.span) }
    }

    fn raise(&mut self, message: impl Into<Text>, span: Span) -> Expression {
        self.raise_reading(message, span, Vec::new())
    }

    fn raise_reading(&mut self, message: impl Into<Text>, span: Span, reads: Vec<Expression>) -> Expression {
        Expression::Raise(Box::new(Raise { message: message.into(), at: self.at(span), reads }))
    }

    /// Collects what the template itself names, wherever it stands: macros can be called before they are
    /// declared.
    fn declare(&mut self, nodes: &[tree::Node<'a>]) {
        for node in nodes {
            match node {
                tree::Node::Text(_) | tree::Node::Comment(..) | tree::Node::Print { .. } | tree::Node::Error(_) => {}
                tree::Node::If { branches, otherwise, .. } => {
                    branches.iter().for_each(|(_, body)| self.declare(body));
                    self.declare(otherwise.as_deref().unwrap_or_default());
                }
                tree::Node::For { variable, body, otherwise, .. } => {
                    self.locals.extend([variable.text, "loop"]);
                    self.declare(body);
                    self.declare(otherwise.as_deref().unwrap_or_default());
                }
                tree::Node::Set { name, .. } => {
                    self.locals.insert(name.text);
                }
                tree::Node::Macro { name, parameters, body, span } => {
                    if self.macros.iter().any(|known| *known.name == *name.text) {
                        let at = self.at(name.span);
                        let problem = grammar::expression::Problem::RepeatedMacro;
                        self.find(at, Fact::Syntax { problem });
                    }
                    let _ = span;
                    let parameters = parameters.iter().map(|(name, _)| (name.text.into(), None)).collect();
                    self.macros.push(Macro { name: name.text.into(), parameters, body: Vec::new() });
                    self.declare(body);
                }
                tree::Node::Block { name, body, .. } => {
                    if self.blocks.iter().any(|known| *known.name == *name.text) {
                        let at = self.at(name.span);
                        let problem = grammar::expression::Problem::RepeatedBlock;
                        self.find(at, Fact::Syntax { problem });
                    }
                    self.blocks.push(Block { name: name.text.into(), body: Vec::new() });
                    self.declare(body);
                }
                tree::Node::Filter { body, .. } => self.declare(body),
            }
        }
    }

    fn nodes(&mut self, nodes: &[tree::Node<'a>]) -> Vec<Node> {
        let mut lowered: Vec<Node> = Vec::with_capacity(nodes.len());
        for node in nodes {
            lowered.extend(self.node(node));
        }
        if lowered.len() > 1 { fold::joined(lowered) } else { lowered }
    }

    fn node(&mut self, node: &tree::Node<'a>) -> Option<Node> {
        Some(match node {
            tree::Node::Text(text) => Node::Text((*text).into()),
            tree::Node::Comment(..) => return None,
            tree::Node::Print { expression, .. } => Node::Print(self.expression(expression)),
            tree::Node::If { branches, otherwise, .. } => Node::If {
                branches: branches
                    .iter()
                    .map(|(condition, body)| (self.expression(condition), self.nodes(body)))
                    .collect(),
                otherwise: self.nodes(otherwise.as_deref().unwrap_or_default()),
            },
            tree::Node::For { variable, over, body, otherwise, .. } => Node::For {
                variable: variable.text.into(),
                at: self.at(over.span()),
                over: self.expression(over),
                body: self.nodes(body),
                otherwise: self.nodes(otherwise.as_deref().unwrap_or_default()),
            },
            tree::Node::Set { name, value, .. } => {
                Node::Set { name: name.text.into(), value: self.expression(value), at: self.at(name.span) }
            }
            tree::Node::Macro { name, parameters, body, .. } => {
                // Its defaults see no more of what is outside than its body.
                let outer = std::mem::replace(&mut self.in_macro, true);
                let parameters = parameters
                    .iter()
                    .map(|(name, default)| (name.text.into(), default.as_ref().map(|default| self.expression(default))))
                    .collect();
                let body = self.nodes(body);
                self.in_macro = outer;
                if let Some(known) = self.macros.iter_mut().find(|known| *known.name == *name.text) {
                    *known = Macro { name: known.name.clone(), parameters, body };
                }
                return None;
            }
            tree::Node::Block { name, body, .. } => {
                let body = self.nodes(body);
                let index = self.blocks.iter().position(|known| *known.name == *name.text)?;
                self.blocks[index].body = body;
                Node::Block(u32::try_from(index).ok()?)
            }
            tree::Node::Filter { calls, body, .. } => {
                let body = self.nodes(body);
                let mut lowered = Vec::with_capacity(calls.len());
                for call in calls {
                    match self.call(Form::Filter, call, None) {
                        Expression::Call(call) => lowered.push(*call),
                        Expression::Raise(raise) => return Some(Node::Fail(raise)),
                        _ => {}
                    }
                }
                Node::Filter { calls: lowered, body }
            }
            tree::Node::Error(span) => {
                let raise = Raise { message: "this part cannot be read".into(), at: self.at(*span), reads: Vec::new() };
                Node::Fail(Box::new(raise))
            }
        })
    }

    fn expression(&mut self, expression: &tree::Expression<'a>) -> Expression {
        match expression {
            tree::Expression::Literal(literal, span) => {
                if let Literal::Text(text) = literal
                    && text.contains("{{")
                    && text.contains("}}")
                    && !self.in_render
                {
                    let at = self.at(*span);
                    self.find(at, Fact::NestedExpression { text: text.as_ref().into() });
                }
                Expression::Constant(constant(literal))
            }
            tree::Expression::Interpolation(pieces, _) => {
                let mut parts = Vec::with_capacity(pieces.len());
                for piece in pieces {
                    parts.push(match piece {
                        Piece::Text(text) => Expression::Constant(Value::text(text)),
                        Piece::Hole(hole) => self.expression(hole),
                    });
                }
                fold::concatenation(parts)
            }
            tree::Expression::Name(name) => {
                let root = self.name(*name);
                if self.is_local(name.text) {
                    Expression::Local(Box::new(root))
                } else {
                    Expression::Path(Box::new(Path { root, keys: Vec::new() }))
                }
            }
            tree::Expression::Group(grouped, _) => self.expression(grouped),
            tree::Expression::List(items, _) => fold::list(items.iter().map(|item| self.expression(item)).collect()),
            tree::Expression::Map(entries, _) => {
                fold::map(entries.iter().map(|(key, value)| (self.expression(key), self.expression(value))).collect())
            }
            tree::Expression::Attribute(of, name) => {
                let of = self.expression(of);
                let key = PathKey { key: Key::Name(name.text.into()), at: self.at(name.span) };
                attribute(of, key)
            }
            tree::Expression::Index(of, key, brackets) => {
                let whole = Span { start: of.span().start, end: brackets.end };
                let of = self.expression(of);
                let key_at = self.at(key.span());
                match self.expression(key) {
                    Expression::Constant(Value::Text(name)) => {
                        attribute(of, PathKey { key: Key::Name(name), at: key_at })
                    }
                    Expression::Constant(Value::Long(position)) => {
                        attribute(of, PathKey { key: Key::Position(position), at: key_at })
                    }
                    key => Expression::Index(Box::new(Index { of, key, at: self.at(whole) })),
                }
            }
            tree::Expression::Call(called) => self.function(called),
            tree::Expression::Method(of, called) => {
                let of = self.expression(of);
                let name = self.name(called.name);
                let arguments = called.arguments.iter().map(|argument| self.expression(&argument.value)).collect();
                Expression::Method(Box::new(Method { of, name, arguments }))
            }
            tree::Expression::Unary(prefix, operand, sign) => {
                let at = self.at(Span { start: sign.start, end: operand.span().end });
                let unary = Box::new(Unary { of: self.expression(operand), at });
                self.folded(match prefix {
                    Prefix::Not => Expression::Not(unary),
                    Prefix::Minus => Expression::Negate(unary),
                    Prefix::Plus => Expression::Plus(unary),
                })
            }
            tree::Expression::Chain(chain) => self.chain(chain),
            tree::Expression::Choice(choice) => {
                let at = self.at(choice.condition.span());
                let choose = Choose {
                    condition: self.expression(&choice.condition),
                    then: self.expression(&choice.then),
                    otherwise: self.expression(&choice.otherwise),
                    at,
                };
                fold::choice(choose)
            }
            tree::Expression::Missing(span) => self.raise("an expression is missing here", *span),
        }
    }

    fn is_local(&self, name: &str) -> bool {
        self.in_macro || self.locals.contains(name)
    }

    fn folded(&mut self, expression: Expression) -> Expression {
        match fold::constant(expression, self.dialect) {
            Ok(folded) => folded,
            Err((expression, error)) => {
                let at = expression.at().unwrap_or_default();
                self.find(error.at().unwrap_or(at), Fact::AlwaysFails { message: error.to_string() });
                expression
            }
        }
    }

    fn chain(&mut self, chain: &Chain<'a>) -> Expression {
        if is_ambiguous(chain) {
            let start = chain.first.span().start;
            let end = chain.links.last().map_or(start, |last| last.span().end);
            let at = self.at(Span { start, end });
            self.find(at, Fact::DialectsDiffer);
        }
        if let (tree::Expression::Unary(Prefix::Not, ..), Some(link)) = (&chain.first, chain.links.first())
            && let Some(operator) = compares(link)
        {
            let at = self.at(chain.first.span().to(link.span()));
            self.find(at, Fact::NotBindsTighter { operator });
        }
        self.nested(&nest(chain, self.dialect)).0
    }

    /// An applied chain, and the bytes it stands in.
    fn nested(&mut self, nested: &Nested<'_, 'a>) -> (Expression, Span) {
        match nested {
            Nested::Operand(operand) => (self.expression(operand), operand.span()),
            Nested::Behind(link, of) => {
                let (input, input_span) = self.nested(of);
                let span = Span { start: input_span.start, end: link.span().end.max(input_span.end) };
                let lowered = match link {
                    Link::Filter(called) => self.call(Form::Filter, called, Some(input)),
                    Link::Is(called, _) => self.call(Form::Test, called, Some(input)),
                    Link::IsNot(called, _) => match self.call(Form::Test, called, Some(input)) {
                        Expression::Call(call) => Expression::IsNot(call),
                        Expression::Constant(Value::Bool(holds)) => Expression::Constant(Value::Bool(!holds)),
                        other => other,
                    },
                    Link::Binary(..) => input,
                };
                (lowered, span)
            }
            Nested::Binary(link, left, right) => {
                let (left, left_span) = self.nested(left);
                let (right, right_span) = self.nested(right);
                let span = Span { start: left_span.start, end: right_span.end.max(left_span.end) };
                let operator = match link {
                    Link::Binary(operator, ..) => *operator,
                    Link::Filter(_) | Link::Is(..) | Link::IsNot(..) => return (left, span),
                };
                (self.binary(operator, left, right, span), span)
            }
        }
    }

    fn binary(&mut self, operator: Written, left: Expression, right: Expression, span: Span) -> Expression {
        let at = self.at(span);
        let comparable = match self.dialect {
            Dialect::V1 => Comparable::Numbers,
            Dialect::V2 => Comparable::NumbersAndTexts,
        };
        let operator = match operator {
            Written::Concatenate => return fold::concatenation(vec![left, right]),
            Written::And => return self.folded(Expression::And(Box::new(Pair { left, right, at }))),
            Written::Or => return self.folded(Expression::Or(Box::new(Pair { left, right, at }))),
            Written::OrNull => return Expression::OrNull(Box::new(Pair { left, right, at })),
            Written::OrUndefined => return Expression::OrUndefined(Box::new(Pair { left, right, at })),
            Written::Range => return self.range(left, right, at),
            Written::Add => Operator::Add,
            Written::Subtract => Operator::Subtract,
            Written::Multiply => Operator::Multiply,
            Written::Divide => Operator::Divide,
            Written::Remainder => Operator::Remainder,
            Written::Equal | Written::Equals => Operator::Equal,
            Written::NotEqual => Operator::NotEqual,
            Written::Less => Operator::Order(Order::Less, comparable),
            Written::LessOrEqual => Operator::Order(Order::LessOrEqual, comparable),
            Written::Greater => Operator::Order(Order::Greater, comparable),
            Written::GreaterOrEqual => Operator::Order(Order::GreaterOrEqual, comparable),
            Written::Contains => Operator::Contains,
            Written::IsIn => Operator::IsIn,
        };
        self.folded(Expression::Binary(Box::new(Binary { operator, left, right, at })))
    }

    /// `a..b` is `range(a, b)`.
    fn range(&mut self, left: Expression, right: Expression, at: At) -> Expression {
        let Some(callee) = function::find(Form::Function, "range", self.dialect) else {
            let message = "there is no function `range`".into();
            return Expression::Raise(Box::new(Raise { message, at, reads: vec![left, right] }));
        };
        let arguments = vec![Some(left), Some(right)];
        let call = Call {
            callee,
            input: None,
            arguments,
            argument_places: vec![at; 2],
            rest: Vec::new(),
            cache: Default::default(),
            name_at: at,
            at,
        };
        self.folded(Expression::Call(Box::new(call)))
    }

    fn function(&mut self, called: &Called<'a>) -> Expression {
        let name = called.name.text;
        if name == "block" {
            let at = self.at(called.span);
            return match called.arguments.as_slice() {
                [only] => Expression::Block(Box::new(Unary { of: self.expression(&only.value), at })),
                _ => self.raise("`block` needs the name of a block", called.span),
            };
        }
        let target = self.macros.iter().position(|known| *known.name == *name);
        match target {
            Some(target) if function::find(Form::Function, name, self.dialect).is_none() => {
                self.macro_call(target, called)
            }
            _ => self.call(Form::Function, called, None),
        }
    }

    fn macro_call(&mut self, target: usize, called: &Called<'a>) -> Expression {
        let at = self.at(called.span);
        let parameters: Vec<Text> = self.macros[target].parameters.iter().map(|(name, _)| name.clone()).collect();
        let mut arguments: Vec<Option<Expression>> = vec![None; parameters.len()];
        let mut positional = 0;
        for argument in &called.arguments {
            let value = self.expression(&argument.value);
            let slot = match argument.name {
                Some(name) => parameters.iter().position(|parameter| **parameter == *name.text),
                None => {
                    positional += 1;
                    Some(positional - 1)
                }
            };
            match slot.and_then(|slot| arguments.get_mut(slot)) {
                Some(slot) => *slot = Some(value),
                None => {
                    let (name, most) = (called.name.text, parameters.len());
                    let span = argument.name.map_or(argument.value.span(), |name| name.span);
                    let message = match argument.name {
                        Some(argument) => format!("the macro `{name}` has no parameter `{}`", argument.text),
                        None => format!("the macro `{name}` has {most} parameters, and this is one more"),
                    };
                    let at = self.at(span);
                    self.find(at, Fact::AlwaysFails { message: message.clone() });
                    return self.raise(message, span);
                }
            }
        }
        Expression::Macro(Box::new(MacroCall { target: u32::try_from(target).unwrap_or(u32::MAX), arguments, at }))
    }

    /// A filter, function or test with its arguments sorted into the declared parameters. What Kestra only
    /// finds out when it gets there (an unknown name, an argument too many) fails when it is reached.
    fn call(&mut self, form: Form, called: &Called<'a>, input: Option<Expression>) -> Expression {
        let name = called.name;
        let name_at = self.at(name.span);
        let Some(callee) = function::find(form, name.text, self.dialect) else {
            // Arguments are looked at all the same: they have findings of their own.
            let arguments: Vec<Expression> = called.arguments.iter().map(|it| self.expression(&it.value)).collect();
            if !name.text.is_empty() {
                self.find(name_at, suggest::unknown_function(form, name.text, self.dialect));
            }
            let what = match form {
                Form::Filter => "filter",
                Form::Function => "function",
                Form::Test => "test",
            };
            let reads = match function::candidates(form, name.text).next() {
                // What the other dialect calls by this name is what is meant.
                Some(meant) => vec![Expression::Call(Box::new(Call {
                    callee: function::Callee(meant),
                    input,
                    argument_places: vec![name_at; arguments.len()],
                    arguments: arguments.into_iter().map(Some).collect(),
                    rest: Vec::new(),
                    cache: Default::default(),
                    name_at,
                    at: self.at(called.span),
                }))],
                None => input.into_iter().chain(arguments).collect(),
            };
            return self.raise_reading(format!("there is no {what} `{}`", name.text), name.span, reads);
        };
        let at = self.at(called.span);
        if callee.deprecated.is_some() {
            self.find(name_at, Fact::Deprecated { function: callee });
        }
        let mut arguments: Vec<Option<Expression>> = Vec::with_capacity(called.arguments.len());
        let mut places: Vec<At> = Vec::with_capacity(called.arguments.len());
        let mut rest = Vec::new();
        let mut refused = None;
        let mut positional = 0;
        for argument in &called.arguments {
            let span = argument.name.map_or(argument.value.span(), |name| name.span);
            let outer = std::mem::replace(&mut self.in_render, matches!(callee.name, "render" | "renderOnce"));
            let value = self.expression(&argument.value);
            self.in_render = outer;
            let slot = match argument.name {
                Some(name) => callee.parameter(name.text),
                None => {
                    positional += 1;
                    (positional <= callee.parameters.len()).then_some(positional - 1)
                }
            };
            match (slot, argument.name, callee.extra) {
                (Some(slot), _, _) => {
                    if let Expression::Constant(constant) = &value
                        && let Err(message) = allowed(&callee.parameters[slot], constant)
                    {
                        let at = self.at(argument.value.span());
                        self.find(at, Fact::BadConstant { function: callee, parameter: slot, message });
                    }
                    arguments.resize_with(arguments.len().max(slot + 1), || None);
                    places.resize(places.len().max(slot + 1), name_at);
                    places[slot] = self.at(argument.value.span());
                    arguments[slot] = Some(value);
                }
                (None, None, Extra::Collected) => rest.push(value),
                (None, _, Extra::Ignored | Extra::Collected) => {}
                (None, Some(name), Extra::Refused) => {
                    let at = self.at(span);
                    self.find(at, Fact::UnknownArgument { function: callee, name: name.text.into() });
                    refused.get_or_insert((format!("`{}` has no argument `{}`", callee.name, name.text), span));
                }
                (None, None, Extra::Refused) => {
                    let (name, most) = (callee.name, callee.parameters.len());
                    let at = self.at(span);
                    self.find(at, Fact::TooManyArguments { function: callee, given: called.arguments.len() });
                    refused.get_or_insert((format!("`{name}` has {most} arguments, and this is one more"), span));
                }
            }
        }
        if let Some((message, span)) = refused {
            return self.raise(message, span);
        }
        for (parameter, declared) in callee.parameters.iter().enumerate() {
            let is_given = arguments.get(parameter).is_some_and(Option::is_some);
            if declared.presence == Presence::Required && !is_given {
                self.find(name_at, Fact::MissingArgument { function: callee, parameter });
            }
        }
        let is_of_a_tag = form == Form::Filter && input.is_none();
        let call =
            Call { callee, input, arguments, argument_places: places, rest, cache: Default::default(), name_at, at };
        let call = Expression::Call(Box::new(call));
        // What a filter of a tag is applied to is known when the tag is rendered.
        if is_of_a_tag { call } else { self.folded(call) }
    }
}

/// Why a constant argument never works, if so.
fn allowed(parameter: &Parameter, constant: &Value) -> Result<(), String> {
    match constant {
        Value::Text(text) if !parameter.choices.is_empty() && !parameter.choices.contains(&text.as_ref()) => {
            Err(format!("`{text}` is none of its values: {}", crate::words::list(parameter.choices)))
        }
        _ => (parameter.check)(constant),
    }
}

fn constant(literal: &Literal<'_>) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Integer(value) => Value::Long(*value),
        Literal::Float(value) => Value::Double(*value),
        Literal::Text(text) => Value::text(text),
    }
}

/// A constant attribute; below a root name it becomes part of the path.
fn attribute(of: Expression, key: PathKey) -> Expression {
    match of {
        Expression::Path(mut path) => {
            path.keys.push(key);
            Expression::Path(path)
        }
        of => Expression::Attribute(Box::new(Attribute { of, key })),
    }
}
