//! `io.kestra.plugin.core.log`

pub(super) mod fetch;
#[expect(clippy::module_inception, reason = "the type is called `log.Log`")]
pub(super) mod log;
pub(super) mod purge_logs;
