//! The address of a file in internal storage: `kestra:///…`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The address of a file in internal storage; by construction it cannot leave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileUri(Arc<str>);

/// Why a text is no address of a file in internal storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAFileUri(String);

const SCHEME: &str = "kestra://";

impl FileUri {
    /// An address from the parts of its path; each part is made safe.
    pub fn new<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut uri = SCHEME.to_owned();
        for part in parts {
            uri.push('/');
            uri.push_str(&safe(part));
        }
        Self(uri.into())
    }

    /// The path below the root of the storage: begins with `/`.
    pub fn path(&self) -> &str {
        &self.0[SCHEME.len()..]
    }

    /// The last part of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the file lies below this address.
    pub fn is_below(&self, folder: &Self) -> bool {
        self.0.strip_prefix(&*folder.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// An address below this one.
    #[must_use]
    pub fn join(&self, part: &str) -> Self {
        Self(format!("{}/{}", self.0, safe(part)).into())
    }
}

/// One part of a path, with nothing in it that a file system takes for more than a name.
fn safe(part: &str) -> String {
    let name: String = part
        .chars()
        .map(|letter| if letter == '/' || letter == '\\' || letter.is_control() { '_' } else { letter })
        .collect();
    match name.as_str() {
        "" | "." | ".." => "_".to_owned(),
        _ => name,
    }
}

impl FromStr for FileUri {
    type Err = NotAFileUri;

    fn from_str(text: &str) -> Result<Self, NotAFileUri> {
        let path = text.strip_prefix(SCHEME).ok_or_else(|| NotAFileUri(text.to_owned()))?;
        let mut parts = path.split('/');
        let rooted = parts.next() == Some("");
        let inside = parts.all(|part| !part.is_empty() && safe(part) == part);
        if rooted && inside && path.len() > 1 { Ok(Self(text.into())) } else { Err(NotAFileUri(text.to_owned())) }
    }
}

impl fmt::Display for FileUri {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for NotAFileUri {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is no address in internal storage", self.0)
    }
}

impl std::error::Error for NotAFileUri {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_storage() {
        for text in [
            "kestra:///../etc/passwd",
            "kestra:///a/../../b",
            "kestra:///a//b",
            "kestra:///a/./b",
            "kestra://a/b",
            "kestra:///",
            "kestra:///a\\b",
            "kestra:///a\0b",
            "file:///etc/passwd",
            "",
        ] {
            assert!(text.parse::<FileUri>().is_err(), "{text}");
        }
        assert_eq!(FileUri::new(["..", "a/b", ""]).as_str(), "kestra:///_/a_b/_");
        assert!("kestra:///a/b.txt".parse::<FileUri>().is_ok());
    }
}
