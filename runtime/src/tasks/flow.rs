//! `io.kestra.plugin.core.flow`: those that are no controls.

pub(super) mod sleep;
