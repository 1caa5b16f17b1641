//! The state of one evaluation, as functions see it.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::scope::Scopes;
use super::{Budget, Context, Error, Limit, Recursion, World};
use crate::template::Expression;
use crate::{Dialect, Template, Value};

/// One evaluation on its way.
pub struct Evaluation<'a> {
    pub(super) context: Context<'a>,
    pub(super) dialect: Dialect,
    pub(super) scopes: Scopes,
    pub(super) style: Style,
    fuel: u64,
    /// How many `render()` are open, and how many macros and blocks.
    renders: u32,
    calls: u32,
    /// Lists that were changed in place, with what they are now.
    replaced: Vec<(Value, Value)>,
    /// What `secret()` gave out: kept out of errors.
    secrets: Vec<String>,
}

/// How a list or map is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As JSON: at the top of a template.
    Json,
    /// As Java prints it: inside macros, `block()` and `{% filter %}`.
    Java,
}

impl<'a> Evaluation<'a> {
    /// Starts an evaluation under the rules of a dialect.
    pub fn new(context: Context<'a>, dialect: Dialect) -> Self {
        Self {
            context,
            dialect,
            scopes: Scopes::default(),
            style: Style::Json,
            fuel: context.settings.budget.fuel,
            renders: 0,
            calls: 0,
            replaced: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// What functions ask of the outside.
    pub fn world(&self) -> &'a dyn World {
        self.context.world
    }

    /// The value of a root name; `None` where it is not there.
    pub fn root(&self, name: &str) -> Option<&'a Value> {
        self.context.variables.root(name)
    }

