//! Which inputs are asked for, and with which values: dependencies first.

use plan::evaluate::{self, Context};
use plan::flow::{Input, InputKind, Values};
use plan::value::Map;
use plan::{Failure, Text, Value, java};
use rustc_hash::FxHashMap;

use super::convert::{self, Tools};
use super::{Resolved, flattened, nest};
use crate::encryption::Cipher;
use crate::parse::Parse;

/// Evaluates something with some inputs in sight.
pub(crate) type Evaluate<'a> = dyn Fn(&Map, &mut dyn FnMut(&Context<'_>)) + 'a;

/// What the expressions of inputs are evaluated with.
pub(crate) struct Resolver<'a> {
    /// Evaluates with these `inputs` in sight, and nothing of an execution.
    pub(crate) evaluate: &'a Evaluate<'a>,
    pub(crate) parse: &'a dyn Parse,
    pub(crate) cipher: Option<&'a Cipher>,
}

/// Resolves every input, in the author's order.
pub(crate) fn resolve(inputs: &[Input], raw: &Map, resolver: &Resolver<'_>) -> Vec<Resolved> {
    let inputs = flattened(inputs);
    let mut work = Work { inputs: &inputs, raw, resolver, done: FxHashMap::default(), order: Vec::new() };
    for index in 0..inputs.len() {
        work.input(index);
    }
    let mut done = work.done;
    (0..inputs.len()).filter_map(|index| done.remove(&index)).collect()
}

struct Work<'a> {
    inputs: &'a [Input],
    raw: &'a Map,
    resolver: &'a Resolver<'a>,
    done: FxHashMap<usize, Resolved>,
    /// Those under way: a circle ends where it began.
    order: Vec<usize>,
}

impl Work<'_> {
    fn input(&mut self, index: usize) {
        if self.done.contains_key(&index) || self.order.contains(&index) {
            return;
        }
        self.order.push(index);
        let needed = self.needed(index);
        for &need in &needed {
            self.input(need);
        }
        self.order.pop();
        let resolved = self.resolved(index, &needed);
        self.done.insert(index, resolved);
    }

    fn needed(&self, index: usize) -> Vec<usize> {
        let Some(depends) = &self.inputs[index].depends_on else { return Vec::new() };
        let place = |id: &Text| self.inputs.iter().position(|input| input.id == *id);
        depends.inputs.iter().filter_map(place).filter(|&need| need != index).collect()
    }

    fn resolved(&self, index: usize, needed: &[usize]) -> Resolved {
        let input = &self.inputs[index];
        let mut resolved = Resolved {
            id: input.id.clone(),
            enabled: true,
            value: None,
            is_default: false,
            offered: Vec::new(),
            problems: Vec::new(),
        };
        let visible = self.visible(needed);
        resolved.enabled = needed.iter().all(|need| self.done.get(need).is_some_and(|need| need.enabled));
        if let Some(condition) = input.depends_on.as_ref().and_then(|depends| depends.condition.as_ref())
            && resolved.enabled
        {
            match self.value(&visible, |context| evaluate::value(condition, context)) {
                Ok(holds) => resolved.enabled = holds == Value::Bool(true),
                Err(failure) => {
                    resolved.enabled = false;
                    resolved.problems.push(format!("Invalid condition: {}", failure.message));
                }
            }
        }
        if !resolved.enabled {
            return resolved;
        }
        match self.offered(input, &visible) {
            Ok(offered) => resolved.offered = offered,
            Err(reason) => {
                resolved.problems.push(invalid(&input.id, &reason));
                return resolved;
            }
        }
        let given = self.raw.get(&input.id).or_else(|| within(self.raw, &input.id)).filter(|value| !value.is_null());
        let value = match (given, &input.defaults) {
            (Some(given), _) => Ok(given.clone()),
            (None, Some(defaults)) => {
                resolved.is_default = true;
                self.value(&visible, |context| evaluate::evaluate(defaults, context))
            }
            (None, None) => Ok(Value::Null),
        };
        match value {
            Ok(Value::Null) if input.required => {
                resolved.problems.push(format!("Missing required input:{}", input.id));
            }
            Ok(Value::Null) => resolved.value = Some(Value::Null),
            Ok(value) => {
                let tools = Tools {
                    parse: Some(self.resolver.parse),
                    cipher: self.resolver.cipher,
                    offered: &resolved.offered,
                };
                match convert::input(&input.kind, value, &tools) {
                    Ok(value) => resolved.value = Some(value),
                    Err(reason) => resolved.problems.push(invalid(&input.id, &reason)),
                }
            }
            Err(failure) => resolved.problems.push(invalid(&input.id, &failure.message)),
        }
        resolved
    }

    /// The inputs that an expression of another may see: those it depends on.
    fn visible(&self, needed: &[usize]) -> Map {
        let mut visible = Map::default();
        for need in needed {
            if let Some(Resolved { id, value: Some(value), .. }) = self.done.get(need) {
                let shown = match self.resolver.cipher {
                    Some(cipher) => cipher.reveal(value),
                    None => value.clone(),
                };
                nest(&mut visible, id, shown);
            }
        }
        visible
    }

    fn value(&self, visible: &Map, act: impl Fn(&Context<'_>) -> Result<Value, Failure>) -> Result<Value, Failure> {
        let mut result = Ok(Value::Null);
        (self.resolver.evaluate)(visible, &mut |context| result = act(context));
        result
    }

    /// What a selection offers.
    fn offered(&self, input: &Input, visible: &Map) -> Result<Vec<Text>, String> {
        let (InputKind::Select { values, .. } | InputKind::MultiSelect { values, .. }) = &input.kind else {
            return Ok(Vec::new());
        };
        match values {
            Values::Listed(values) => Ok(values.clone()),
            Values::Computed(expression) => {
                let value = self.value(visible, |context| evaluate::value(expression, context));
                let value =
                    value.map_err(|failure| format!("Cannot render 'expression'. Cause: {}", failure.message))?;
                let value = crate::executor::structure(value);
                match value.elements() {
                    Some(items) => {
                        let present = items.iter().filter(|item| !item.is_null());
                        Ok(present.map(|item| java::to_text(item).into()).collect())
                    }
                    None => {
                        let kind = match &value {
                            Value::Null => "<null>".to_owned(),
                            Value::Text(_) => "String".to_owned(),
                            other => plan::types::Kind::of(other).words().to_owned(),
                        };
                        Err(format!("Invalid expression result. Expected a list of strings, but received {kind}"))
                    }
                }
            }
        }
    }
}

fn invalid(id: &str, reason: &str) -> String {
    format!("Invalid value for input `{id}`. Cause: {reason}")
}

/// The value under a dotted id where it was given nested.
fn within<'a>(raw: &'a Map, id: &str) -> Option<&'a Value> {
    let mut parts = id.split('.');
    let mut value = raw.get(parts.next()?)?;
    let mut nested = false;
    for part in parts {
        value = value.get(part)?;
        nested = true;
    }
    nested.then_some(value)
}
