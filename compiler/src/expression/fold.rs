//! Computes what is known when compiled, with the code that computes it at run time.

use std::sync::LazyLock;

use plan::evaluate::{Budget, Context, Error, Evaluation, Settings, hash_order};
use plan::function::Purity;
use plan::template::{Choose, Expression, Node};
use plan::value::Map;
use plan::{Dialect, Value, java};

/// Larger values are computed each time instead of being kept in the plan.
const LARGEST: usize = 4096;

/// Little enough to fold every expression of a large workspace.
static FRUGAL: LazyLock<Settings> = LazyLock::new(|| Settings {
    budget: Budget { fuel: 10_000, output: 65_536, range: 1_000, regex_backtracks: 10_000, ..Budget::USUAL },
    ..Settings::USUAL
});

/// Replaces an operation on constants by its result. What fails stays as it is, and is given back with the
/// reason.
pub(super) fn constant(expression: Expression, dialect: Dialect) -> Result<Expression, (Expression, Error)> {
    if !is_foldable(&expression) {
        return Ok(expression);
    }
    let variables = Map::default();
    let context = Context::new(&variables).with_settings(&FRUGAL);
    // What a call prepares it keeps, here under limits that are not those of the server.
    let apart = expression.clone();
    match Evaluation::new(context, dialect).constant(&apart) {
        Ok(value) if size(&value) <= LARGEST => Ok(Expression::Constant(value)),
        Ok(_) => Ok(expression),
        Err(error) if matches!(error.kind(), plan::evaluate::ErrorKind::Limit(_)) => Ok(expression),
        Err(error) => Err((expression, error)),
    }
}

fn is_foldable(expression: &Expression) -> bool {
    if let Expression::Call(call) | Expression::IsNot(call) = expression
        && call.callee.purity == Purity::World
    {
        return false;
    }
    let children = expression.children();
    !children.is_empty() && children.into_iter().all(|child| matches!(child, Expression::Constant(_)))
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Markup(text) => text.len(),
        Value::List(items) | Value::Array(items) | Value::Set(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Map(entries) => 1 + entries.iter().map(|(key, value)| key.len() + size(value)).sum::<usize>(),
        Value::Table(entries) => 1 + entries.iter().map(|(key, value)| size(key) + size(value)).sum::<usize>(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 1,
    }
}

/// A list; constant where all of its elements are.
pub(super) fn list(items: Vec<Expression>) -> Expression {
    if items.iter().all(|item| matches!(item, Expression::Constant(_))) {
        return Expression::Constant(Value::list(items.into_iter().filter_map(into_constant)));
    }
    Expression::List(items)
}

/// A map; constant where all of its keys and values are.
pub(super) fn map(entries: Vec<(Expression, Expression)>) -> Expression {
    let is_constant = |expression: &Expression| matches!(expression, Expression::Constant(_));
    if entries.iter().all(|(key, value)| is_constant(key) && is_constant(value)) {
        let constants =
            entries.into_iter().filter_map(|(key, value)| Some((into_constant(key)?, into_constant(value)?)));
        return Expression::Constant(hash_order::map(constants.collect()));
    }
    Expression::Map(entries)
}

fn into_constant(expression: Expression) -> Option<Value> {
    match expression {
        Expression::Constant(value) => Some(value),
        _ => None,
    }
}

/// Parts put together as text: nested concatenations become one, neighbouring constants become one.
pub(super) fn concatenation(parts: Vec<Expression>) -> Expression {
    let mut flat: Vec<Expression> = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Expression::Concatenate(inner) => inner.into_iter().for_each(|part| append(&mut flat, part)),
            other => append(&mut flat, other),
        }
    }
    match flat.as_mut_slice() {
        [] => Expression::Constant(Value::text("")),
        [Expression::Constant(value)] => Expression::Constant(text_of(value).into()),
        _ => Expression::Concatenate(flat),
    }
}

fn append(parts: &mut Vec<Expression>, part: Expression) {
    match (parts.last_mut(), part) {
        (Some(Expression::Constant(before)), Expression::Constant(value)) => {
            *before = format!("{}{}", text_of(before), text_of(&value)).into();
        }
        (_, part) => parts.push(part),
    }
}

fn text_of(value: &Value) -> String {
    if value.is_null() { String::new() } else { java::to_text(value) }
}

/// A choice; only its branch where the condition is known.
pub(super) fn choice(choose: Choose) -> Expression {
    match choose.condition {
        Expression::Constant(Value::Bool(true)) => choose.then,
        Expression::Constant(Value::Bool(false) | Value::Null) => choose.otherwise,
        _ => Expression::Choose(Box::new(choose)),
    }
}

/// Nodes with constant prints and neighbouring texts put together; a template that is one print keeps it.
pub(super) fn joined(nodes: Vec<Node>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let text = match &node {
            Node::Text(text) => text.clone(),
            Node::Print(Expression::Constant(Value::Text(text))) => text.clone(),
            Node::Print(Expression::Constant(
                value @ (Value::Bool(_) | Value::Long(_) | Value::Int(_) | Value::Double(_)),
            )) => java::to_text(value).into(),
            _ => {
                joined.push(node);
                continue;
            }
        };
        match joined.last_mut() {
            Some(Node::Text(before)) => *before = format!("{before}{text}").into(),
            _ => joined.push(Node::Text(text)),
        }
    }
    joined
}
