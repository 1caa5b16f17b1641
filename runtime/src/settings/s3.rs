//! Where an S3-compatible store is, and who asks it.

use std::fmt;

use zeroize::Zeroizing;

/// A bucket that files of internal storage lie in.
#[derive(Clone, Debug)]
pub struct S3 {
    /// Scheme, host and port, perhaps a path; the bucket follows in the path.
    pub endpoint: String,
    /// The bucket.
    pub bucket: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The folder in the bucket; empty for all of it.
    pub prefix: String,
    /// Who asks.
    pub credentials: Credentials,
}

/// Who asks; never printed.
#[derive(Clone)]
pub struct Credentials {
    /// The name of the key.
    pub access_key: String,
    /// The key.
    pub secret_key: Zeroizing<String>,
    /// What goes with keys that are lent for a while.
    pub token: Option<String>,
}

impl Credentials {
    /// Who asks with a key of this name.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<String>, token: Option<String>) -> Self {
        Self { access_key: access_key.into(), secret_key: Zeroizing::new(secret_key.into()), token }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Credentials(******)")
    }
}
