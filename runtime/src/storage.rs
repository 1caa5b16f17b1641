//! Internal storage: files of executions below the data directory, addressed by `kestra:///…`.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use tokio::io::AsyncWriteExt;

/// The address of a file in internal storage; by construction it cannot leave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileUri(Arc<str>);

/// Why a text is no address of a file in internal storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAFileUri(String);

/// The files below a directory; a cheap clone shares it.
#[derive(Clone, Debug)]
pub struct Storage {
    root: Arc<Path>,
}

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

impl Storage {
    /// The storage below a directory.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into().into() }
    }

    /// The folder that everything lies in.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file lies on disk.
    pub fn locate(&self, uri: &FileUri) -> PathBuf {
        self.root.join(uri.path().trim_start_matches('/'))
    }

    /// Writes a file as its bytes arrive; it appears under its name when it is whole.
    ///
    /// # Errors
    ///
    /// When the disk, the stream, or the limit in bytes says no; nothing is left behind then.
    pub async fn write<S, E>(&self, uri: &FileUri, mut content: S, limit: u64) -> io::Result<u64>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let partial = Partial::create(self.locate(uri)).await?;
        let mut file = tokio::io::BufWriter::new(tokio::fs::File::create(&partial.path).await?);
        let mut length = 0_u64;
        while let Some(chunk) = content.next().await {
            let chunk = chunk.map_err(io::Error::other)?;
            length += chunk.len() as u64;
            if length > limit {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    format!("the file is larger than the {limit} bytes allowed"),
                ));
            }
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        file.get_ref().sync_data().await?;
        partial.finish().await?;
        Ok(length)
    }

    /// Writes a file that is in memory already.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub async fn put(&self, uri: &FileUri, content: impl Into<Bytes>) -> io::Result<u64> {
        let content: Bytes = content.into();
        self.write(uri, futures_util::stream::iter([Ok::<_, io::Error>(content)]), u64::MAX).await
    }

    /// Gives a file another address.
    ///
    /// # Errors
    ///
    /// When there is no such file, or the disk says no.
    pub async fn rename(&self, from: &FileUri, to: &FileUri) -> io::Result<()> {
        let target = self.locate(to);
        if let Some(folder) = target.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::rename(self.locate(from), target).await
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn open(&self, uri: &FileUri) -> io::Result<tokio::fs::File> {
        tokio::fs::File::open(self.locate(uri)).await
    }

    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn read(&self, uri: &FileUri) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.locate(uri)).await
    }

    /// The length of a file in bytes.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn size(&self, uri: &FileUri) -> io::Result<u64> {
        let metadata = tokio::fs::metadata(self.locate(uri)).await?;
        if metadata.is_file() { Ok(metadata.len()) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    /// Deletes a file; whether there was one.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub async fn delete(&self, uri: &FileUri) -> io::Result<bool> {
        match tokio::fs::remove_file(self.locate(uri)).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The files below an address, in no particular order; those that are being written are not among them.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub async fn list(&self, folder: &FileUri) -> io::Result<Vec<Listed>> {
        let (path, folder) = (self.locate(folder), folder.clone());
        let walk = move || {
            let mut found = Vec::new();
            match walk(&path, &folder, &mut found) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(found),
            }
        };
        tokio::task::spawn_blocking(walk).await.map_err(io::Error::other)?
    }

    /// Deletes everything below an address.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub async fn delete_below(&self, folder: &FileUri) -> io::Result<()> {
        match tokio::fs::remove_dir_all(self.locate(folder)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// A file among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its address.
    pub uri: FileUri,
    /// How long it is, in bytes.
    pub size: u64,
    /// When it was written.
    pub modified: Timestamp,
}

fn walk(path: &Path, uri: &FileUri, found: &mut Vec<Listed>) -> io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        // Whatever has another name was not put here by us.
        let Some(name) = name.to_str().filter(|name| !name.ends_with(".partial")) else { continue };
        let metadata = entry.metadata()?;
        let uri = uri.join(name);
        if metadata.is_dir() {
            walk(&entry.path(), &uri, found)?;
        } else {
            let modified = Timestamp::try_from(metadata.modified()?).map_err(io::Error::other)?;
            found.push(Listed { uri, size: metadata.len(), modified });
        }
    }
    Ok(())
}

/// A file that is being written; gone when it is not finished.
struct Partial {
    path: PathBuf,
    target: PathBuf,
    finished: bool,
}

impl Partial {
    async fn create(target: PathBuf) -> io::Result<Self> {
        if let Some(folder) = target.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{:x}.partial", crate::ids::randomness()));
        Ok(Self { path: target.with_file_name(name), target, finished: false })
    }

    async fn finish(mut self) -> io::Result<()> {
        tokio::fs::rename(&self.path, &self.target).await?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.finished {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

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

    #[tokio::test]
    async fn a_file_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = Storage::new(folder.path());
        let uri = FileUri::new(["a", "b.txt"]);
        storage.put(&uri, "hello").await.expect("it is written");
        assert_eq!(storage.read(&uri).await.expect("it is read"), b"hello");
        assert_eq!(storage.size(&uri).await.expect("it is there"), 5);
        assert!(storage.delete(&uri).await.expect("it is deleted"));
        assert!(!storage.delete(&uri).await.expect("it is gone"));
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = Storage::new(folder.path());
        let uri = FileUri::new(["a", "b.txt"]);
        let chunks = futures_util::stream::iter([
            Ok::<_, io::Error>(Bytes::from_static(b"hello")),
            Ok(Bytes::from_static(b"!")),
        ]);
        assert!(storage.write(&uri, chunks, 5).await.is_err());
        assert_eq!(std::fs::read_dir(folder.path().join("a")).expect("the folder").count(), 0);
    }
}
