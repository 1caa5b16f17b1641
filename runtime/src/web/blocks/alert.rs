//! `Alert`: a coloured box with a message.

use minijinja::context;

use super::{Behaviour, Drawn};

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Alert",
    draw: |view, properties| {
        Box::pin(async move {
            let values = context! {
                style => properties.text_or("style", "INFO")?.to_lowercase(),
                icon => properties.flag("showIcon")?,
                content => properties.text_or("content", "")?,
            };
            Ok(Drawn::Part(view.context.templates.render("blocks/alert.html", &values)?))
        })
    },
};
