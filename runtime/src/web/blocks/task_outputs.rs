//! `TaskOutputs`: outputs of single tasks, also while the execution goes on.

use minijinja::context;
use minijinja::value::Serde;
use plan::{Argument, Value};

use super::{Behaviour, Drawn};
use crate::web::shown::Shown;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.TaskOutputs",
    draw: |view, properties| {
        Box::pin(async move {
            let Some(Argument::List(written)) = properties.written("outputs") else { return Ok(Drawn::Nothing) };
            let mut items = Vec::new();
            for item in written {
                // A value that is not there yet is shown when it is.
                let Ok(item) = view.evaluate(item) else { continue };
                let Some(value) = item.get("value").filter(|value| **value != Value::Null) else { continue };
                let text = |key: &str| item.get(key).map(plan::java::to_text);
                let shown = Shown::new(view, text("displayName").unwrap_or_default(), value, None).await;
                items.push(shown.described(text("description").map(Into::into)));
            }
            let values = context! { items => minijinja::Value::from(Serde(&items)), kind => "outputs" };
            Ok(Drawn::Part(view.context.templates.render("blocks/values.html", &values)?))
        })
    },
};
