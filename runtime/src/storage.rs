//! Internal storage: files of executions and namespaces, addressed by `kestra:///…`, on the local disk or wherever
//! else objects are stored.
//!
//! Files are streamed both ways; nothing here holds a whole one unless it is asked to.

mod failure;
mod opened;
mod s3;
mod uri;

use std::io;
use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt};
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, MultipartUpload, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload};

use crate::client::Client;
use crate::settings::{Files, Settings, Sync};
use failure::plain;
pub use opened::Opened;
pub use uri::{FileUri, NotAFileUri};

/// Where files lie; a cheap clone leads to the same.
#[derive(Clone, Debug)]
pub struct Storage {
    objects: Arc<dyn ObjectStore>,
    /// Where they lie on disk, where they do.
    folder: Option<Arc<FilePath>>,
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

/// A longer file is written in parts of this many bytes: no store of objects takes smaller ones than 5 MiB.
const PART: usize = 8 * 1024 * 1024;

impl Storage {
    /// The storage that an operator has chosen.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made, or the bucket has no address.
    pub(crate) fn chosen(settings: &Settings, client: &Client) -> io::Result<Self> {
        match &settings.files {
            Files::OnDisk => Self::local(settings.data.join("storage"), settings.sync),
            Files::InBucket(bucket) => {
                let bucket = s3::Bucket::new(bucket.clone(), client.clone()).map_err(io::Error::other)?;
                Ok(Self::on(Arc::new(bucket)))
            }
        }
    }

    /// The storage below a folder, which is made where it is not there.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made.
    pub fn local(folder: impl Into<PathBuf>, sync: Sync) -> io::Result<Self> {
        let folder: PathBuf = folder.into();
        std::fs::create_dir_all(&folder)?;
        let folder = std::fs::canonicalize(folder)?;
        let files = LocalFileSystem::new_with_prefix(&folder).map_err(plain)?.with_fsync(sync == Sync::Always);
        Ok(Self { objects: Arc::new(files), folder: Some(folder.into()) })
    }

    /// The storage in a store of objects.
    pub fn on(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects, folder: None }
    }

