//! `io.kestra.plugin.core.metric`

pub(super) mod publish;
