//! `io.kestra.plugin.core.trigger`

pub(super) mod toggle;
