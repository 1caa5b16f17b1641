//! The world as expressions see it in a simulation: a time that stands still while they are evaluated, and a compiler.

use std::sync::Arc;

use jiff::Timestamp;
use plan::evaluate::{Error, World};
use plan::step::LogLevel;
use plan::{Dialect, Template, Value};

use super::Line;
use crate::Parse;

/// What is there of the world.
pub(super) struct Still<'a> {
    pub(super) now: Timestamp,
    pub(super) parse: &'a dyn Parse,
    pub(super) log: &'a [Line],
}

impl World for Still<'_> {
    fn now(&self) -> Result<Timestamp, Error> {
        Ok(self.now)
    }

    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        let template = self.parse.template(text, dialect);
        template.map(Arc::new).map_err(|failure| Error::new(&*failure.message))
    }

    fn yaml(&self, text: &str) -> Result<Value, Error> {
        self.parse.document(text).map_err(|failure| Error::new(&*failure.message))
    }

    fn error_logs(&self) -> Result<Value, Error> {
        let errors = self.log.iter().filter(|line| line.level == LogLevel::Error);
        Ok(Value::list(errors.map(|line| {
            let task = line.task.iter().map(|task| ("taskId", Value::Text(task.clone())));
            Value::map(task.chain([("message", Value::text(&line.message))]))
        })))
    }
}
