//! Walks compiled templates and expressions.

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use super::arguments::Source;
use super::evaluation::Style;
use super::scope::{Found, Turn};
use super::{Arguments, Error, Evaluation, Limit, access, hash_order, member, operators};
use crate::function::{Form, Undefined};
use crate::template::{At, Comparable};
use crate::template::{Binary, Call, Choose, Expression, Key, MacroCall, Node, Operator, Path, Raise, Template, Unary};
use crate::{Text, Value, java, json};

/// What rendering gives: text, and beside it the values where the type of the result matters.
#[derive(Default)]
pub(super) struct Output {
    pub(super) text: String,
    pub(super) values: Option<Vec<Value>>,
}

impl<'a> Evaluation<'a> {
    /// The text of a template.
    pub(super) fn text_of(&mut self, template: &Template) -> Result<String, Error> {
        let mut out = Output::default();
        self.nodes(&template.body, template, &mut out)?;
        Ok(without_raw(out.text))
    }

    pub(super) fn nodes(&mut self, nodes: &[Node], template: &Template, out: &mut Output) -> Result<(), Error> {
        for node in nodes {
            self.node(node, template, out)?;
        }
        Ok(())
    }

    fn node(&mut self, node: &Node, template: &Template, out: &mut Output) -> Result<(), Error> {
        match node {
            Node::Text(text) => {
                out.text.push_str(text);
                if let Some(values) = &mut out.values {
                    values.push(Value::Text(text.clone()));
                }
                self.bounded(out)
            }
            Node::Print(expression) => {
                if out.values.is_none() {
                    self.print(expression, template, &mut out.text)?;
                } else {
                    let value = self.value(expression, template)?.into_owned();
                    self.write(&value, &mut out.text);
                    out.values.iter_mut().for_each(|values| values.extend((!value.is_null()).then(|| value.clone())));
                }
                self.bounded(out)
            }
            Node::If { branches, otherwise } => {
                self.spend(1)?;
                for (condition, body) in branches {
                    if self.holds(condition, template)? {
                        return self.nodes(body, template, out);
                    }
                }
                self.nodes(otherwise, template, out)
            }
            Node::For { variable, over, body, otherwise, at } => {
                let over = self.value(over, template)?.into_owned();
                self.each(&over, variable, body, otherwise, *at, template, out)
            }
            Node::Set { name, value, at } => {
                let value = self.value(value, template)?.into_owned();
                if !self.scopes.has(name) && self.root(name).is_some() {
                    let message = format!("`{name}` is given from outside and cannot be set; take another name");
                    return Err(Error::new(message).or_at(*at));
                }
                self.scopes.set(name, value);
                Ok(())
            }
            Node::Block(index) => match template.blocks.get(*index as usize) {
                Some(block) => {
                    self.enter_call()?;
                    let printed = self.nodes(&block.body, template, out);
                    self.leave_call();
                    printed
                }
                None => Err(Error::new("the block is not part of the template")),
            },
            Node::Filter { calls, body } => {
                let mut value = Value::from(self.apart(body, template)?);
                for call in calls {
                    value = self.call(call, Some(value), template)?;
                }
                self.write(&value, &mut out.text);
                out.values.iter_mut().for_each(|values| values.push(value.clone()));
                self.bounded(out)
            }
            Node::Fail(raise) => Err(raised(raise)),
        }
    }

    /// Checks the size of what was printed so far, in characters as Java counts them.
    #[inline]
    fn bounded(&self, out: &Output) -> Result<(), Error> {
        let most = self.budget().output;
        if out.text.len() > most && out.text.encode_utf16().count() > most {
            return Err(Error::limit(
                Limit::Output,
                format_args!("the rendered text is longer than {most} characters"),
            ));
        }
        Ok(())
    }

    /// What nodes print, as Java prints it, apart from what is printed around.
    fn apart(&mut self, nodes: &[Node], template: &Template) -> Result<String, Error> {
        let style = std::mem::replace(&mut self.style, Style::Java);
        let mut out = Output::default();
        let result = self.nodes(nodes, template, &mut out);
        self.style = style;
        result.map(|()| out.text)
    }

