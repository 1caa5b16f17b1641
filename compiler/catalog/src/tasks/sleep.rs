//! Waiting.

use crate::prelude::*;

/// Wait for a time.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: wait
///     type: io.kestra.plugin.core.flow.Sleep
///     duration: PT5S
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.flow.Sleep")]
pub struct Sleep {
    /// How long.
    pub duration: SignedDuration,
}
