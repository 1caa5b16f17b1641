//! `io.kestra.plugin.core.templating`

pub(super) mod templated_task;
