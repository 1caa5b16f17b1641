//! A value for later tasks.

use crate::prelude::*;

/// Give out a value.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: greeting
///     type: io.kestra.plugin.core.debug.Return
///     format: "Hello from {{ flow.id }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.debug.Return",
    was("io.kestra.core.tasks.debugs.Return", until = "2.0"),
    pure,
    outputs = ReturnOutputs
)]
pub struct Return {
    /// The value, as text.
    pub format: Option<String>,
}

/// The value.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct ReturnOutputs {
    /// The value.
    pub value: String,
}
