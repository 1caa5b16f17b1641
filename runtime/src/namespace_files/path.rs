//! The path of a file among those of a namespace; by construction it cannot leave it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A path such as `queries/orders.sql`: no slash at its ends, nothing in it that means another place. The empty
/// one is the namespace itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Arc<str>);

/// Why a text is no path of a file of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPath {
    /// It has `.` or `..` for a part, also in some encoding.
    Leaves,
    /// It holds characters that no path has: control characters or a backslash.
    Characters,
    /// It is longer than a path may be.
    Long,
    /// It begins with what Kestra keeps for itself.
    Reserved,
}

/// The longest path, in bytes.
const LONGEST: usize = 1024;

/// The longest part of a path, in bytes, as file systems have it.
const LONGEST_PART: usize = 255;

/// The folder that Kestra keeps flows in.
const FLOWS: &str = "_flows";

/// As often a path may be encoded before nobody means it any more.
const ENCODED: usize = 4;

impl Path {
    /// The text, without a slash at its beginning.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the namespace itself.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folders above it, the outermost first, without the namespace itself.
    pub fn folders(&self) -> impl Iterator<Item = Self> + '_ {
        self.0.match_indices('/').map(|(end, _)| Self(self.0[..end].into()))
    }

    /// What is left of it below a folder; `None` where it does not lie there.
    pub fn below(&self, folder: &Self) -> Option<&str> {
        if folder.is_root() {
            return Some(&*self.0).filter(|rest| !rest.is_empty());
        }
        self.0.strip_prefix(&*folder.0)?.strip_prefix('/')
    }

    /// A path below this one; what is given has to be one itself.
    ///
    /// # Errors
    ///
    /// Why the two together are no path.
    pub fn join(&self, rest: &str) -> Result<Self, NoPath> {
        format!("{}/{rest}", self.0).parse()
    }
}

impl FromStr for Path {
    type Err = NoPath;

    /// Reads `a/b`, `/a/b`, `a//b`, `nsfile:///a/b`.
    fn from_str(text: &str) -> Result<Self, NoPath> {
        let text = text.strip_prefix("nsfile://").unwrap_or(text);
        judge(text)?;
        // Whoever decodes once more than we do must not be led elsewhere either.
        let mut encoded = text.to_owned();
        for _ in 0..ENCODED {
            match plan::percent::decode(&encoded) {
                Some(decoded) if *decoded != encoded => {
                    judge(&decoded)?;
                    encoded = decoded.into_owned();
                }
                _ => break,
            }
        }
        let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
        let path = parts.join("/");
        if path.len() > LONGEST || parts.iter().any(|part| part.len() > LONGEST_PART) {
            return Err(NoPath::Long);
        }
        if parts.first() == Some(&FLOWS) {
            return Err(NoPath::Reserved);
        }
        Ok(Self(path.into()))
    }
}

fn judge(text: &str) -> Result<(), NoPath> {
    if text.chars().any(|letter| letter.is_control() || letter == '\\') {
        return Err(NoPath::Characters);
    }
    if text.split('/').any(|part| matches!(part.trim(), "." | "..")) {
        return Err(NoPath::Leaves);
    }
    Ok(())
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for NoPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Leaves => "the path of a file may not have `.` or `..` for a part",
            Self::Characters => "the path of a file holds characters that none may have",
            Self::Long => "the path of a file is too long",
            Self::Reserved => "the folder `_flows` is kept for flows",
        })
    }
}

impl std::error::Error for NoPath {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_namespace() {
        for text in [
            "..",
            "../a",
            "a/../../b",
            "/../a",
            "a/..",
            "./a",
            "a/./b",
            "a/.. /b",
            "%2e%2e/a",
            "a/%2E%2e/b",
            "%252e%252e/a",
            "..%2fa",
            "a%2f..%2fb",
            "a\\..\\b",
            "..%5ca",
            "a\0b",
            "a%00b",
            "a\nb",
            "nsfile:///../a",
            "_flows/a.yaml",
            "/_flows",
        ] {
            assert!(text.parse::<Path>().is_err(), "{text:?}");
        }
        assert_eq!("a".repeat(256).parse::<Path>(), Err(NoPath::Long));
        assert_eq!("a/".repeat(600).parse::<Path>(), Err(NoPath::Long));
    }

    #[test]
    fn slashes_do_not_matter() {
        for text in ["a/b.sql", "/a/b.sql", "//a///b.sql", "nsfile:///a/b.sql"] {
            assert_eq!(text.parse::<Path>().expect("a path").as_str(), "a/b.sql");
        }
        for text in ["", "/", "nsfile:///"] {
            assert!(text.parse::<Path>().expect("a path").is_root());
        }
        for text in ["100%.txt", "100%25.txt", "a..b", "...", "ö/文字"] {
            assert_eq!(text.parse::<Path>().expect("a path").as_str(), text);
        }
        let path: Path = "a/b/c".parse().expect("a path");
        assert_eq!(path.folders().map(|folder| folder.to_string()).collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(path.below(&"a".parse().expect("a path")), Some("b/c"));
        assert_eq!(path.below(&"a/b/c".parse().expect("a path")), None);
        assert_eq!("ab".parse::<Path>().expect("a path").below(&"a".parse().expect("a path")), None);
        assert_eq!(path.name(), "c");
    }
}
