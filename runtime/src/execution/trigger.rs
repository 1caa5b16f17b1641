//! What started an execution, where it was no person.

use std::sync::Arc;

use plan::Text;
use plan::value::Map;
use serde::{Deserialize, Serialize};

/// The trigger or the calling task that started an execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Started {
    /// The trigger's or the calling task's id.
    pub id: Text,
    /// Its type.
    pub trigger_type: Text,
    /// What expressions see as `trigger`.
    pub variables: Arc<Map>,
}
