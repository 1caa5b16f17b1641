//! Rendering that keeps types, as Kestra's `renderTyped` does.

use super::interpret::Output;
use super::{Error, Evaluation};
use crate::{Template, Value, json};

impl Evaluation<'_> {
    pub(super) fn typed(&mut self, template: &Template) -> Result<Value, Error> {
        let mut out = Output { text: String::new(), values: Some(Vec::new()) };
        self.nodes(&template.body, template, &mut out)?;
        let mut values = out.values.unwrap_or_default();
        match values.len() {
            0 => Ok(Value::Null),
            1 => Ok(values.remove(0)),
            _ if values.iter().all(is_scalar) => Ok(out.text.into()),
            // What follows the first JSON value is ignored.
            _ => match json::read(&out.text) {
                Ok((value, _)) => Ok(value),
                Err(message) => Err(Error::new(format!("a list or map with text around it must be JSON: {message}"))),
            },
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Bool(_)
        | Value::Int(_)
        | Value::Long(_)
        | Value::Float(_)
        | Value::Double(_)
        | Value::Big(_)
        | Value::Char(_)
        | Value::Text(_)
        | Value::Markup(_) => true,
        Value::Null
        | Value::List(_)
        | Value::Array(_)
        | Value::Set(_)
        | Value::Map(_)
        | Value::Table(_)
        | Value::Entry(_)
        | Value::Instant(_)
        | Value::JavaDate(_)
        | Value::Zoned(_)
        | Value::LocalDateTime(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Duration(_)
        | Value::Bytes(_) => false,
    }
}
