//! Texts that only this server can have written: links to executions, references to uploads.

use std::fs::OpenOptions;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

/// The file in the data folder that holds the key.
const FILE: &str = "seal.key";

/// How many bytes of the code are kept: 128 bits, which nobody guesses.
const KEPT: usize = 16;

/// Seals texts with a key that lies in the data folder, so that links outlive the process.
#[derive(Clone, Debug)]
pub struct Seal(hmac::Key);

impl Seal {
    /// Takes the key of a data folder, and makes one where there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or made.
    pub fn open(data: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(data)?;
        let path = data.join(FILE);
        let mut key = [0; 32];
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                getrandom::fill(&mut key).map_err(io::Error::other)?;
                file.write_all(&key)?;
                file.sync_all()?;
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                std::fs::File::open(&path)?.read_exact(&mut key)?;
            }
            Err(error) => return Err(error),
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &key)))
    }

    /// The seal of some texts for a purpose: 22 letters that fit into an address.
    pub fn of(&self, purpose: &str, parts: &[&str]) -> String {
        let code = hmac::sign(&self.0, &message(purpose, parts));
        URL_SAFE_NO_PAD.encode(&code.as_ref()[..KEPT])
    }

    /// Whether a seal is the one of these texts, in a time that does not depend on how nearly it is.
    pub fn holds(&self, seal: &str, purpose: &str, parts: &[&str]) -> bool {
        let expected = self.of(purpose, parts);
        expected.len() == seal.len() && expected.bytes().zip(seal.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }
}

/// The texts with their lengths, so that no two lists give the same message.
fn message(purpose: &str, parts: &[&str]) -> Vec<u8> {
    let mut message = Vec::new();
    for part in std::iter::once(&purpose).chain(parts) {
        message.extend_from_slice(&(part.len() as u64).to_le_bytes());
        message.extend_from_slice(part.as_bytes());
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_for_its_texts_only_and_outlives_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let seal = Seal::open(folder.path()).unwrap().of("session", &["a", "bc"]);
        let again = Seal::open(folder.path()).unwrap();
        assert!(again.holds(&seal, "session", &["a", "bc"]));
        for (purpose, parts) in [("session", ["ab", "c"]), ("upload", ["a", "bc"]), ("session", ["a", "bd"])] {
            assert!(!again.holds(&seal, purpose, &parts));
        }
        assert!(!again.holds("", "session", &["a", "bc"]));
        let other = tempfile::tempdir().unwrap();
        assert!(!Seal::open(other.path()).unwrap().holds(&seal, "session", &["a", "bc"]));
    }
}
