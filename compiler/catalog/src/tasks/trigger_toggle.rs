//! Switching a trigger on or off.

use crate::prelude::*;

/// Switch a trigger on or off.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: off
///     type: io.kestra.plugin.core.trigger.Toggle
///     trigger: nightly
///     enabled: false
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task(
    "io.kestra.plugin.core.trigger.Toggle",
    until = "2.0",
    was("io.kestra.core.tasks.trigger.Toggle"),
    obsolete("use `io.kestra.plugin.kestra.triggers.Toggle`", since = "1.2")
)]
pub struct Toggle {
    /// The trigger.
    #[rendered]
    pub trigger: String,
    /// The flow of the trigger; the running one where absent.
    #[rendered]
    pub flow_id: Option<String>,
    /// The namespace of the flow.
    #[rendered]
    pub namespace: Option<String>,
    /// Whether it is on.
    #[default(false)]
    #[fixed]
    pub enabled: bool,
}
