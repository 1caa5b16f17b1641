//! `io.kestra.plugin.core.output`

pub(super) mod output_values;
