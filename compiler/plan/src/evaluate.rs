//! Evaluating templates: what they may see and what they may ask of the world.

use crate::{Argument, Failure, Template, Value};

/// The names an expression may use: `inputs`, `outputs`, `flow`, `execution`, …
pub trait Variables {
    /// The value of a root name; `None` where it is not there.
    fn root(&self, name: &str) -> Option<Value>;

    /// All root names, for messages that suggest the nearest and for `printContext()`.
    fn names(&self) -> Vec<&str>;
}

impl Variables for crate::value::Map {
    fn root(&self, name: &str) -> Option<Value> {
        self.get(name).cloned()
    }

    fn names(&self) -> Vec<&str> {
        self.keys().map(AsRef::as_ref).collect()
    }
}

/// Renders a template to text.
///
/// # Errors
///
/// A failure with the expression's place, and the values of the variables involved.
pub fn render(template: &Template, variables: &dyn Variables) -> Result<String, Failure> {
    let _ = variables;
    Err(Failure::new(format!("the template `{}` cannot be rendered yet", template.source)))
}

/// Evaluates an argument; a template that is one whole expression keeps its type.
///
/// # Errors
///
/// As [`render`].
pub fn evaluate(argument: &Argument, variables: &dyn Variables) -> Result<Value, Failure> {
    match argument {
        Argument::Fixed(value) => Ok(value.clone()),
        Argument::Template(template) => render(template, variables).map(Value::text),
        Argument::List(items) => {
            Ok(Value::list(items.iter().map(|item| evaluate(item, variables)).collect::<Result<Vec<_>, _>>()?))
        }
        Argument::Map(entries) => {
            let mut map = crate::value::Map::new();
            for (key, value) in entries {
                let key = evaluate(key, variables)?;
                map.insert(key.as_str().unwrap_or_default().into(), evaluate(value, variables)?);
            }
            Ok(Value::Map(std::sync::Arc::new(map)))
        }
    }
}
