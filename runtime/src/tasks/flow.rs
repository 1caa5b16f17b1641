//! `io.kestra.plugin.core.flow`

pub(super) mod for_each_item_merge;
pub(super) mod for_each_item_split;
pub(super) mod sleep;
