//! `io.kestra.plugin.core.log`

#[expect(clippy::module_inception, reason = "the task type is called `log.Log`")]
pub(super) mod log;