    /// The server's time zone.
    pub fn zone(&self) -> &'a TimeZone {
        &self.context.settings.zone
    }

    /// The server's locale, as Java writes it: `en_US`.
    pub fn locale(&self) -> &'a str {
        &self.context.settings.locale
    }

    /// What may be spent at all.
    pub fn budget(&self) -> &'a Budget {
        &self.context.settings.budget
    }

    /// The dialect of the template: only for how dates print inside JSON; what differs otherwise is
    /// declared twice, once for each dialect.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Pays for work: one step for a simple operation, about one for each 64 bytes or element otherwise.
    ///
    /// # Errors
    ///
    /// Where the fuel is used up.
    #[inline]
    pub fn spend(&mut self, steps: usize) -> Result<(), Error> {
        match self.fuel.checked_sub(steps as u64) {
            Some(left) => {
                self.fuel = left;
                Ok(())
            }
            None => Err(self.exhausted()),
        }
    }

    /// How many steps are left.
    pub fn fuel(&self) -> u64 {
        self.fuel
    }

    #[cold]
    fn exhausted(&self) -> Error {
        Error::limit(Limit::Fuel, format_args!("the expression takes more than {} steps", self.budget().fuel))
    }

    /// The value of an expression that refers to no macro or block of its template.
    ///
    /// # Errors
    ///
    /// Where it fails.
    pub fn constant(&mut self, expression: &Expression) -> Result<Value, Error> {
        let template = Template::verbatim("", report::Span::default(), self.dialect);
        self.value(expression, &template).map(std::borrow::Cow::into_owned)
    }

    /// A list was changed in place: whoever holds it shows the new elements from now on (`sort`, `rsort`
    /// and `reverse` work so in Java).
    ///
    /// # Errors
    ///
    /// Where the fuel is used up.
    pub fn replace_in_place(&mut self, list: &Value, with: &Value) -> Result<(), Error> {
        // Each one is looked through whenever a value is read.
        self.spend(self.replaced.len())?;
        self.replaced.push((list.clone(), with.clone()));
        Ok(())
    }

    pub(super) fn has_replaced(&self) -> bool {
        !self.replaced.is_empty()
    }

    /// The value as it is now, if it is a list that was changed in place.
    pub(super) fn changed(&self, value: &Value) -> Option<Value> {
        let mut changed: Option<&Value> = None;
        for (before, after) in &self.replaced {
            let is_it = match (before.elements(), changed.unwrap_or(value).elements()) {
                (Some(before), Some(now)) => Arc::ptr_eq(before, now),
                _ => false,
            };
            if is_it {
                changed = Some(after);
            }
        }
        changed.cloned()
    }

    /// The value with every list in it as it is now.
    pub(super) fn current(&self, value: Value) -> Value {
        if self.replaced.is_empty() { value } else { self.renewed(&value).unwrap_or(value) }
    }

    /// As [`Evaluation::current`]; none where nothing in it has changed.
    fn renewed(&self, value: &Value) -> Option<Value> {
        let changed = self.changed(value);
        let inside = match changed.as_ref().unwrap_or(value) {
            Value::List(items) => {
                let renewed: Vec<Option<Value>> = items.iter().map(|item| self.renewed(item)).collect();
                renewed.iter().any(Option::is_some).then(|| {
                    let items = renewed.into_iter().zip(items.iter());
                    Value::list(items.map(|(renewed, item)| renewed.unwrap_or_else(|| item.clone())))
                })
            }
            Value::Map(entries) => {
                let renewed: Vec<Option<Value>> = entries.values().map(|value| self.renewed(value)).collect();
                renewed.iter().any(Option::is_some).then(|| {
                    let entries = renewed.into_iter().zip(entries.iter());
                    let entries =
                        entries.map(|(now, (key, value))| (key.clone(), now.unwrap_or_else(|| value.clone())));
                    Value::Map(Arc::new(entries.collect()))
                })
            }
            _ => None,
        };
        inside.or(changed)
    }

    /// Keeps a text out of errors from now on.
    pub fn mask(&mut self, secret: &str) {
        if !secret.is_empty() {
            self.secrets.push(secret.to_owned());
        }
    }

    /// A text as it may be shown: without the secrets this evaluation and the world know.
    pub(super) fn masked(&self, text: String) -> String {
        let hidden = |text: String, secret: &String| {
            if text.contains(secret.as_str()) { text.replace(secret.as_str(), "******") } else { text }
        };
        self.context.world.masked(self.secrets.iter().fold(text, hidden))
    }

    /// Enters a macro or a block; [`Evaluation::leave_call`] leaves it.
    pub(super) fn enter_call(&mut self) -> Result<(), Error> {
        let most = self.budget().call_depth;
        if self.calls == most {
            return Err(Error::limit(
                Limit::CallDepth,
                format_args!("macros and blocks call each other more than {most} levels deep"),
            ));
        }
        self.calls += 1;
        Ok(())
    }

    pub(super) fn leave_call(&mut self) {
        self.calls -= 1;
    }

    /// Renders a text as a template within this evaluation, as `render()` does: once, or again and again
    /// until nothing changes.
    ///
    /// # Errors
    ///
    /// Where it cannot be parsed or rendered, where `render()` calls itself too deep, and in the recursive
    /// mode, which has no `render()`.
    pub fn render_text(&mut self, text: &str, recursion: Recursion) -> Result<String, Error> {
        if self.context.settings.recursion == Recursion::UntilStable {
            return Err(Error::new("there is no `render()` where everything is rendered until nothing changes"));
        }
        let most = self.budget().render_depth;
        if self.renders == most {
            return Err(Error::limit(
                Limit::RenderDepth,
                format_args!("`render()` calls itself more than {most} levels deep"),
            ));
        }
        self.renders += 1;
        let outer = self.scopes.enter_render();
        let style = std::mem::replace(&mut self.style, Style::Json);
        let rendered = match recursion {
            Recursion::Once => self.render_pass(text),
            Recursion::UntilStable => self.render_until_stable(text.to_owned()),
        };
        self.style = style;
        self.scopes.leave_render(outer);
        self.renders -= 1;
        // What is undefined in there is an error of `render()` out here.
        rendered.map_err(Error::closed)
    }

    fn render_pass(&mut self, text: &str) -> Result<String, Error> {
        if !text.contains('{') {
            return Ok(text.to_owned());
        }
        let template = self.context.world.parse(text, self.dialect)?;
        self.text_of(&template).map_err(Error::without_place)
    }

    pub(super) fn render_until_stable(&mut self, mut text: String) -> Result<String, Error> {
        let most = self.budget().render_passes;
        for _ in 0..=most {
            let rendered = self.render_pass(&text)?;
            if rendered == text {
                return Ok(text);
            }
            text = rendered;
        }
        Err(Error::limit(
            Limit::RenderPasses,
            format_args!("the text still changes after it was rendered {most} times"),
        ))
    }

    /// The names and values of everything visible, for `printContext()`.
    pub fn visible(&self) -> Vec<(String, Value)> {
        let names = self.context.variables.names();
        names.into_iter().filter_map(|name| Some((name.to_owned(), self.root(name)?.clone()))).collect()
    }
}
