//! Passwords as settings hold them: hashed with Argon2id (RFC 9106), in the form `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Memory in KiB, rounds and lanes: what OWASP recommends for Argon2id.
const USUAL: (u32, u32, u32) = (19 * 1024, 2, 1);

/// The most memory in KiB, and rounds, that a hash of the settings may ask for: each login pays for it.
const MOST: (u32, u32) = (256 * 1024, 16);

/// How long a hash is in bytes.
const LENGTH: usize = 32;

/// A password that cannot be read back.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash {
    memory: u32,
    rounds: u32,
    lanes: u32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PasswordHash(…)")
    }
}

impl PasswordHash {
    /// Hashes a password with a new salt; takes some tens of milliseconds.
    pub fn of(password: &str) -> Self {
        let (memory, rounds, lanes) = USUAL;
        let salt = crate::ids::randomness().to_le_bytes().to_vec();
        let empty = Self { memory, rounds, lanes, salt, hash: vec![0; LENGTH] };
        let hash = empty.hash(password).unwrap_or_default();
        Self { hash, ..empty }
    }

    /// Reads the form of settings.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "this is no hash of Argon2id; `lanner password` makes one".to_owned();
        let mut parts = text.strip_prefix("$argon2id$v=19$").ok_or_else(wrong)?.split('$');
        let (parameters, salt, hash) = (parts.next(), parts.next(), parts.next());
        let (Some(parameters), Some(salt), Some(hash), None) = (parameters, salt, hash, parts.next()) else {
            return Err(wrong());
        };
        let number = |name: &str| {
            let pair = parameters.split(',').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            pair.and_then(|number| number.parse::<u32>().ok()).ok_or_else(wrong)
        };
        let (memory, rounds, lanes) = (number("m")?, number("t")?, number("p")?);
        if memory > MOST.0 || rounds > MOST.1 {
            return Err(format!(
                "each login would cost {memory} KiB and {rounds} rounds; `lanner password` asks for less"
            ));
        }
        let bytes = |text: &str| STANDARD_NO_PAD.decode(text).map_err(|_| wrong());
        let read = Self { memory, rounds, lanes, salt: bytes(salt)?, hash: bytes(hash)? };
        read.parameters().filter(|_| read.salt.len() >= 8 && read.hash.len() >= 16).ok_or_else(wrong)?;
        Ok(read)
    }

    /// Whether a password is the one; takes as long either way.
    pub fn is_of(&self, password: &str) -> bool {
        let Some(hash) = self.hash(password) else { return false };
        hash.len() == self.hash.len() && hash.iter().zip(&self.hash).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }

    fn parameters(&self) -> Option<Params> {
        Params::new(self.memory, self.rounds, self.lanes, Some(self.hash.len())).ok()
    }

    fn hash(&self, password: &str) -> Option<Vec<u8>> {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.parameters()?);
        let mut hash = vec![0; self.hash.len()];
        argon.hash_password_into(password.as_bytes(), &self.salt, &mut hash).ok()?;
        Some(hash)
    }
}

impl fmt::Display for PasswordHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory, rounds, lanes, salt, hash } = self;
        let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
        write!(out, "$argon2id$v=19$m={memory},t={rounds},p={lanes}${salt}${hash}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_knows_its_password() {
        let hash = PasswordHash::of("correct horse");
        let read = PasswordHash::parse(&hash.to_string()).expect("our own form");
        assert_eq!(read, hash);
        assert!(read.is_of("correct horse") && !read.is_of("correct horsf") && !read.is_of(""));
        assert_ne!(PasswordHash::of("correct horse"), hash);
    }

    /// Written by another program: the reference implementation's command `argon2`.
    #[test]
    fn hashes_of_other_programs_are_read() {
        let text = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(PasswordHash::parse(text).expect("the form of all").is_of("password"));
    }

    #[test]
    fn what_is_no_hash_is_refused() {
        for text in [
            "",
            "password",
            "$2b$12$abc",
            "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHQ$",
            "$argon2id$v=19$m=999999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        ] {
            assert!(PasswordHash::parse(text).is_err(), "{text}");
        }
    }
}
