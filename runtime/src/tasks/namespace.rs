//! `io.kestra.plugin.core.namespace`: the files of a namespace.

pub(super) mod delete_files;
pub(super) mod download_files;
pub(super) mod purge_files;
pub(super) mod upload_files;

use std::path::PathBuf;

use plan::Failure;

use super::{Host, Properties};
use crate::storage::FileUri;
use crate::{glob, query};

/// The namespaces a task is about: `namespaces` or `namespacePattern`, all where neither is there.
pub(super) struct Namespaces {
    names: Option<Vec<String>>,
    pattern: Option<String>,
    with_children: bool,
}

impl Namespaces {
    pub(super) fn read(properties: &Properties) -> Result<Self, Failure> {
        let names = properties.value("namespaces").is_some().then(|| properties.texts("namespaces")).transpose()?;
        let pattern = properties.text("namespacePattern")?;
        if names.is_some() && pattern.is_some() {
            return Err(Failure::new("`namespaces` and `namespacePattern` cannot both be set"));
        }
        Ok(Self { names, pattern, with_children: properties.flag("includeChildNamespaces")? != Some(false) })
    }

    pub(super) fn has(&self, namespace: &str) -> bool {
        let is_in = |outer: &String| outer == namespace || (self.with_children && query::within(namespace, outer));
        self.names.as_ref().is_none_or(|names| names.iter().any(is_in))
            && self.pattern.as_ref().is_none_or(|pattern| glob::matches(pattern, namespace))
    }
}

/// Every namespace that has files, by name.
async fn all(host: &Host) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut entries = match tokio::fs::read_dir(host.storage.locate(&FileUri::new([FILES]))).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(names),
        Err(error) => return Err(error),
    };
    while let Some(entry) = entries.next_entry().await? {
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The folder of the files of all namespaces.
const FILES: &str = "_namespaces";

/// The folder of the files of a namespace.
fn folder(namespace: &str) -> FileUri {
    FileUri::new([FILES, namespace])
}

/// The files of a namespace that `files` chooses, each with its path there.
async fn chosen(properties: &Properties, host: &Host, namespace: &str) -> Result<Vec<(String, PathBuf)>, Failure> {
    let patterns = properties.texts("files")?;
    let folder = host.storage.locate(&folder(namespace));
    let files = crate::folder::chosen(&folder, &patterns).await;
    files.map_err(|error| Failure::new(format!("the files of `{namespace}` cannot be listed: {error}")))
}

/// The address of a file of a namespace.
fn file(namespace: &str, path: &str) -> FileUri {
    path.split('/').filter(|part| !part.is_empty()).fold(folder(namespace), |uri, part| uri.join(part))
}
