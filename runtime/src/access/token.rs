//! Secrets that programs and browsers carry: long, random, and known to the server by their hash alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What tokens begin with, so that scanners of repositories recognise one that was committed.
pub const PREFIX: &str = "lanner_";

/// What the hash of a token begins with in settings.
const ALGORITHM: &str = "sha256:";

/// The hash of a token. Tokens hold 256 random bits, so that a fast hash is as good as a slow one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("TokenHash(…)")
    }
}

/// A new token.
pub fn make() -> String {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&crate::ids::randomness().to_le_bytes());
    bytes[16..].copy_from_slice(&crate::ids::randomness().to_le_bytes());
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
}

impl TokenHash {
    /// The hash of a token.
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// As settings hold it: `sha256:` and 43 letters.
    pub fn to_text(self) -> String {
        format!("{ALGORITHM}{}", URL_SAFE_NO_PAD.encode(self.0))
    }

    /// From settings.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.strip_prefix(ALGORITHM)?).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// Whether it is another one, in a time that does not depend on how nearly it is.
    pub fn is(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).fold(0, |all, (one, other)| all | (one ^ other)) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_read_back_and_tokens_are_not_shown() {
        let token = make();
        assert_eq!(token.len(), PREFIX.len() + 43);
        assert_ne!(token, make());
        let hash = TokenHash::of(&token);
        assert_eq!(TokenHash::parse(&hash.to_text()), Some(hash));
        assert!(hash.is(&TokenHash::of(&token)) && !hash.is(&TokenHash::of("other")));
        for wrong in ["", "sha256:", "sha256:abc", "md5:abc", &token] {
            assert_eq!(TokenHash::parse(wrong), None, "{wrong}");
        }
    }
}
