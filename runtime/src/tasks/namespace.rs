//! `io.kestra.plugin.core.namespace`: the files of a namespace.

pub(super) mod delete_files;
pub(super) mod download_files;
pub(super) mod purge_files;
pub(super) mod upload_files;

use plan::Failure;

use super::{Host, Properties};
use crate::namespace_files::{FileRefusal, Path};
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

/// The files of a namespace that `files` chooses, in order.
fn chosen(properties: &Properties, host: &Host, namespace: &str) -> Result<Vec<Path>, Failure> {
    let patterns = properties.texts("files")?;
    let files = host.engine.namespace_files().files(namespace).map_err(refused)?.into_keys();
    let wanted = |path: &Path| patterns.iter().any(|pattern| glob::matches(pattern, path.as_str()));
    Ok(files.filter(wanted).collect())
}

fn refused(refusal: FileRefusal) -> Failure {
    Failure::new(refusal.to_string())
}
