//! `io.kestra.plugin.core.execution`: those that need nothing of the engine.

pub(super) mod assert;
pub(super) mod fail;
