//! A failed evaluation in words: what failed, where it stands, and what the variables involved held.

use super::{Error, ErrorKind, Evaluation};
use crate::template::{At, Expression, Key, Node, Path, Template};
use crate::{Failure, Text, Value, json};

/// How many characters of a value are shown.
const SHOWN: usize = 100;

/// The failure of an evaluation, with secrets masked.
pub(super) fn failure(error: &Error, template: &Template, evaluation: &Evaluation<'_>) -> Failure {
    let at = error.at();
    let expression = at.and_then(|at| around(&template.body, at));
    let mut paths = Vec::new();
    if let Some(expression) = expression {
        collect(expression, &mut paths);
    }
    let mut notes: Vec<Text> = Vec::new();
    for path in paths {
        let note = evaluation.masked(described(path, evaluation)).into();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let message = match (error.kind(), at) {
        (ErrorKind::Undefined { name }, Some(at)) => undefined(name, at, expression, template, evaluation),
        _ => error.to_string(),
    };
    Failure {
        message: evaluation.masked(message).into(),
        place: Some(at.map_or(template.place, |at| template.span(at))),
        notes,
    }
}

/// What is missing, and from what: `` `outputs.fetch` has no `bodyy`; it has `body`, `code` ``.
fn undefined(
    name: &str,
    at: At,
    expression: Option<&Expression>,
    template: &Template,
    evaluation: &Evaluation<'_>,
) -> String {
    let mut paths = Vec::new();
    if let Some(expression) = expression {
        collect(expression, &mut paths);
    }
    for path in paths {
        if path.root.at == at {
            let mut names = evaluation.context.variables.names();
            names.sort_unstable();
            return format!("`{name}` is not defined{}", listed("; defined are ", &names));
        }
        if let Some(index) = path.keys.iter().position(|key| key.at == at) {
            let holder = written(path, index, template);
            return match resolved(path, index, evaluation) {
                Some(Value::Null) => format!("`{holder}` is null and has no `{name}`"),
                Some(Value::Map(entries)) => {
                    let keys: Vec<&str> = entries.keys().map(AsRef::as_ref).collect();
                    format!("`{holder}` has no `{name}`{}", listed("; it has ", &keys))
                }
                Some(Value::List(items)) => format!("`{holder}` has no `{name}`; it is a list of {}", items.len()),
                _ => format!("`{holder}` has no `{name}`"),
            };
        }
    }
    format!("`{name}` is not defined")
}

fn listed(before: &str, names: &[&str]) -> String {
    const MOST: usize = 12;
    if names.is_empty() {
        return String::new();
    }
    let mut list: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if names.len() > MOST {
        list.push(format!("and {} more", names.len() - MOST));
    }
    format!("{before}{}", list.join(", "))
}

/// The text of a path up to a key.
fn written(path: &Path, keys: usize, template: &Template) -> String {
    let end = path.keys[..keys].last().map_or(path.root.at, |key| key.at).end as usize;
    let start = path.root.at.start as usize;
    let text = template.source.get(start..end).unwrap_or(&path.root.text);
    // A key in brackets ends in front of its bracket.
    if text.matches('[').count() > text.matches(']').count() { format!("{text}]") } else { text.to_owned() }
}

/// The value of a path up to a key.
fn resolved<'a>(path: &Path, keys: usize, evaluation: &Evaluation<'a>) -> Option<&'a Value> {
    let mut value = evaluation.root(&path.root.text)?;
    for key in &path.keys[..keys] {
        value = super::access::stored(value, &key.key)?;
    }
    Some(value)
}

fn described(path: &Path, evaluation: &Evaluation<'_>) -> String {
    let mut name = path.root.text.to_string();
    for key in &path.keys {
        match &key.key {
            Key::Name(part) => name.extend([".", part]),
            Key::Position(position) => name.push_str(&format!("[{position}]")),
        }
    }
    let Some(value) = resolved(path, path.keys.len(), evaluation) else {
        return format!("`{name}` is not defined");
    };
    let mut shown = String::new();
    json::write(value, evaluation.dialect(), evaluation.zone(), &mut shown);
    if let Some((end, _)) = shown.char_indices().nth(SHOWN) {
        shown.truncate(end);
        shown.push('…');
    }
    format!("`{name}` is `{shown}`")
}

fn collect<'x>(expression: &'x Expression, paths: &mut Vec<&'x Path>) {
    if let Expression::Path(path) = expression {
        paths.push(path);
    }
    for child in expression.children() {
        collect(child, paths);
    }
}

/// The expression of the tag in which some bytes stand.
fn around(nodes: &[Node], at: At) -> Option<&Expression> {
    let holds =
        |expression: &&Expression| expression.at().is_some_and(|all| all.start <= at.start && at.end <= all.end);
    nodes.iter().find_map(|node| match node {
        Node::Print(expression) | Node::Set { value: expression, .. } => Some(expression).filter(holds),
        Node::If { branches, otherwise } => branches
            .iter()
            .find_map(|(condition, body)| Some(condition).filter(holds).or_else(|| around(body, at)))
            .or_else(|| around(otherwise, at)),
        Node::For { over, body, otherwise, .. } => {
            Some(over).filter(holds).or_else(|| around(body, at)).or_else(|| around(otherwise, at))
        }
        Node::Filter { body, .. } => around(body, at),
        Node::Text(_) | Node::Block(_) | Node::Fail(_) => None,
    })
}
