//! `io.kestra.plugin.core.http`

pub(super) mod ask;
pub(super) mod download;
pub(super) mod request;
pub(super) mod trigger;
