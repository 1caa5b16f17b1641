//! `Outputs`: what the flow gave back.

use minijinja::context;
use minijinja::value::Serde;

use super::{Behaviour, Drawn};
use crate::web::apps::Filter;
use crate::web::shown::Shown;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.Outputs",
    draw: |view, properties| {
        Box::pin(async move {
            let Some(session) = &view.session else { return Ok(Drawn::Nothing) };
            // A flow has outputs once it ended.
            let Some(values) = session.execution.outputs() else { return Ok(Drawn::Nothing) };
            let filter = Filter::read(&properties)?;
            let mut items = Vec::new();
            for output in &session.execution.plan().outputs {
                let Some(value) = values.get(&output.id).filter(|_| filter.accepts(&output.id)) else { continue };
                let label = match &output.display_name {
                    Some(name) => name.to_string(),
                    None => crate::web::form::field::words(&output.id),
                };
                let shown = Shown::new(view, label, value, output.kind.as_ref()).await;
                items.push(shown.described(output.description.clone()));
            }
            let values = context! { items => minijinja::Value::from(Serde(&items)), kind => "outputs" };
            Ok(Drawn::Part(view.context.templates.render("blocks/values.html", &values)?))
        })
    },
};