    /// Where a file lies on disk; `None` where none does.
    pub fn locate(&self, uri: &FileUri) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(place(uri).as_ref()))
    }

    /// The place of a file, which no link leads away from.
    fn within(&self, uri: &FileUri) -> io::Result<Path> {
        let place = place(uri);
        if let Some(folder) = &self.folder {
            let mut path = folder.to_path_buf();
            for part in place.as_ref().split('/') {
                path.push(part);
                if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
                    let message = format!("`{uri}` leads over a link, and links are not followed");
                    return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
                }
            }
        }
        Ok(place)
    }

    /// Writes a file as its bytes arrive; it appears under its name when it is whole.
    ///
    /// # Errors
    ///
    /// When the storage, the stream, or the limit in bytes says no; nothing is left behind then.
    pub async fn write<S, E>(&self, uri: &FileUri, mut content: S, limit: u64) -> io::Result<u64>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
        E: Into<Box<dyn std::error::Error + Send + std::marker::Sync>>,
    {
        let place = self.within(uri)?;
        let mut length = 0_u64;
        let mut part = BytesMut::new();
        let mut upload: Option<Box<dyn MultipartUpload>> = None;
        let written = async {
            while let Some(chunk) = content.next().await {
                let chunk = chunk.map_err(io::Error::other)?;
                length += chunk.len() as u64;
                if length > limit {
                    let message = format!("the file is larger than the {limit} bytes allowed");
                    return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
                }
                part.extend_from_slice(&chunk);
                if part.len() >= PART {
                    let upload = match &mut upload {
                        Some(upload) => upload,
                        None => upload.insert(self.objects.put_multipart(&place).await.map_err(plain)?),
                    };
                    upload.put_part(PutPayload::from_bytes(part.split().freeze())).await.map_err(plain)?;
                }
            }
            Ok(())
        };
        let written = written.await;
        let rest = part.freeze();
        let result = match (&mut upload, written) {
            (_, Err(error)) => Err(error),
            (None, Ok(())) => self.objects.put(&place, PutPayload::from_bytes(rest)).await.map(|_| ()).map_err(plain),
            (Some(upload), Ok(())) => finish(upload.as_mut(), rest).await.map_err(plain),
        };
        if result.is_err()
            && let Some(mut upload) = upload
        {
            // What is told is why it was not written.
            let _ = upload.abort().await;
        }
        result.map(|()| length)
    }

    /// Writes a file that is in memory already.
    ///
    /// # Errors
    ///
    /// When the storage says no.
    pub async fn put(&self, uri: &FileUri, content: impl Into<Bytes>) -> io::Result<u64> {
        let content: Bytes = content.into();
        self.write(uri, futures_util::stream::iter([Ok::<_, io::Error>(content)]), u64::MAX).await
    }

    /// Takes a file of the disk in.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or the storage says no.
    pub async fn take(&self, uri: &FileUri, from: &FilePath) -> io::Result<u64> {
        self.write(uri, Opened::on_disk(from).await?, u64::MAX).await
    }

    /// Writes a file to the disk, below folders that are made where they are missing.
    ///
    /// # Errors
    ///
    /// When there is no such file, or the disk says no.
    pub async fn give(&self, uri: &FileUri, to: &FilePath) -> io::Result<()> {
        let mut content = self.open(uri).await?;
        if let Some(parent) = to.parent() {
            tokio::fs::create_dir_all(parent).await?;
        }
        let mut file = tokio::fs::File::create(to).await?;
        while let Some(piece) = content.next().await {
            tokio::io::AsyncWriteExt::write_all(&mut file, &piece?).await?;
        }
        tokio::io::AsyncWriteExt::flush(&mut file).await
    }

    /// Gives a file another address.
    ///
    /// # Errors
    ///
    /// When there is no such file, or the storage says no.
    pub async fn rename(&self, from: &FileUri, to: &FileUri) -> io::Result<()> {
        let (from, to) = (self.within(from)?, self.within(to)?);
        self.objects.rename(&from, &to).await.map_err(plain)
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn open(&self, uri: &FileUri) -> io::Result<Opened> {
        let place = self.within(uri)?;
        Opened::of(self.objects.get(&place).await.map_err(plain)?)
    }

    /// Opens some of the bytes of a file for reading.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it has not so many.
    pub async fn open_part(&self, uri: &FileUri, bytes: Range<u64>) -> io::Result<Opened> {
        let place = self.within(uri)?;
        let options = GetOptions { range: Some(GetRange::Bounded(bytes)), ..GetOptions::default() };
        Opened::of(self.objects.get_opts(&place, options).await.map_err(plain)?)
    }

    /// Reads a whole file.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn read(&self, uri: &FileUri) -> io::Result<Vec<u8>> {
        self.open(uri).await?.whole(u64::MAX).await
    }

    /// Reads some of the bytes of a file.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it has not so many.
    pub(crate) async fn read_part(&self, uri: &FileUri, bytes: Range<u64>) -> io::Result<Bytes> {
        let place = self.within(uri)?;
        self.objects.get_range(&place, bytes).await.map_err(plain)
    }

    /// Reads a whole file of at most so many bytes, on a thread that may wait.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it is longer.
    pub(crate) fn read_waiting(&self, uri: &FileUri, most: u64) -> io::Result<Vec<u8>> {
        let size = self.size_waiting(uri)?;
        if size > most {
            return Err(opened::too_long(size, most));
        }
        match &self.folder {
            Some(folder) => std::fs::read(folder.join(self.within(uri)?.as_ref())),
            None => waiting(async { self.open(uri).await?.whole(most).await }),
        }
    }

    /// The length of a file in bytes, on a thread that may wait.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub(crate) fn size_waiting(&self, uri: &FileUri) -> io::Result<u64> {
        let Some(folder) = &self.folder else { return waiting(self.size(uri)) };
        let found = std::fs::metadata(folder.join(self.within(uri)?.as_ref()))?;
        if found.is_file() { Ok(found.len()) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    /// The length of a file in bytes.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn size(&self, uri: &FileUri) -> io::Result<u64> {
        let place = self.within(uri)?;
        self.objects.head(&place).await.map(|found| found.size).map_err(plain)
    }

    /// Deletes a file; whether there was one.
    ///
    /// # Errors
    ///
    /// When the storage says no.
    pub async fn delete(&self, uri: &FileUri) -> io::Result<bool> {
        let place = self.within(uri)?;
        // Stores of objects do not say whether there was one.
        match self.objects.head(&place).await.map_err(plain) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        }
        match self.objects.delete(&place).await.map_err(plain) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Every file below an address, by address; those that are being written are not among them.
    ///
    /// # Errors
    ///
    /// When the storage cannot be read.
    pub async fn list(&self, folder: &FileUri) -> io::Result<Vec<Listed>> {
        self.list_below(Some(&self.within(folder)?)).await
    }

    /// Every file there is, by address.
    ///
    /// # Errors
    ///
    /// When the storage cannot be read.
    pub async fn list_all(&self) -> io::Result<Vec<Listed>> {
        self.list_below(None).await
    }

    async fn list_below(&self, place: Option<&Path>) -> io::Result<Vec<Listed>> {
        let found = self.objects.list(place).map_err(plain);
        let mut files: Vec<Listed> = found.try_filter_map(async |meta| Ok(listed(&meta))).try_collect().await?;
        files.sort_by(|a, b| a.uri.cmp(&b.uri));
        Ok(files)
    }

    /// Deletes everything below an address.
    ///
    /// # Errors
    ///
    /// When the storage says no.
    pub async fn delete_below(&self, folder: &FileUri) -> io::Result<()> {
        let place = self.within(folder)?;
        if let Some(root) = &self.folder {
            return match tokio::fs::remove_dir_all(root.join(place.as_ref())).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let found = self.objects.list(Some(&place)).map_ok(|meta| meta.location).boxed();
        self.objects.delete_stream(found).map_err(plain).try_for_each(async |_| Ok(())).await
    }
}

