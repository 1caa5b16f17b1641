//! What a template may ask of the world while it is tried out: the clock, randomness, secrets of the
//! environment, and an empty key-value store.

use std::sync::Arc;

use base64::Engine as _;
use compiler::expression;
use plan::evaluate::{Error, FileRequest, World};
use plan::{Dialect, Template, Text, Value};

/// The world of `lanner eval`.
pub(super) struct Bench;

impl World for Bench {
    fn now(&self) -> Result<jiff::Timestamp, Error> {
        Ok(jiff::Timestamp::now())
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(bytes).map_err(|error| Error::new(format!("no randomness: {error}")))
    }

    fn free_port(&self) -> Result<u16, Error> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0));
        let address = listener.and_then(|listener| listener.local_addr());
        address.map(|address| address.port()).map_err(|error| Error::new(format!("no free port: {error}")))
    }

    fn parse(&self, text: &str, dialect: Dialect) -> Result<Arc<Template>, Error> {
        let template = expression::compile_text(&text.into(), dialect);
        template.map(Arc::new).map_err(|failure| Error::new(failure.message.as_ref()))
    }

    fn yaml(&self, text: &str) -> Result<Value, Error> {
        crate::document::read(text).map_err(|failure| Error::new(failure.message.as_ref()))
    }

    fn secret(&self, name: &str, _: Option<&str>) -> Result<Text, Error> {
        let variable = format!("SECRET_{}", name.to_uppercase());
        let value = std::env::var(&variable)
            .map_err(|_| Error::new(format!("there is no secret `{name}`; it is looked for in `{variable}`")))?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(value.trim());
        let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(Text::from).ok_or_else(|| Error::new(format!("`{variable}` does not hold text in base64")))
    }

    fn kv(&self, _: &str, _: Option<&str>) -> Result<Option<Value>, Error> {
        Ok(None)
    }

    fn read(&self, _: &FileRequest<'_>) -> Result<Option<Arc<[u8]>>, Error> {
        Ok(None)
    }

    fn file_size(&self, _: &FileRequest<'_>) -> Result<Option<u64>, Error> {
        Ok(None)
    }
}
