//! The rendered properties of a task, read as the types the task asks for.
//!
//! Conversions are those Kestra's JSON mapper makes: text that spells a number is a number where one is asked
//! for, a number is text where text is asked for, JSON text is a list or map where one is asked for.

use std::sync::Arc;
use std::time::Duration;

use plan::value::Map;
use plan::{Failure, Value};

/// Rendered properties under their canonical names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties {
    values: Map,
    /// Where they stand in the file.
    written: Option<(Arc<plan::Plan>, plan::StepId)>,
}

impl Properties {
    pub(crate) fn new(values: Map) -> Self {
        Self { values, written: None }
    }

    /// Rendered properties of a step, with what stands in the file.
    pub(crate) fn of_step(values: Map, plan: &Arc<plan::Plan>, step: plan::StepId) -> Self {
        Self { values, written: Some((Arc::clone(plan), step)) }
    }

    /// A property as it was rendered; null counts as absent.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    /// A property that has to be there.
    pub(crate) fn require<'a, T>(
        &'a self,
        name: &str,
        read: fn(&'a Self, &str) -> Result<Option<T>, Failure>,
    ) -> Result<T, Failure> {
        read(self, name)?.ok_or_else(|| Failure::new(format!("the property `{name}` is missing")))
    }

    /// A property as text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.value(name).map(plan::java::to_text))
    }

    /// `true` or `false`, also as text.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Failure> {
        let Some(value) = self.value(name) else { return Ok(None) };
        match value {
            Value::Bool(flag) => Ok(Some(*flag)),
            other => match &*plan::java::to_text(other) {
                "true" | "True" | "TRUE" => Ok(Some(true)),
                "false" | "False" | "FALSE" | "" => Ok(Some(false)),
                _ => Err(mismatch(name, "true or false", other)),
            },
        }
    }

    /// A whole number, also as text.
    pub(crate) fn integer(&self, name: &str) -> Result<Option<i64>, Failure> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
        number.map(Some).ok_or_else(|| mismatch(name, "a whole number", value))
    }

    /// An ISO 8601 duration, or a number of seconds.
    pub(crate) fn duration(&self, name: &str) -> Result<Option<Duration>, Failure> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let duration = match value {
            Value::Duration(duration) => Duration::try_from(*duration).ok(),
            other => match other.as_f64() {
                Some(seconds) => Duration::try_from_secs_f64(seconds).ok(),
                None => crate::duration::parse(&plan::java::to_text(other))
                    .and_then(|length| Duration::try_from(length).ok()),
            },
        };
        let expected = "a duration such as `PT30S`, zero or longer";
        duration.map(Some).ok_or_else(|| mismatch(name, expected, value))
    }

    /// A list, also as JSON text.
    pub(crate) fn list(&self, name: &str) -> Result<Option<Vec<Value>>, Failure> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let list = match value.elements() {
            Some(elements) => Some(elements.to_vec()),
            None => structure(value).and_then(|value| value.elements().map(|elements| elements.to_vec())),
        };
        list.map(Some).ok_or_else(|| mismatch(name, "a list", value))
    }

    /// A map, also as JSON text.
    pub(crate) fn map(&self, name: &str) -> Result<Option<Map>, Failure> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let map = match value {
            Value::Map(map) => Some(map.as_ref().clone()),
            other => match structure(other) {
                Some(Value::Map(map)) => Some(map.as_ref().clone()),
                _ => None,
            },
        };
        map.map(Some).ok_or_else(|| mismatch(name, "a map", value))
    }

    /// A list of texts, also as one text or as JSON text; empty where it is absent.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<String>, Failure> {
        let Some(value) = self.value(name) else { return Ok(Vec::new()) };
        match (value.elements(), structure(value)) {
            (None, None) => Ok(vec![plan::java::to_text(value)]),
            _ => Ok(self.list(name)?.unwrap_or_default().iter().map(plan::java::to_text).collect()),
        }
    }

    /// One of a few words; `None` where it is absent.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Failure> {
        let Some(written) = self.text(name)? else { return Ok(None) };
        let found = words.iter().find(|word| word.0 == written).map(|word| word.1);
        let known = || words.iter().map(|word| word.0).collect::<Vec<_>>().join(", ");
        found.map(Some).ok_or_else(|| {
            Failure::new(format!("the property `{name}` must be one of {}, but it is `{written}`", known()))
        })
    }

    /// A point in time: a date with a time and a zone.
    pub(crate) fn moment(&self, name: &str) -> Result<Option<jiff::Timestamp>, Failure> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let at = match value {
            Value::Instant(at) => Some(*at),
            Value::Zoned(at) => Some(at.timestamp()),
            other => plan::java::to_text(other).trim().parse().ok(),
        };
        at.map(Some).ok_or_else(|| mismatch(name, "a date with a time and a zone", value))
    }

    /// The texts of a list as they stand in the file, before they were rendered.
    pub(crate) fn sources(&self, name: &str) -> Vec<plan::Text> {
        let written = self.written.as_ref();
        let argument = written.and_then(|(plan, step)| {
            plan.step(*step).properties.iter().find(|property| &*property.0 == name).map(|property| &property.1)
        });
        let text = |argument: &plan::Argument| match argument {
            plan::Argument::Template(template) => template.source.clone(),
            plan::Argument::Fixed(value) => plan::java::to_text(value).into(),
            plan::Argument::List(_) | plan::Argument::Map(_) => plan::Text::from(""),
        };
        match argument {
            Some(plan::Argument::List(items)) => items.iter().map(text).collect(),
            Some(plan::Argument::Fixed(Value::List(items))) => {
                items.iter().map(|item| plan::java::to_text(item).into()).collect()
            }
            Some(other) => vec![text(other)],
            None => Vec::new(),
        }
    }

    /// The properties of an object below this one; none where it is absent.
    pub(crate) fn object(&self, name: &str) -> Result<Self, Failure> {
        Ok(Self::new(self.map(name)?.unwrap_or_default()))
    }
}

