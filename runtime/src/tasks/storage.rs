//! `io.kestra.plugin.core.storage`

pub(super) mod concat;
pub(super) mod delete;
pub(super) mod reverse;
pub(super) mod size;
pub(super) mod split;
pub(super) mod write;
