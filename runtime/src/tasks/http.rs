//! `io.kestra.plugin.core.http`

pub(super) mod ask;
pub(super) mod download;
pub(super) mod request;
mod sse;
pub(super) mod sse_request;
pub(super) mod trigger;
