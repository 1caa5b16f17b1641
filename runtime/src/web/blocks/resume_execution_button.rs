//! `ResumeExecutionButton`: sends the form of `ResumeExecutionForm`.

use super::button::Look;
use super::{Behaviour, Drawn};
use crate::web::apps::Stage;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.ResumeExecutionButton",
    draw: |view, properties| {
        Box::pin(async move {
            match view.stage {
                Stage::Pause => Look::read(&properties, "Resume")?.submit(view, super::resume_execution_form::ID),
                _ => Ok(Drawn::Nothing),
            }
        })
    },
};
