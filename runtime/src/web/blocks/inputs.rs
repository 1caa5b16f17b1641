//! `Inputs`: what the execution was started with.

use minijinja::context;
use minijinja::value::Serde;

use super::{Behaviour, Drawn};
use crate::web::apps::Filter;
use crate::web::form::answers::leaves;
use crate::web::shown::Shown;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.Inputs",
    draw: |view, properties| {
        Box::pin(async move {
            let Some(session) = &view.session else { return Ok(Drawn::Nothing) };
            let filter = Filter::read(&properties)?;
            let values = session.execution.inputs();
            let mut items = Vec::new();
            for leaf in leaves(&session.execution.plan().inputs) {
                let Some(value) = crate::web::shown::inside(values, &leaf.id) else { continue };
                if !filter.accepts(&leaf.id) {
                    continue;
                }
                let label = leaf.input.display_name.as_ref().and_then(|label| view.render(label).ok());
                let label = label.unwrap_or_else(|| crate::web::form::field::words(&leaf.id));
                items.push(Shown::new(view, label, value, Some(&leaf.input.kind)).await);
            }
            let values = context! { items => minijinja::Value::from(Serde(&items)), kind => "inputs" };
            Ok(Drawn::Part(view.context.templates.render("blocks/values.html", &values)?))
        })
    },
};
