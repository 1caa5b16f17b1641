//! `io.kestra.plugin.core.storage`

pub(super) mod concat;
pub(super) mod deduplicate_items;
pub(super) mod delete;
pub(super) mod filter_items;
mod lines;
pub(super) mod local_files;
mod pour;
pub(super) mod purge_current_execution_files;
pub(super) mod purge_storage;
pub(super) mod reverse;
mod rows;
pub(super) mod size;
pub(super) mod split;
pub(super) mod write;