/// Waits on this thread; the others take over its work meanwhile.
fn waiting<T>(work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    let handle = tokio::runtime::Handle::try_current().map_err(|_| io::Error::other("files cannot be read here"))?;
    tokio::task::block_in_place(|| handle.block_on(work))
}

async fn finish(upload: &mut dyn MultipartUpload, rest: Bytes) -> object_store::Result<()> {
    if !rest.is_empty() {
        upload.put_part(PutPayload::from_bytes(rest)).await?;
    }
    upload.complete().await.map(|_| ())
}

/// Where a file lies among objects. The local disk keeps names that end in `#1` for itself.
fn place(uri: &FileUri) -> Path {
    let path = uri.path().replace('%', "%25").replace('#', "%23");
    // An address has no parts that are empty, `.` or `..`, and no characters that are none.
    Path::parse(path).unwrap_or_default()
}

fn listed(meta: &ObjectMeta) -> Option<Listed> {
    let path = meta.location.as_ref().replace("%23", "#").replace("%25", "%");
    let uri = format!("kestra:///{path}").parse().ok()?;
    let modified = Timestamp::from_microsecond(meta.last_modified.timestamp_micros()).ok()?;
    Some(Listed { uri, size: meta.size, modified })
}

#[cfg(test)]
mod tests {
    use object_store::memory::InMemory;

    use super::*;

    /// A storage on disk and one of objects, which have to do the same.
    fn both() -> (tempfile::TempDir, [Storage; 2]) {
        let folder = tempfile::tempdir().expect("a folder");
        let local = Storage::local(folder.path(), Sync::Never).expect("the folder is there");
        (folder, [local, Storage::on(Arc::new(InMemory::new()))])
    }

    fn chunks(count: usize, size: usize) -> impl Stream<Item = io::Result<Bytes>> + Unpin {
        let chunk = Bytes::from(vec![7; size]);
        futures_util::stream::iter((0..count).map(move |_| Ok(chunk.clone())))
    }

