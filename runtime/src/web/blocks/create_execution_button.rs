//! `CreateExecutionButton`: sends the form of `CreateExecutionForm`.

use super::button::Look;
use super::{Behaviour, Drawn};
use crate::web::apps::Stage;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton",
    draw: |view, properties| {
        Box::pin(async move {
            match view.stage {
                Stage::Open => Look::read(&properties, "Execute")?.submit(view, super::create_execution_form::ID),
                _ => Ok(Drawn::Nothing),
            }
        })
    },
};
