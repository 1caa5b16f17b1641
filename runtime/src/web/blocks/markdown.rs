//! `Markdown`: text with headings, lists, tables and links.

use super::{Behaviour, Drawn};

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Markdown",
    draw: |_, properties| {
        Box::pin(async move {
            let content = properties.text_or("content", "")?;
            Ok(Drawn::Part(format!("<div class=\"prose\">{}</div>", crate::web::markdown::render(&content))))
        })
    },
};
