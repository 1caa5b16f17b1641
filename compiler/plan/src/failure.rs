//! Why a task or an expression failed at run time, as data that can be drawn over the YAML.

use report::Span;
use serde::{Deserialize, Serialize};

use crate::Text;

/// A failure of the world, with its place in the flow's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// One line that stands alone; secrets are masked before they get here.
    pub message: Text,
    /// Where in the flow's file the failing part stands.
    pub place: Option<Span>,
    /// Further lines: the values of the variables involved, what would help.
    pub notes: Vec<Text>,
}

impl Failure {
    /// A failure without place.
    pub fn new(message: impl AsRef<str>) -> Self {
        Self { message: message.as_ref().into(), place: None, notes: Vec::new() }
    }
}
