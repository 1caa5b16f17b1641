//! What the expressions of pages may ask of the outside: the time, and templates in values.

use std::sync::Arc;

use jiff::Timestamp;
use plan::evaluate::{Error, World};
use plan::{Dialect, Template, Value};

use crate::engine::Engine;

/// The outside, as the expressions of a page see it.
#[derive(Clone, Copy)]
pub struct PageWorld<'a> {
    engine: &'a Engine,
}

impl<'a> PageWorld<'a> {
    /// The outside of an engine.
    pub fn new(engine: &'a Engine) -> Self {
        Self { engine }
    }
}

impl World for PageWorld<'_> {
    fn now(&self) -> Result<Timestamp, Error> {
        Ok(Timestamp::now())
    }

    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        self.engine.parse().template(text, dialect).map(Arc::new).map_err(|failure| Error::new(&*failure.message))
    }

    fn yaml(&self, text: &str) -> Result<Value, Error> {
        self.engine.parse().document(text).map_err(|failure| Error::new(&*failure.message))
    }
}