    #[tokio::test]
    async fn a_file_comes_back() {
        let (_folder, storages) = both();
        for storage in storages {
            for name in ["b.txt", "b c#1", "100%25 ö.csv"] {
                let uri = FileUri::new(["a", name]);
                storage.put(&uri, "hello").await.expect("it is written");
                assert_eq!(storage.read(&uri).await.expect("it is read"), b"hello");
                assert_eq!(storage.size(&uri).await.expect("it is there"), 5);
                let part = storage.open_part(&uri, 1..4).await.expect("it is opened");
                assert_eq!((part.size, part.whole(3).await.expect("it is read")), (3, b"ell".to_vec()));
                let listed = storage.list(&FileUri::new(["a"])).await.expect("it is listed");
                assert_eq!(listed.iter().map(|file| (&file.uri, file.size)).collect::<Vec<_>>(), [(&uri, 5)]);
                let elsewhere = FileUri::new(["c", "d", name]);
                storage.rename(&uri, &elsewhere).await.expect("it is moved");
                assert!(!storage.delete(&uri).await.expect("it is gone"));
                assert!(storage.delete(&elsewhere).await.expect("it is deleted"));
                assert_eq!(storage.open(&elsewhere).await.unwrap_err().kind(), io::ErrorKind::NotFound);
            }
        }
    }

    #[tokio::test]
    async fn a_file_of_several_parts_is_whole() {
        let (_folder, storages) = both();
        for storage in storages {
            let uri = FileUri::new(["a", "large"]);
            let length = storage.write(&uri, chunks(21, 1_000_003), u64::MAX).await.expect("it is written");
            assert_eq!((length, storage.size(&uri).await.expect("it is there")), (21_000_063, 21_000_063));
            assert_eq!(storage.read(&uri).await.expect("it is read").len(), 21_000_063);
            storage.delete_below(&FileUri::new(["a"])).await.expect("it is deleted");
            assert_eq!(storage.list(&FileUri::new(["a"])).await.expect("nothing is there"), []);
        }
    }

    #[tokio::test]
    async fn a_file_that_is_too_large_or_breaks_off_leaves_nothing_behind() {
        let (folder, storages) = both();
        for storage in storages {
            let uri = FileUri::new(["a", "b.txt"]);
            let error = storage.write(&uri, chunks(20, 1_000_000), 18_000_000).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
            let broken = chunks(20, 1_000_000).chain(futures_util::stream::iter([Err(io::Error::other("gone"))]));
            assert!(storage.write(&uri, broken, u64::MAX).await.is_err());
            assert_eq!(storage.list(&FileUri::new(["a"])).await.expect("it is listed"), []);
        }
        assert_eq!(std::fs::read_dir(folder.path().join("a")).expect("the folder").count(), 0);
    }

    #[tokio::test]
    async fn links_are_not_followed() {
        let (folder, [storage, _]) = both();
        let outside = tempfile::tempdir().expect("a folder");
        std::fs::write(outside.path().join("secret"), "secret").expect("it is written");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("a")).expect("a link");
        std::fs::create_dir(folder.path().join("b")).expect("a folder");
        std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("b/secret")).expect("a link");
        for uri in [FileUri::new(["a", "secret"]), FileUri::new(["b", "secret"])] {
            assert!(storage.read(&uri).await.is_err(), "{uri}");
            assert!(storage.size(&uri).await.is_err(), "{uri}");
            assert!(storage.put(&uri, "mine").await.is_err(), "{uri}");
            assert!(storage.delete(&uri).await.is_err(), "{uri}");
            assert!(storage.rename(&uri, &FileUri::new(["c"])).await.is_err(), "{uri}");
        }
        assert!(storage.list(&FileUri::new(["a"])).await.is_err());
        assert!(storage.delete_below(&FileUri::new(["a"])).await.is_err());
        assert_eq!(std::fs::read(outside.path().join("secret")).expect("it is as it was"), b"secret");
    }
}
