//! `DownloadLogsButton`: the log as a file.

use super::button::Look;
use super::{Behaviour, Drawn};

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.DownloadLogsButton",
    draw: |view, properties| {
        Box::pin(async move {
            match &view.session {
                None => Ok(Drawn::Nothing),
                Some(_) => Look::read(&properties, "Download Logs")?.link(view, &format!("{}/logs", view.address())),
            }
        })
    },
};
