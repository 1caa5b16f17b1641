//! The properties every input has.

use crate::objects::flow_document::{DependsOn, InputType};
use crate::prelude::*;

/// The properties every input has.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct InputProperties {
    /// How the input is named: `{{ inputs.id }}`; dots nest.
    #[pattern("^[a-zA-Z0-9][.a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id: String,
    /// What it holds.
    pub r#type: InputType,
    /// What a form shows instead of the id.
    pub display_name: Option<String>,
    /// What it is for, in Markdown.
    pub description: Option<String>,
    /// Whether an execution is refused without it.
    #[default(true)]
    pub required: bool,
    /// On which other inputs it depends.
    pub depends_on: Option<DependsOn>,
    /// How the input is named.
    #[versions(until = "2.0")]
    #[obsolete("use `id`")]
    pub name: Option<String>,
}
