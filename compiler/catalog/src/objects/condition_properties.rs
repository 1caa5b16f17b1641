//! The properties every condition has.

use crate::prelude::*;

/// The properties every condition has.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct ConditionProperties {
    /// What is tested.
    #[pattern(r"^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$")]
    pub r#type: String,
}
