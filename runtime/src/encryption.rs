//! Secrets at rest: AES-GCM, in the shape that Kestra keeps them in.
//!
//! A secret is `{type: io.kestra.datatype:aes_encrypted, value: BASE64}`; the bytes are 12 of initialisation
//! vector, the cipher text, and 16 of tag.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use plan::{Text, Value};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::settings::EncryptionKey;

const TYPE: &str = "io.kestra.datatype:aes_encrypted";

/// Turns secrets into what may be stored, and back.
#[derive(Clone)]
pub(crate) struct Cipher(Arc<LessSafeKey>);

impl std::fmt::Debug for Cipher {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Cipher(******)")
    }
}

impl Cipher {
    /// A cipher with this key.
    pub(crate) fn new(key: &EncryptionKey) -> Self {
        let algorithm = if key.0.len() == 16 { &AES_128_GCM } else { &AES_256_GCM };
        let key = UnboundKey::new(algorithm, &key.0).expect("a key of settings has 16 or 32 bytes");
        Self(Arc::new(LessSafeKey::new(key)))
    }

    /// A secret as it may be stored.
    pub(crate) fn hide(&self, secret: &str) -> Value {
        let mut vector = [0; NONCE_LEN];
        getrandom::fill(&mut vector).expect("the operating system gives randomness once it runs");
        let mut bytes = secret.as_bytes().to_vec();
        let nonce = Nonce::assume_unique_for_key(vector);
        self.0.seal_in_place_append_tag(nonce, Aad::empty(), &mut bytes).expect("no secret is gigabytes long");
        let mut packed = vector.to_vec();
        packed.append(&mut bytes);
        Value::map([("type", TYPE.into()), ("value", Value::text(BASE64_STANDARD.encode(packed)))])
    }

    /// A value with every secret in it as its author knows it; what another key has hidden stays hidden.
    pub(crate) fn reveal(&self, value: &Value) -> Value {
        match value {
            Value::Map(map) => match self.open(value) {
                Some(secret) => Value::Text(secret),
                None if map.values().any(may_hide) => {
                    Value::map(map.iter().map(|(name, value)| (name, self.reveal(value))))
                }
                None => value.clone(),
            },
            Value::List(items) if items.iter().any(may_hide) => Value::list(items.iter().map(|item| self.reveal(item))),
            other => other.clone(),
        }
    }

    /// The secrets inside a value, so that they can be masked.
    pub(crate) fn secrets(&self, value: &Value, found: &mut Vec<Text>) {
        match value {
            Value::Map(map) => match self.open(value) {
                Some(secret) => found.push(secret),
                None => map.values().for_each(|value| self.secrets(value, found)),
            },
            Value::List(items) => items.iter().for_each(|item| self.secrets(item, found)),
            _ => {}
        }
    }

    fn open(&self, value: &Value) -> Option<Text> {
        if value.get("type")?.as_str()? != TYPE {
            return None;
        }
        let packed = BASE64_STANDARD.decode(value.get("value")?.as_str()?).ok()?;
        let (vector, sealed) = packed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(vector).ok()?;
        let mut bytes = sealed.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::empty(), &mut bytes).ok()?;
        std::str::from_utf8(opened).ok().map(Into::into)
    }
}

fn may_hide(value: &Value) -> bool {
    matches!(value, Value::Map(_) | Value::List(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cipher(byte: u8) -> Cipher {
        Cipher::new(&EncryptionKey::new(vec![byte; 32]).expect("32 bytes make a key"))
    }

    #[test]
    fn what_is_hidden_can_be_revealed_with_the_same_key_alone() {
        let hidden = Value::map([("user", "ada".into()), ("words", Value::list([cipher(1).hide("open sesame")]))]);
        assert!(!format!("{hidden:?}").contains("sesame"));
        let revealed = Value::map([("user", "ada".into()), ("words", Value::list(["open sesame".into()]))]);
        assert_eq!(cipher(1).reveal(&hidden), revealed);
        assert_eq!(cipher(2).reveal(&hidden), hidden);
        let mut found = Vec::new();
        cipher(1).secrets(&hidden, &mut found);
        assert_eq!(found, ["open sesame".into()]);
    }
}
