//! `ResumeExecutionForm`: a control for each `onResume` input of the pause an execution waits at.

use super::create_execution_form::form;
use super::{Behaviour, Drawn};
use crate::web::apps::Stage;

/// The form's `id` in the page.
pub(super) const ID: &str = "resume";

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionForm",
    draw: |view, _| {
        Box::pin(async move {
            match view.stage {
                Stage::Pause => form(view, ID, &format!("{}/resume", view.address())),
                _ => Ok(Drawn::Nothing),
            }
        })
    },
};
