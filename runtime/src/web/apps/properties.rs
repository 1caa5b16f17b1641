//! The properties of a block, evaluated as they are asked for.

use plan::app::Block;
use plan::{Argument, Failure, Value};

use super::view::View;

/// The properties of a block.
pub struct Properties<'a> {
    view: &'a View<'a>,
    block: &'a Block,
}

impl<'a> Properties<'a> {
    /// The properties of a block as a look at its app shows them.
    pub fn new(view: &'a View<'a>, block: &'a Block) -> Self {
        Self { view, block }
    }

    /// What was written under a name.
    pub fn written(&self, name: &str) -> Option<&'a Argument> {
        self.block.properties.iter().find(|(key, _)| **key == *name).map(|(_, argument)| argument)
    }

    /// The value under a name; `None` where nothing was written, or null.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn value(&self, name: &str) -> Result<Option<Value>, Failure> {
        let value = self.written(name).map(|argument| self.view.evaluate(argument)).transpose()?;
        Ok(value.filter(|value| *value != Value::Null))
    }

    /// The text under a name.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.value(name)?.map(|value| plan::java::to_text(&value)))
    }

    /// The text under a name, or another.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn text_or(&self, name: &str, otherwise: &str) -> Result<String, Failure> {
        Ok(self.text(name)?.unwrap_or_else(|| otherwise.to_owned()))
    }

    /// Whether a flag is set.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn flag(&self, name: &str) -> Result<bool, Failure> {
        Ok(self.text(name)?.is_some_and(|text| text == "true"))
    }

    /// The texts of a list inside a map: `filter.include`.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn texts_in(&self, name: &str, key: &str) -> Result<Option<Vec<String>>, Failure> {
        let map = self.value(name)?;
        Ok(map.as_ref().and_then(|map| map.get(key)).and_then(|value| match value {
            Value::Null => None,
            Value::List(items) => Some(items.iter().map(plan::java::to_text).collect()),
            one => Some(vec![plan::java::to_text(one)]),
        }))
    }

    /// A text inside a map: `filter.logLevel`.
    ///
    /// # Errors
    ///
    /// What is wrong with an expression in it.
    pub fn text_in(&self, name: &str, key: &str) -> Result<Option<String>, Failure> {
        Ok(self.value(name)?.as_ref().and_then(|map| map.get(key)).map(plan::java::to_text))
    }
}
