//! What an execution is started with, or a pause resumed with: found, converted, checked.
//!
//! The rules are Kestra's: inputs that others depend on come first, an input that is not asked for is dropped,
//! defaults fill what is missing, and the first input that does not fit refuses the whole.

pub(crate) mod convert;
mod resolve;

use plan::flow::Input;
use plan::value::Map;
use plan::{Text, Value};
use std::borrow::Cow;
use std::sync::Arc;

use crate::refusal::InputProblem;

pub(crate) use resolve::{Resolver, resolve};

/// One input, with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// How it is named, dots and all.
    pub id: Text,
    /// Whether it is asked for at all.
    pub enabled: bool,
    /// Its value; `None` where there is none, or it does not fit.
    pub value: Option<Value>,
    /// Whether the value is the default.
    pub is_default: bool,
    /// What a selection offers at the moment.
    pub offered: Vec<Text>,
    /// What is wrong with it, each as a whole line.
    pub problems: Vec<String>,
}

/// The inputs as an execution keeps them: dotted ids nested, values as they are stored.
pub(crate) fn kept(resolved: Vec<Resolved>) -> Result<Map, Vec<InputProblem>> {
    let mut problems = Vec::new();
    let mut map = Map::default();
    for input in resolved.into_iter().filter(|input| input.enabled) {
        problems.extend(
            input
                .problems
                .iter()
                .map(|message| InputProblem { input: input.id.clone(), message: message.as_str().into() }),
        );
        if let Some(value) = input.value {
            nest(&mut map, &input.id, crate::outputs::stored(value));
        }
    }
    if problems.is_empty() { Ok(map) } else { Err(problems) }
}

/// Puts a value under a dotted name.
pub(crate) fn nest(map: &mut Map, id: &str, value: Value) {
    match id.split_once('.') {
        None => {
            map.insert(id.into(), value);
        }
        Some((head, rest)) => {
            let entry = map.entry(head.into()).or_insert_with(|| Value::Map(Arc::default()));
            if !matches!(entry, Value::Map(_)) {
                *entry = Value::Map(Arc::default());
            }
            if let Value::Map(inner) = entry {
                nest(Arc::make_mut(inner), rest, value);
            }
        }
    }
}

/// The whole id of a member of a group, which may have been written in full.
pub(crate) fn member<'a>(group: &str, id: &'a str) -> Cow<'a, str> {
    match id.strip_prefix(group).is_some_and(|rest| rest.starts_with('.')) {
        true => Cow::Borrowed(id),
        false => Cow::Owned(format!("{group}.{id}")),
    }
}

/// The inputs with those of groups in their place, under their whole ids.
pub(crate) fn flattened(inputs: &[Input]) -> Vec<Input> {
    let mut all = Vec::new();
    for input in inputs {
        match &input.kind {
            plan::flow::InputKind::Form { inputs } => all.extend(flattened(inputs).into_iter().map(|child| Input {
                id: member(&input.id, &child.id).into(),
                depends_on: child.depends_on.clone().or_else(|| input.depends_on.clone()),
                ..child
            })),
            _ => all.push(input.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_ids_nest() {
        let mut map = Map::default();
        for (id, value) in [("nested.string", 1), ("nested.more.int", 2), ("plain", 3)] {
            nest(&mut map, id, Value::Int(value));
        }
        assert_eq!(
            crate::json::to_text(&Value::Map(Arc::new(map))),
            r#"{"nested":{"string":1,"more":{"int":2}},"plain":3}"#
        );
    }
}
