//! A file somebody uploads; its value is the address in internal storage.

use crate::prelude::*;

/// A file somebody uploads; its value is the address in internal storage.
///
/// ```yaml
/// id: example
/// namespace: demo
/// inputs:
///   - id: value
///     type: FILE
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Input)]
#[input("FILE")]
pub struct FileInput {
    /// Which files are accepted, by the ends of their names: `.csv`.
    #[versions(since = "1.1")]
    pub allowed_file_extensions: Option<Vec<String>>,
    /// The end of the name the file is kept under.
    #[versions(until = "2.0")]
    #[obsolete("use `allowedFileExtensions`")]
    pub extension: Option<String>,
    /// The value where none is given.
    #[property]
    pub defaults: Option<Uri>,
    /// What a form starts with, without being a default.
    #[property]
    #[versions(since = "1.1")]
    pub prefill: Option<Uri>,
}