    fn holds(&mut self, condition: &Expression, template: &Template) -> Result<bool, Error> {
        let value = self.value(condition, template).map_err(Error::closed)?;
        let decided = operators::truth(&value);
        decided.map_err(|error| Error::new(format!("the condition cannot be decided: {error}")).or_at(place(condition)))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a loop, each of its own kind")]
    fn each(
        &mut self,
        over: &Value,
        variable: &Text,
        body: &[Node],
        otherwise: &[Node],
        at: At,
        template: &Template,
        out: &mut Output,
    ) -> Result<(), Error> {
        let entry = |key: Value, value: &Value| Value::Entry(Arc::new((key, value.clone())));
        let items: Arc<Vec<Value>> = match over {
            // Nothing at all: not even the `else`.
            Value::Null => return Ok(()),
            Value::List(items) | Value::Set(items) | Value::Array(items) => Arc::clone(items),
            Value::Map(entries) => {
                Arc::new(entries.iter().map(|(key, value)| entry(Value::Text(key.clone()), value)).collect())
            }
            Value::Table(entries) => Arc::new(entries.iter().map(|(key, value)| entry(key.clone(), value)).collect()),
            other => {
                let message = format!("`for` loops over lists and maps, not over {}", other.words());
                return Err(Error::new(message).or_at(at));
            }
        };
        if items.is_empty() {
            return self.nodes(otherwise, template, out);
        }
        self.scopes.enter_loop();
        let length = items.len();
        let turns = items.iter().enumerate().try_for_each(|(index, item)| {
            self.spend(1)?;
            self.scopes.turn(variable, item.clone(), Turn { index, length });
            self.nodes(body, template, out)
        });
        self.scopes.leave();
        turns
    }

    /// Prints an expression without making a text of it first.
    fn print(&mut self, expression: &Expression, template: &Template, out: &mut String) -> Result<(), Error> {
        match expression {
            Expression::Concatenate(parts) => {
                self.spend(1)?;
                for part in parts {
                    self.append(part, template, out)?;
                }
                Ok(())
            }
            // Not a map in Pebble but an object, which prints as Java prints it.
            Expression::Local(name) if *name.text == *"loop" && self.scopes.turn_value("index").is_some() => {
                let value = self.value(expression, template)?;
                java::write(&value, out);
                Ok(())
            }
            _ => {
                let value = self.value(expression, template)?;
                self.write(&value, out);
                Ok(())
            }
        }
    }

    /// Appends a part of a concatenation: null is nothing, everything else as Java prints it.
    fn append(&mut self, part: &Expression, template: &Template, out: &mut String) -> Result<(), Error> {
        let value = self.value(part, template)?;
        if !value.is_null() {
            java::write(&value, out);
        }
        Ok(())
    }

    /// Writes a value where it is printed.
    fn write(&self, value: &Value, out: &mut String) {
        match (value, self.style) {
            (Value::Null, _) => {}
            (Value::Text(text), _) => out.push_str(text),
            (Value::List(_) | Value::Array(_) | Value::Set(_) | Value::Map(_) | Value::Table(_), Style::Json) => {
                json::write(value, self.dialect, self.zone(), out);
            }
            (Value::Big(big), Style::Json) => out.push_str(&java::big_plain(big)),
            (other, _) => java::write(other, out),
        }
    }

    /// The value of an expression; borrowed where it is stored somewhere.
    pub(super) fn value<'x>(
        &mut self,
        expression: &'x Expression,
        template: &'x Template,
    ) -> Result<Cow<'x, Value>, Error>
    where
        'a: 'x,
    {
        self.spend(1)?;
        let owned = match expression {
            Expression::Constant(value) => return Ok(Cow::Borrowed(value)),
            Expression::Path(path) => return self.path(path),
            Expression::Call(call) => self.call(call, None, template)?,
            Expression::Binary(binary) => self.binary(binary, template)?,
            Expression::Concatenate(parts) => {
                let mut text = String::new();
                for part in parts {
                    self.append(part, template, &mut text)?;
                }
                text.into()
            }
            Expression::Choose(choose) => {
                let branch = if self.chosen(choose, template)? { &choose.then } else { &choose.otherwise };
                return self.value(branch, template);
            }
            Expression::OrNull(pair) => match self.value(&pair.left, template) {
                Ok(value) if !value.is_null() => return Ok(value),
                Ok(_) => return self.value(&pair.right, template),
                Err(error) if error.is_undefined() => return self.value(&pair.right, template),
                Err(error) => return Err(error),
            },
            Expression::OrUndefined(pair) => match self.value(&pair.left, template) {
                Err(error) if error.is_undefined() => return self.value(&pair.right, template),
                other => return other,
            },
            Expression::And(pair) => {
                Value::Bool(self.truth(&pair.left, "and", template)? && self.truth(&pair.right, "and", template)?)
            }
            Expression::Or(pair) => {
                Value::Bool(self.truth(&pair.left, "or", template)? || self.truth(&pair.right, "or", template)?)
            }
            Expression::Not(unary) => Value::Bool(!self.truth(&unary.of, "not", template)?),
            Expression::Negate(unary) => self.signed(unary, -1, template)?,
            Expression::Plus(unary) => self.signed(unary, 1, template)?,
            Expression::Local(name) => {
                return self.local(&name.text).map(Cow::Owned).map_err(|error| located(error, name.at));
            }
            Expression::Attribute(attribute) => {
                if let (Expression::Local(of), Key::Name(key)) = (&attribute.of, &attribute.key.key)
                    && of.text.as_ref() == "loop"
                    && let Some(value) = self.scopes.turn_value(key)
                {
                    return Ok(Cow::Owned(value));
                }
                let of = self.value(&attribute.of, template)?;
                let found = access::constant(&of, &attribute.key.key).map(Cow::into_owned);
                self.current(found.map_err(|error| located(error, attribute.key.at))?)
            }
            Expression::Index(index) => {
                let of = self.value(&index.of, template)?;
                let key = self.value(&index.key, template)?;
                self.current(access::dynamic(&of, &key).map_err(|error| located(error, index.at))?)
            }
            Expression::Method(method) => {
                let of = self.value(&method.of, template)?;
                let mut arguments = SmallVec::<[Value; 2]>::new();
                for argument in &method.arguments {
                    arguments.push(self.value(argument, template)?.into_owned());
                }
                let name = &method.name.text;
                match member::call(&of, name, &arguments) {
                    Some(result) => result.map_err(|error| located(error, method.name.at))?,
                    None => return Err(located(Error::undefined(name.clone()), method.name.at)),
                }
            }
            Expression::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.value(item, template)?.into_owned());
                }
                Value::List(Arc::new(values))
            }
            Expression::Map(entries) => {
                let mut values = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    let key = self.value(key, template)?.into_owned();
                    values.push((key, self.value(value, template)?.into_owned()));
                }
                hash_order::map(values)
            }
            Expression::IsNot(call) => match self.call(call, None, template)? {
                Value::Bool(holds) => Value::Bool(!holds),
                other => other,
            },
            Expression::Macro(call) => self.macro_call(call, template)?,
            Expression::Block(unary) => self.block(unary, template)?,
            Expression::Raise(raise) => return Err(raised(raise)),
        };
        Ok(Cow::Owned(owned))
    }

    /// A root name and what lies below it.
    fn path<'x>(&mut self, path: &'x Path) -> Result<Cow<'x, Value>, Error>
    where
        'a: 'x,
    {
        if self.has_replaced() || self.scopes.is_dynamic() {
            return self.path_in_scopes(path).map(Cow::Owned);
        }
        let Some(mut value): Option<&'a Value> = self.context.variables.root(&path.root.text) else {
            return self.global(path).map(Cow::Owned);
        };
        for (index, key) in path.keys.iter().enumerate() {
            value = match access::stored(value, &key.key) {
                Some(stored) => stored,
                None => return Self::members(Cow::Borrowed(value), path, index),
            };
        }
        Ok(Cow::Borrowed(value))
    }

    /// The rest of a path from a key on that is not stored as such.
    fn members<'x>(mut value: Cow<'x, Value>, path: &Path, from: usize) -> Result<Cow<'x, Value>, Error> {
        for key in &path.keys[from..] {
            let next = access::constant(&value, &key.key).map(Cow::into_owned);
            value = Cow::Owned(next.map_err(|error| located(error, key.at))?);
        }
        Ok(value)
    }

    fn path_in_scopes(&mut self, path: &Path) -> Result<Value, Error> {
        let found = if self.scopes.is_dynamic() { self.scopes.get(&path.root.text) } else { Found::Outside };
        let root = match found {
            Found::Value(value) => value,
            Found::Nothing => return Err(located(Error::undefined(path.root.text.clone()), path.root.at)),
            Found::Outside => match self.root(&path.root.text) {
                Some(value) => value.clone(),
                None => return self.global(path),
            },
        };
        let mut value = self.changed(&root).unwrap_or(root);
        for key in &path.keys {
            let next = access::constant(&value, &key.key).map(Cow::into_owned);
            let next = next.map_err(|error| located(error, key.at))?;
            value = self.changed(&next).unwrap_or(next);
        }
        Ok(self.current(value))
    }

    /// The only name Pebble itself has that prints something: `locale`.
    #[cold]
    fn global(&self, path: &Path) -> Result<Value, Error> {
        match (path.root.text.as_ref(), path.keys.is_empty()) {
            ("locale", true) => Ok(Value::text(self.locale())),
            _ => Err(located(Error::undefined(path.root.text.clone()), path.root.at)),
        }
    }

    fn local(&mut self, name: &Text) -> Result<Value, Error> {
        match self.scopes.get(name) {
            Found::Value(value) => Ok(self.current(value)),
            Found::Nothing => Err(Error::undefined(name.clone())),
            Found::Outside => match self.root(name) {
                Some(value) => Ok(self.current(value.clone())),
                None => Err(Error::undefined(name.clone())),
            },
        }
    }

    fn binary(&mut self, binary: &Binary, template: &Template) -> Result<Value, Error> {
        // What is undefined under an operator is just wrong, and no longer caught by `??`; except for
        // orderings in 2.0, `contains` and `isIn`.
        let closes = match binary.operator {
            Operator::Contains | Operator::IsIn | Operator::Order(_, Comparable::NumbersAndTexts) => false,
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Equal
            | Operator::NotEqual
            | Operator::Order(_, Comparable::Numbers) => true,
        };
        let close = |error: Error| if closes { error.closed() } else { error };
        let left = self.value(&binary.left, template).map_err(close)?;
        if binary.operator == Operator::Contains && left.is_null() {
            // The other side is not even looked at.
            return Ok(Value::Bool(false));
        }
        let right = self.value(&binary.right, template).map_err(close)?;
        if let (Some(left), Some(right)) = (left.elements(), right.elements()) {
            self.spend(left.len() + right.len())?;
        }
        operators::apply(binary.operator, &left, &right).map_err(|error| error.or_at(binary.at))
    }

    fn truth(&mut self, operand: &Expression, operator: &str, template: &Template) -> Result<bool, Error> {
        let value = self.value(operand, template)?;
        if value.is_null() {
            let error = Error::new(format!("`{operator}` needs true or false, and this is null"));
            return Err(located(error, place(operand)));
        }
        operators::truth(&value).map_err(|error| located(Error::new(format!("`{operator}`: {error}")), place(operand)))
    }

    fn chosen(&mut self, choose: &Choose, template: &Template) -> Result<bool, Error> {
        let condition = self.value(&choose.condition, template)?;
        if condition.is_null() {
            return Ok(false);
        }
        operators::truth(&condition).map_err(|error| error.or_at(choose.at))
    }

    fn signed(&mut self, unary: &Unary, factor: i32, template: &Template) -> Result<Value, Error> {
        let value = self.value(&unary.of, template)?;
        operators::apply(Operator::Multiply, &Value::Int(factor), &value).map_err(|_| {
            let (sign, kind) = (if factor < 0 { '-' } else { '+' }, value.words());
            Error::new(format!("`{sign}` in front of {kind}: only numbers have a sign")).or_at(unary.at)
        })
    }

    fn call(&mut self, call: &Call, given: Option<Value>, template: &Template) -> Result<Value, Error> {
        let input = match (given, &call.input) {
            (Some(value), _) => Cow::Owned(value),
            (None, None) => Cow::Owned(Value::Null),
            (None, Some(input)) => match self.value(input, template) {
                Err(error) if error.is_undefined() && call.callee.undefined == Undefined::IsNull => {
                    Cow::Owned(Value::Null)
                }
                other => other?,
            },
        };
        let input = match input.as_ref() {
            // Filters see what a macro printed as text, tests do not.
            Value::Markup(text) if call.callee.form == Form::Filter => Cow::Owned(Value::Text(text.clone())),
            _ => input,
        };
        let is_constant = matches!(call.input, Some(Expression::Constant(_)));
        let source =
            if matches!(input, Cow::Borrowed(_)) && !is_constant { Source::Variables } else { Source::Expression };
        let mut values = SmallVec::<[Option<Value>; 4]>::new();
        let mut are_constant = call.rest.is_empty();
        for argument in &call.arguments {
            values.push(match argument {
                None => None,
                Some(Expression::Constant(value)) => Some(value.clone()),
                Some(argument) => {
                    are_constant = false;
                    Some(self.value(argument, template)?.into_owned())
                }
            });
        }
        let mut rest = SmallVec::<[Value; 2]>::new();
        for argument in &call.rest {
            rest.push(self.value(argument, template)?.into_owned());
        }
        let cache = are_constant.then_some(&call.cache);
        let arguments = Arguments { callee: call.callee.0, input: &input, source, values: &values, rest: &rest, cache };
        (call.callee.call)(&arguments, self).map_err(|error| error.or_at(call.at))
    }

    fn macro_call(&mut self, call: &MacroCall, template: &Template) -> Result<Value, Error> {
        let Some(called) = template.macros.get(call.target as usize) else {
            return Err(Error::new("the macro is not part of the template"));
        };
        let mut given = SmallVec::<[(Text, Value); 4]>::new();
        for ((name, _), argument) in called.parameters.iter().zip(&call.arguments) {
            if let Some(argument) = argument {
                given.push((name.clone(), self.value(argument, template)?.into_owned()));
            }
        }
        self.enter_call().map_err(|error| error.or_at(call.at))?;
        self.scopes.enter_macro();
        let defaults = called.parameters.iter().try_for_each(|(name, default)| {
            // A default sees those before it, and nothing of what is outside.
            let value = default.as_ref().map(|default| self.value(default, template).map(Cow::into_owned));
            self.scopes.declare(name, value.transpose()?.unwrap_or_default());
            Ok(())
        });
        self.scopes.enter(given);
        let printed = defaults.and_then(|()| self.apart(&called.body, template));
        self.scopes.leave();
        self.scopes.leave();
        self.leave_call();
        Ok(Value::Markup(printed?.into()))
    }

    fn block(&mut self, unary: &Unary, template: &Template) -> Result<Value, Error> {
        let name = self.value(&unary.of, template)?;
        let name = java::to_text(&name);
        let Some(block) = template.blocks.iter().find(|block| *block.name == *name) else {
            return Ok(Value::text(""));
        };
        self.enter_call().map_err(|error| error.or_at(unary.at))?;
        let printed = self.apart(&block.body, template);
        self.leave_call();
        Ok(printed?.into())
    }
}

