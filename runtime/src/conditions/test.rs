//! What a condition is tested with, and its properties as it reads them.

use plan::evaluate::{self, Context};
use plan::trigger::Condition;
use plan::{Failure, FlowName, Value, java};

use super::dates::zoned;
use crate::execution::{Execution, State};

/// A condition, with what it is tested on.
#[derive(Clone, Copy)]
pub(crate) struct Test<'a> {
    /// The condition.
    pub(crate) condition: &'a Condition,
    /// What its expressions see.
    pub(crate) context: &'a Context<'a>,
    /// The flow whose trigger or listener has the condition.
    pub(crate) flow: &'a FlowName,
    /// The execution that is looked at, where it is not a date.
    pub(crate) execution: Option<&'a Execution>,
    /// The state the execution is looked at in: it may be in a later one already.
    pub(crate) state: Option<State>,
}

impl<'a> Test<'a> {
    /// The same for a condition inside this one.
    pub(super) fn child(&self, condition: &'a Condition) -> Self {
        Self { condition, ..*self }
    }

    /// The execution, which some conditions cannot do without.
    pub(super) fn execution(&self) -> Result<&'a Execution, Failure> {
        self.execution.ok_or_else(|| Failure::new("Invalid condition with null execution"))
    }

    /// A property; null where it is absent.
    pub(super) fn value(&self, name: &str) -> Result<Value, Failure> {
        match self.condition.properties.iter().find(|property| &*property.0 == name) {
            Some((_, argument)) => evaluate::evaluate(argument, self.context),
            None => Ok(Value::Null),
        }
    }

    /// A property as text; empty where it is absent.
    pub(super) fn text(&self, name: &str) -> Result<String, Failure> {
        let value = self.value(name)?;
        Ok(if value.is_null() { String::new() } else { java::to_text(&value) })
    }

    /// Whether a state is `in` and not `notIn`; each counts only where it is given.
    pub(super) fn accepts(&self, state: State) -> Result<bool, Failure> {
        let inside = self.states("in")?.is_none_or(|states| states.contains(&state));
        let outside = self.states("notIn")?.is_none_or(|states| !states.contains(&state));
        Ok(inside && outside)
    }

    fn states(&self, name: &str) -> Result<Option<Vec<State>>, Failure> {
        let value = self.value(name)?;
        let Some(items) = value.elements() else { return Ok(None) };
        Ok(Some(items.iter().filter_map(|item| State::parse(&java::to_text(item))).collect()))
    }

    /// Whether `expression` holds: anything but nothing and `false` does, `0` too.
    pub(super) fn expression(&self) -> Result<bool, Failure> {
        let text = self.text("expression")?;
        Ok(!matches!(text.trim(), "" | "false"))
    }

    /// The date that is tested: the property `date`, else the date of the trigger.
    pub(super) fn date(&self) -> Result<jiff::Zoned, Failure> {
        let written = self.value("date")?;
        let value = if written.is_null() {
            let trigger = self.context.variables.root("trigger");
            trigger.and_then(|trigger| trigger.get("date")).cloned().unwrap_or_default()
        } else {
            written
        };
        zoned(&value).ok_or_else(|| Failure::new(format!("`{}` is no date with a time", java::to_text(&value))))
    }

    /// A property that is a date with a time, where it is given.
    pub(super) fn moment(&self, name: &str) -> Result<Option<jiff::Timestamp>, Failure> {
        let value = self.value(name)?;
        if value.is_null() {
            return Ok(None);
        }
        let at = zoned(&value);
        let at = at.ok_or_else(|| Failure::new(format!("`{}` is no date with a time", java::to_text(&value))))?;
        Ok(Some(at.timestamp()))
    }
}