/// JSON text as the value it spells.
fn structure(value: &Value) -> Option<Value> {
    let text = value.as_str()?.trim();
    let (value, read) = plan::json::read(text).ok()?;
    text[read..].trim().is_empty().then_some(value)
}

fn mismatch(name: &str, expected: &str, value: &Value) -> Failure {
    let mut shown: String = plan::java::to_text(value).chars().take(80).collect();
    if shown.is_empty() {
        shown.push_str("empty");
    } else {
        shown = format!("`{shown}`");
    }
    Failure::new(format!("the property `{name}` must be {expected}, but it is {shown}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(value: Value) -> Properties {
        Properties::new([("it".into(), value)].into_iter().collect())
    }

    #[test]
    fn text_is_taken_for_what_it_spells() {
        assert_eq!(properties("12".into()).integer("it"), Ok(Some(12)));
        assert_eq!(properties("true".into()).flag("it"), Ok(Some(true)));
        assert_eq!(properties("PT0.25S".into()).duration("it"), Ok(Some(Duration::from_millis(250))));
        assert_eq!(properties("1.5".into()).duration("it"), Ok(Some(Duration::from_millis(1500))));
        assert_eq!(properties("[\"a\"]".into()).list("it"), Ok(Some(vec!["a".into()])));
        assert_eq!(properties(Value::Int(5)).text("it"), Ok(Some("5".to_owned())));
        assert_eq!(properties(Value::Null).text("it"), Ok(None));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let message = |failure: Failure| failure.message.to_string();
        let wrong = properties("soon".into()).duration("it").map_err(message);
        assert_eq!(
            wrong,
            Err("the property `it` must be a duration such as `PT30S`, zero or longer, but it is `soon`".to_owned())
        );
        let missing = Properties::default().require("uri", Properties::text).map_err(message);
        assert_eq!(missing, Err("the property `uri` is missing".to_owned()));
    }
}