fn located(error: Error, at: At) -> Error {
    error.or_at(at)
}

fn raised(raise: &Raise) -> Error {
    Error::new(raise.message.as_ref()).or_at(raise.at)
}

/// Where an expression stands, as far as it knows.
fn place(expression: &Expression) -> At {
    expression.at().unwrap_or_default()
}

/// Kestra strips the marks of every `raw` pair from what was rendered, wherever it came from.
fn without_raw(text: String) -> String {
    if !text.contains("endraw") {
        return text;
    }
    let mut rest = text.as_str();
    let mut out = String::with_capacity(text.len());
    while let Some((before, content, after)) = raw_pair(rest) {
        out.push_str(before);
        out.push_str(content);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The first `{% raw %}` with its `{% endraw %}` on the same line: what stands before, between and behind.
fn raw_pair(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(found) = text[from..].find("{%") {
        let start = from + found;
        if let Some(content) = mark(&text[start..], "raw").map(|length| start + length) {
            let line = text[content..]
                .find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
                .map_or(text.len(), |end| content + end);
            let mut end = content;
            while let Some(found) = text[end..line].find("{%") {
                end += found;
                if let Some(length) = mark(&text[end..], "endraw") {
                    return Some((&text[..start], &text[content..end], &text[end + length..]));
                }
                end += 2;
            }
        }
        from = start + 2;
    }
    None
}

/// The length of `{%-* word -*%}` at the start of a text.
fn mark(text: &str, word: &str) -> Option<usize> {
    let rest = text.strip_prefix("{%")?.trim_start_matches('-').trim_start().strip_prefix(word)?;
    let rest = rest.trim_start().trim_start_matches('-').strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_pairs_are_stripped_within_a_line() {
        assert_eq!(without_raw("a{% raw %}{{ x }}{%- endraw -%}b".to_owned()), "a{{ x }}b");
        assert_eq!(without_raw("{% raw %}\n{% endraw %}".to_owned()), "{% raw %}\n{% endraw %}");
        assert_eq!(
            without_raw("{% endraw %}{% raw %}1{% endraw %}{% raw %}2{% endraw %}".to_owned()),
            "{% endraw %}12"
        );
    }
}
