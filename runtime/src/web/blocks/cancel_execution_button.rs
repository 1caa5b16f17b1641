//! `CancelExecutionButton`: stops the execution; in approvals it is the rejection.

use super::button::Look;
use super::{Behaviour, Drawn};

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.CancelExecutionButton",
    draw: |view, properties| {
        Box::pin(async move {
            if view.session.is_none() || view.stage.is_last() {
                return Ok(Drawn::Nothing);
            }
            let address = format!("{}/cancel", view.address());
            Look::read(&properties, "Cancel")?.post(view, &address, "This ends the request. Go on?")
        })
    },
};
