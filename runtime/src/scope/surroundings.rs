//! What every expression of a server sees, whatever the execution.

use std::sync::Arc;

use plan::Value;

use crate::encryption::Cipher;
use crate::settings::Settings;

/// `envs`, `globals`, `kestra`, and the key of secret inputs.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    pub(super) environment: Value,
    pub(super) globals: Value,
    pub(super) kestra: Value,
    pub(super) cipher: Option<Cipher>,
}

impl Surroundings {
    /// What an operator has set.
    pub(crate) fn new(settings: &Settings) -> Self {
        let environment = settings.environment.iter().map(|(name, value)| (name, Value::text(value)));
        let url = settings.url.iter().map(|url| ("url", Value::text(url)));
        Self {
            environment: Value::map(environment),
            globals: Value::Map(Arc::new(settings.globals.clone())),
            kestra: Value::map(url),
            cipher: settings.encryption_key.as_ref().map(Cipher::new),
        }
    }

    /// The same for what people see: secret inputs stay encrypted.
    pub(crate) fn without_key(self) -> Self {
        Self { cipher: None, ..self }
    }
}
