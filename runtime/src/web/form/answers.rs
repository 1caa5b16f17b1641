//! What a form holds at one moment: given values, else defaults, and which inputs are asked for at all.

use indexmap::IndexMap;
use plan::evaluate::{Context, evaluate};
use plan::flow::{Input, InputKind, Values};
use plan::value::Map;
use plan::{Template, Text, Value};

/// The state of every input of a form, groups opened, by id.
#[derive(Clone, Debug, Default)]
pub struct Answers(IndexMap<Text, Answer>);

/// The state of one input.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Given, else the default, else the suggestion.
    pub value: Option<Value>,
    /// Whether the input is asked for.
    pub asked: Asked,
    /// The values offered, where the input is a selection.
    pub offered: Vec<Text>,
}

/// Whether an input is asked for, by its `dependsOn`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// It is.
    #[default]
    Yes,
    /// What it depends on says no.
    No,
}

impl Answers {
    /// Works out all inputs; `given` are values by dotted id, `roots` what expressions see besides `inputs`.
    pub fn new(inputs: &[Input], given: &Map, roots: &Map, context: &Context<'_>) -> Self {
        let mut answers = Self::default();
        let all = leaves(inputs);
        // An input may depend on one that is written below it: go on until nothing new is known. Cycles are
        // refused when the flow is compiled, and would end this loop without an answer for their members.
        let mut open: Vec<&Leaf<'_>> = all.iter().collect();
        while !open.is_empty() {
            let known = open.len();
            open.retain(|leaf| {
                let ready = leaf.depends_on().all(|id| !open_contains(&all, id) || answers.0.contains_key(id));
                if ready {
                    let answer = answers.answer(leaf, given, roots, context);
                    answers.0.insert(leaf.id.clone(), answer);
                }
                !ready
            });
            if open.len() == known {
                break;
            }
        }
        answers
    }

    /// The state of an input by its dotted id.
    pub fn get(&self, id: &str) -> Option<&Answer> {
        self.0.get(id)
    }

    /// Whether an input is asked for.
    pub fn is_asked(&self, id: &str) -> bool {
        self.0.get(id).is_none_or(|answer| answer.asked == Asked::Yes)
    }

    /// The values as expressions see them: `inputs.a.b` for the input `a.b`.
    pub fn values(&self) -> Map {
        let mut values = Map::default();
        for (id, answer) in self.0.iter().filter(|(_, answer)| answer.asked == Asked::Yes) {
            nest(&mut values, id, answer.value.clone().unwrap_or(Value::Null));
        }
        values
    }

    fn answer(&self, leaf: &Leaf<'_>, given: &Map, roots: &Map, context: &Context<'_>) -> Answer {
        // A form of a pause also sees what the execution was started with.
        let mut seen = match roots.get("inputs") {
            Some(Value::Map(inputs)) => (**inputs).clone(),
            _ => Map::default(),
        };
        for id in leaf.depends_on() {
            if let Some(value) = self.0.get(id).and_then(|answer| answer.value.clone()) {
                nest(&mut seen, id, value);
            }
        }
        let mut variables = roots.clone();
        variables.insert("inputs".into(), Value::Map(seen.into()));
        let context = Context { variables: &variables, ..*context };
        let holds = |condition: &Template| {
            evaluate(&plan::Argument::Template(Box::new(condition.clone())), &context) == Ok(Value::Bool(true))
        };
        let asked = leaf.depends_on().all(|id| self.is_asked(id)) && leaf.conditions().all(holds);
        if !asked {
            return Answer { asked: Asked::No, ..Answer::default() };
        }
        let suggested = [&leaf.input.defaults, &leaf.input.prefill];
        let suggested = || suggested.into_iter().flatten().find_map(|argument| evaluate(argument, &context).ok());
        let value = given.get(&leaf.id).cloned().or_else(suggested).filter(|value| *value != Value::Null);
        let offered = match &leaf.input.kind {
            InputKind::Select { values, .. } | InputKind::MultiSelect { values, .. } => offered(values, &context),
            _ => Vec::new(),
        };
        Answer { value, asked: Asked::Yes, offered }
    }
}

fn open_contains(all: &[Leaf<'_>], id: &str) -> bool {
    all.iter().any(|leaf| *leaf.id == *id)
}

/// The texts a selection offers; none where they cannot be worked out.
fn offered(values: &Values, context: &Context<'_>) -> Vec<Text> {
    match values {
        Values::Listed(values) => values.clone(),
        Values::Computed(template) => match evaluate(&plan::Argument::Template(Box::new(template.clone())), context) {
            Ok(Value::List(items)) => {
                items.iter().filter(|item| **item != Value::Null).map(|item| plan::java::to_text(item).into()).collect()
            }
            Ok(_) => Vec::new(),
            Err(failure) => {
                tracing::warn!(message = %failure.message, "the values of a selection cannot be computed");
                Vec::new()
            }
        },
    }
}

/// An input that holds a value: groups are opened into their members, whose ids begin with the group's.
#[derive(Clone, Debug)]
pub struct Leaf<'a> {
    /// The dotted id.
    pub id: Text,
    /// The input.
    pub input: &'a Input,
    group: Option<&'a Input>,
}

impl<'a> Leaf<'a> {
    fn depends_on(&self) -> impl Iterator<Item = &'a Text> {
        let own = self.input.depends_on.iter();
        own.chain(self.group.and_then(|group| group.depends_on.as_ref()))
            .flat_map(|depends| &depends.inputs)
            .filter(|id| **id != self.id)
    }

    fn conditions(&self) -> impl Iterator<Item = &'a Template> {
        let own = self.input.depends_on.iter();
        own.chain(self.group.and_then(|group| group.depends_on.as_ref()))
            .filter_map(|depends| depends.condition.as_ref())
    }
}

/// All inputs that hold a value.
pub fn leaves(inputs: &[Input]) -> Vec<Leaf<'_>> {
    let mut all = Vec::new();
    for input in inputs {
        match &input.kind {
            InputKind::Form { inputs: children } => {
                let member = |child: &Input| Text::from(format!("{}.{}", input.id, child.id));
                all.extend(children.iter().map(|child| Leaf { id: member(child), input: child, group: Some(input) }));
            }
            _ => all.push(Leaf { id: input.id.clone(), input, group: None }),
        }
    }
    all
}

/// Sets `a.b` as the entry `b` of the map `a`.
fn nest(map: &mut Map, id: &str, value: Value) {
    match id.split_once('.') {
        None => {
            map.insert(id.into(), value);
        }
        Some((first, rest)) => {
            let mut inner = match map.get(first) {
                Some(Value::Map(inner)) => (**inner).clone(),
                _ => Map::default(),
            };
            nest(&mut inner, rest, value);
            map.insert(first.into(), Value::Map(inner.into()));
        }
    }
}
