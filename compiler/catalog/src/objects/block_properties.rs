//! The properties every block of an app has.

use crate::prelude::*;

/// The properties every block of an app has.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct BlockProperties {
    /// What is shown.
    pub r#type: String,
}
