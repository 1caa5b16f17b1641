//! `CreateExecutionForm`: a control for each input of the flow.

use super::{Behaviour, Drawn, Error};
use crate::web::apps::{Stage, View};

/// The form's `id` in the page.
pub(super) const ID: &str = "create";

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm",
    draw: |view, _| {
        Box::pin(async move {
            match view.stage {
                Stage::Open => form(view, ID, &view.app_address()),
                _ => Ok(Drawn::Nothing),
            }
        })
    },
};

/// Draws the form of the look's stage.
pub(super) fn form(view: &View<'_>, id: &str, address: &str) -> Result<Drawn, Error> {
    let evaluate = format!("{}/evaluate", view.address());
    Ok(Drawn::Part(view.sheet().draw(id, address, &evaluate, view.liveness())?))
}
