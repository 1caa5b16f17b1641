//! `io.kestra.plugin.core.debug`

pub(super) mod echo;
pub(super) mod r#return;
