//! The button that downloads the log.

use crate::objects::button::{ButtonSize, ButtonStyle};
use crate::objects::filter::LogFilter;
use crate::prelude::*;

/// Show a button that downloads the log.
///
/// ```yaml
/// id: example
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Example
/// namespace: demo
/// flowId: greet
/// layout:
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.DownloadLogsButton
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(
    "io.kestra.plugin.ee.apps.execution.blocks.DownloadLogsButton",
    layouts("CREATED", "RUNNING", "PAUSE", "RESUME", "SUCCESS", "FAILURE", "ERROR", "FALLBACK")
)]
pub struct DownloadLogsButton {
    /// What the button says.
    #[default("Download Logs")]
    #[rendered]
    pub text: String,
    /// How it looks.
    #[default("DEFAULT")]
    pub style: ButtonStyle,
    /// How large it is.
    #[default("DEFAULT")]
    pub size: ButtonSize,
    /// Which entries are downloaded; all where absent.
    pub filter: Option<LogFilter>,
}
