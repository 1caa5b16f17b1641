//! `CreateExecutionForm`: a control for each input of the flow.

use minijinja::context;

use super::{Behaviour, Drawn, Error};
use crate::web::apps::{Stage, View};

/// The form's `id` in the page.
pub(super) const ID: &str = "create";

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm",
    draw: |view, _| {
        Box::pin(async move {
            match view.stage {
                Stage::Open => form(view, ID, view.app_address()),
                _ => Ok(Drawn::Nothing),
            }
        })
    },
};

/// Draws the form of the look's stage.
pub(super) fn form(view: &View<'_>, id: &str, address: String) -> Result<Drawn, Error> {
    let fields = view.fields(id);
    let depends = view.asked().iter().any(|input| input.depends_on.is_some());
    let multipart = fields.iter().any(crate::web::form::Field::has_file);
    let problems = view.received.is_some_and(crate::web::form::Received::has_problems);
    let message = view.received.and_then(|received| received.refusal.as_deref());
    let values = context! {
        id, address, multipart, depends, problems, message,
        fields => minijinja::value::Value::from(minijinja::value::Serde(&fields)),
        draft => view.draft(), live => view.is_live(),
        evaluate => format!("{}/evaluate", view.address()),
    };
    Ok(Drawn::Part(view.context.templates.render("form/form.html", &values)?))
}
