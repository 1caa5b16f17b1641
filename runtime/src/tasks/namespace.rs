//! `io.kestra.plugin.core.namespace`: the files of a namespace.

pub(super) mod delete_files;
pub(super) mod download_files;
pub(super) mod upload_files;

use std::path::PathBuf;

use plan::Failure;

use super::{Host, Properties};
use crate::storage::FileUri;

/// The folder of the files of a namespace.
fn folder(namespace: &str) -> FileUri {
    FileUri::new(["_namespaces", namespace])
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
