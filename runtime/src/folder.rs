//! Folders on disk that tasks work in: filled with files by name, emptied by patterns.

use std::io;
use std::path::{Component, Path, PathBuf};

use plan::value::Map;
use plan::{Failure, Value, java};

use crate::glob;
use crate::storage::{FileUri, Storage};

/// Puts files into a folder: each a path, and a content or the address of one.
///
/// # Errors
///
/// A path that leads out of the folder, or a file that cannot be read or written.
pub(crate) async fn fill(folder: &Path, files: &Map, storage: &Storage) -> Result<(), Failure> {
    for (name, content) in files.iter().filter(|file| !file.1.is_null()) {
        let path = inside(folder, name)?;
        let text = java::to_text(content);
        match text.parse::<FileUri>() {
            Ok(uri) => storage.give(&uri, &path).await.map_err(|error| crate::tasks::cannot_read(&uri, &error))?,
            Err(_) => {
                let cannot = |error| Failure::new(format!("cannot write `{name}`: {error}"));
                write(&path, text.into_bytes()).await.map_err(cannot)?;
            }
        }
    }
    Ok(())
}

/// A path below a folder, whatever it says.
pub(crate) fn inside(folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    let relative = Path::new(name.trim_start_matches('/'));
    let stays = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if stays && relative.components().next().is_some() {
        return Ok(folder.join(relative));
    }
    Err(Failure::new(format!("`{name}` leads out of the working directory")))
}

pub(crate) async fn write(path: &Path, bytes: Vec<u8>) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        tokio::fs::create_dir_all(parent).await?;
    }
    tokio::fs::write(path, bytes).await
}

/// The files of a folder that one of the patterns chooses, each with its path in it, in order; links are not
/// followed.
///
/// # Errors
///
/// When the folder cannot be read.
pub(crate) async fn chosen(folder: &Path, patterns: &[String]) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for (name, path) in all(folder).await? {
        if patterns.iter().any(|pattern| glob::matches(pattern, &name)) {
            files.push((name, path));
        }
    }
    Ok(files)
}

/// Every file of a folder, with its path in it, in order; none where there is no such folder.
///
/// # Errors
///
/// When it cannot be read.
pub(crate) async fn all(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        let mut entries = match tokio::fs::read_dir(&folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        while let Some(entry) = entries.next_entry().await? {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().await?;
            if kind.is_dir() {
                folders.push((format!("{name}/"), entry.path()));
            } else if kind.is_file() {
                files.push((name, entry.path()));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Keeps files in internal storage, and gives their addresses by path.
///
/// # Errors
///
/// When one cannot be read or written.
pub(crate) async fn keep(files: &[(String, PathBuf)], storage: &Storage, to: &FileUri) -> Result<Map, Failure> {
    let mut kept = Map::default();
    for (name, path) in files {
        let cannot = |error: io::Error| Failure::new(format!("cannot keep `{name}`: {error}"));
        let mut uri = to.clone();
        for part in name.split('/') {
            uri = uri.join(part);
        }
        storage.take(&uri, path).await.map_err(cannot)?;
        kept.insert(name.as_str().into(), Value::text(uri.as_str()));
    }
    Ok(kept)
}
