//! What a task says while it runs: log lines and metrics.

use plan::step::LogLevel;

use crate::metrics::Metric;

/// Where a task's words go; whoever implements it masks secrets.
pub(crate) trait Journal: Send + Sync {
    /// Says a line.
    fn log(&self, level: LogLevel, message: String);

    /// Reports a figure.
    fn metric(&self, metric: Metric);
}
