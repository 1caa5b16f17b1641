//! Which files a command looks at: paths of the command line to YAML files, with the names people see.

use std::collections::BTreeSet;
use std::fs::{DirEntry, File, FileType, ReadDir};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::exit::Complaint;

/// The settings of a folder; no flow, wherever it lies.
pub(crate) const SETTINGS: &str = "lanner.yaml";

/// The ending of compiled flows and apps.
pub(crate) const PLAN: &str = "plan";

/// A file larger than this is not read: no flow is, and a wrong argument is.
const LARGEST: u64 = 32 * 1024 * 1024;

/// A file to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// As people see it: relative to the working directory where it lies below, with `/`.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
}

/// A path as people see it.
pub(crate) fn shown(path: &Path) -> String {
    joined(&below_here(path))
}

/// The parts of a path with `/` between them.
fn joined(path: &Path) -> String {
    let mut name = String::with_capacity(path.as_os_str().len());
    for (at, part) in path.components().filter(|part| *part != Component::CurDir).enumerate() {
        if at > 0 && name != "/" {
            name.push('/');
        }
        match part {
            Component::RootDir => name.push('/'),
            other => name.push_str(&other.as_os_str().to_string_lossy()),
        }
    }
    if name.is_empty() { ".".to_owned() } else { name }
}

/// A path relative to the working directory, where it lies below.
fn below_here(path: &Path) -> PathBuf {
    if path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return path.to_owned();
    }
    let here = std::env::current_dir().unwrap_or_default();
    absolute(path).strip_prefix(here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// A path from the root of the file system on, without `..`, symbolic links left as they are.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in from_root(path).components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            part => whole.push(part),
        }
    }
    whole
}

fn from_root(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A path from the root of the file system on, without `..` and symbolic links as far as it exists.
pub(crate) fn real(path: &Path) -> PathBuf {
    let absolute = from_root(path);
    let (mut known, mut rest) = (absolute.as_path(), Vec::new());
    loop {
        if let Ok(real) = known.canonicalize() {
            return rest.iter().rev().fold(real, |path: PathBuf, name| path.join(name));
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                rest.push(name.to_owned());
                known = parent;
            }
            _ => return absolute,
        }
    }
}

/// What lies where paths point.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// The files, each once, by name.
    pub(crate) files: BTreeSet<Found>,
    /// The folders with settings.
    pub(crate) settings: BTreeSet<PathBuf>,
    /// Compiled flows and apps, by name.
    pub(crate) compiled: BTreeSet<Found>,
    /// Why some of what lies below folders cannot be looked at, one line each.
    pub(crate) unreadable: Vec<String>,
}

/// What the paths name: a file as it is, a folder with the YAML files anywhere below it.
///
/// Hidden folders are left out, as are symbolic links to folders, which could lead in circles.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Walk, Complaint> {
    let mut found = Walk::default();
    for path in paths {
        let kind = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        let named = named(path)?;
        if kind.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
            walk(path, entries, &mut found);
        } else if is_compiled(path) {
            found.compiled.insert(named);
        } else {
            found.files.insert(named);
        }
    }
    // One file may be named in several ways.
    let mut names = BTreeSet::new();
    found.files.retain(|file| names.insert(file.name.clone()));
    Ok(found)
}

fn walk(folder: &Path, entries: ReadDir, found: &mut Walk) {
    for entry in entries {
        let seen = entry.map_err(|error| unreadable(folder, &error)).and_then(|entry| enter(folder, &entry, found));
        // One folder that is closed to us is no reason to leave the others.
        found.unreadable.extend(seen.err().map(|complaint| complaint.message));
    }
}

fn enter(folder: &Path, entry: &DirEntry, found: &mut Walk) -> Result<(), Complaint> {
    let (path, name) = (entry.path(), entry.file_name());
    if name.to_string_lossy().starts_with('.') {
        return Ok(());
    }
    let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
    if kind.is_dir() {
        named(&path)?;
        let entries = std::fs::read_dir(&path).map_err(|error| unreadable(&path, &error))?;
        walk(&path, entries, found);
    } else if name == SETTINGS {
        found.settings.insert(folder.to_owned());
    } else if is_yaml(&path) && is_file(kind, &path) {
        found.files.insert(named(&path)?);
    } else if is_compiled(&path) && is_file(kind, &path) {
        found.compiled.insert(named(&path)?);
    }
    Ok(())
}

/// Whether what an entry of a folder names is a file, or a link to one.
fn is_file(kind: FileType, path: &Path) -> bool {
    kind.is_file() || kind.is_symlink() && path.is_file()
}

/// A file by its path; refuses one that no text can name: findings and fixes would point at another file, or at none.
fn named(path: &Path) -> Result<Found, Complaint> {
    let below = below_here(path);
    let name = joined(&below);
    match below.to_str() {
        Some(_) => Ok(Found { name, path: path.to_owned() }),
        None => Err(Complaint::usage(format!("cannot look at `{name}`: its name is not UTF-8"))),
    }
}

/// Whether a file holds YAML, by its ending.
pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Whether a file holds a compiled flow or app, by its ending.
pub(crate) fn is_compiled(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == PLAN)
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Complaint> {
    decode(read_bytes(path)?, &shown(path))
}

/// The bytes of a file.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Complaint> {
    let read = |error| unreadable(path, &error);
    let file = File::open(path).map_err(read)?;
    let size = file.metadata().map_err(read)?.len();
    if size > LARGEST {
        return Err(Complaint::usage(format!("`{}` is too large to be a flow: {} MB", shown(path), size / 1_000_000)));
    }
    // One byte more than there is: the end is seen without asking for more memory.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(read)?;
    Ok(bytes)
}

/// Bytes as text; nothing but UTF-8 is text here.
pub(crate) fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Complaint> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Complaint::usage(format!("`{name}` is not UTF-8: byte {at} belongs to no character"))
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Complaint {
    let why = match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "not allowed to read it".to_owned(),
        _ => error.to_string(),
    };
    Complaint::usage(format!("cannot read `{}`: {why}", shown(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_and_have_slashes() {
        let here = std::env::current_dir().unwrap();
        for (path, name) in [
            (here.join("flows").join("a.yaml"), "flows/a.yaml"),
            (PathBuf::from("./flows/./a.yaml"), "flows/a.yaml"),
            (PathBuf::from("../a.yaml"), "../a.yaml"),
            (PathBuf::from("flows/../a.yaml"), "a.yaml"),
            (PathBuf::from("/nowhere/a.yaml"), "/nowhere/a.yaml"),
            (PathBuf::from("."), "."),
        ] {
            assert_eq!(shown(&path), name);
        }
    }
}
