//! What a form holds at one moment: what the engine makes of the values given, and suggestions where none are.

use std::borrow::Cow;

use indexmap::IndexMap;
use plan::evaluate::{Context, evaluate};
use plan::flow::{Input, InputKind};
use plan::value::Map;
use plan::{Text, Value};

use crate::inputs::{Resolved, member, nest};

/// The state of every input of a form, groups opened, by id.
#[derive(Clone, Debug, Default)]
pub struct Answers(IndexMap<Text, Answer>);

/// The state of one input.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What the control shows: the value, else what was given although it does not fit, else a suggestion.
    pub value: Option<Value>,
    /// Whether the input is asked for, by its `dependsOn`.
    pub asked: bool,
    /// The values offered, where the input is a selection.
    pub offered: Vec<Text>,
    /// What is wrong with what was given, as a person reads it beside the field.
    pub problem: Option<String>,
}

impl Answers {
    /// Takes over what became of the inputs; `given` are the raw values by dotted id.
    pub fn new(inputs: &[Input], resolved: Vec<Resolved>, given: &Map, context: &Context<'_>) -> Self {
        let mut resolved: IndexMap<Text, Resolved> =
            resolved.into_iter().map(|resolved| (resolved.id.clone(), resolved)).collect();
        let answers = leaves(inputs).into_iter().filter_map(|leaf| {
            let resolved = resolved.swap_remove(&*leaf.id)?;
            let raw = given.get(&*leaf.id).cloned();
            let suggested = || leaf.input.prefill.as_ref().and_then(|prefill| evaluate(prefill, context).ok());
            let value = resolved.value.filter(|value| *value != Value::Null);
            let problem = raw.as_ref().and(resolved.problems.first()).map(|problem| complaint(problem));
            let value = value.or(raw).or_else(suggested).filter(|value| *value != Value::Null);
            let answer = Answer { value, asked: resolved.enabled, offered: resolved.offered, problem };
            Some((Text::from(leaf.id), answer))
        });
        Self(answers.collect())
    }

    /// The state of an input by its dotted id.
    pub fn get(&self, id: &str) -> Option<&Answer> {
        self.0.get(id)
    }

    /// Whether an input is asked for.
    pub fn is_asked(&self, id: &str) -> bool {
        self.0.get(id).is_none_or(|answer| answer.asked)
    }

    /// The values as expressions see them: `inputs.a.b` for the input `a.b`.
    pub fn values(&self) -> Map {
        let mut values = Map::default();
        for (id, answer) in self.0.iter().filter(|(_, answer)| answer.asked) {
            nest(&mut values, id, answer.value.clone().unwrap_or(Value::Null));
        }
        values
    }
}

/// A message of the engine on one input as a person reads it beside the field.
pub fn complaint(message: &str) -> String {
    if message.starts_with("Missing required input") {
        return "Please fill this in".to_owned();
    }
    let reason = message.split_once(". Cause: ").map_or(message, |(_, reason)| reason);
    let plain = reason.replace('`', "");
    let mut letters = plain.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// An input that holds a value: groups are opened into their members.
#[derive(Clone, Debug)]
pub struct Leaf<'a> {
    /// The dotted id.
    pub id: Cow<'a, str>,
    /// The input.
    pub input: &'a Input,
}

/// All inputs that hold a value.
pub fn leaves(inputs: &[Input]) -> Vec<Leaf<'_>> {
    let mut all = Vec::new();
    for input in inputs {
        match &input.kind {
            InputKind::Form { inputs: children } => {
                all.extend(children.iter().map(|child| Leaf { id: member(&input.id, &child.id), input: child }));
            }
            _ => all.push(Leaf { id: Cow::Borrowed(&input.id), input }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn people_read_reasons() {
        let message = "Invalid value for input `days`. Cause: it must be less than `30`";
        assert_eq!(complaint(message), "It must be less than 30");
        assert_eq!(complaint("Missing required input:days"), "Please fill this in");
    }
}
