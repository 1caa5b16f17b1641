//! Conditions that must hold.

use crate::prelude::*;

/// Fail where one of several conditions does not hold.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: check
///     type: io.kestra.plugin.core.execution.Assert
///     conditions:
///       - "{{ flow.namespace == 'demo' }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.execution.Assert", pure)]
pub struct Assert {
    /// What must hold.
    #[rendered]
    pub conditions: Vec<String>,
    /// What the log says where one does not.
    pub error_message: Option<String>,
}
