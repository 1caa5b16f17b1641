//! `Button`: a link that looks like a button.

use minijinja::context;
use plan::Failure;

use super::{Behaviour, Drawn, Error};
use crate::web::apps::{Properties, View};
use crate::web::markdown::safe_address;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Button",
    draw: |view, properties| {
        Box::pin(async move {
            let address = properties.text("url")?.unwrap_or_else(|| view.app_address());
            let look = Look::read(&properties, "Submit")?;
            look.link(view, if safe_address(&address) { &address } else { "#" })
        })
    },
};

/// What every button has.
pub(super) struct Look {
    text: String,
    style: String,
    size: String,
}

impl Look {
    /// Reads `text`, `style` and `size`.
    pub(super) fn read(properties: &Properties<'_>, text: &str) -> Result<Self, Failure> {
        Ok(Self {
            text: properties.text_or("text", text)?,
            style: properties.text_or("style", "DEFAULT")?.to_lowercase(),
            size: properties.text_or("size", "DEFAULT")?.to_lowercase(),
        })
    }

    /// A link.
    pub(super) fn link(self, view: &View<'_>, address: &str) -> Result<Drawn, Error> {
        self.draw(view, &context! { kind => "link", address, outside => address.contains("://") })
    }

    /// A button that sends a form of the page.
    pub(super) fn submit(self, view: &View<'_>, form: &str) -> Result<Drawn, Error> {
        self.draw(view, &context! { kind => "submit", form })
    }

    /// A button that is a form of its own.
    pub(super) fn post(self, view: &View<'_>, address: &str, question: &str) -> Result<Drawn, Error> {
        self.draw(view, &context! { kind => "post", address, question })
    }

    fn draw(self, view: &View<'_>, what: &minijinja::Value) -> Result<Drawn, Error> {
        let Self { text, style, size } = self;
        let values = context! { text, style, size, what };
        Ok(Drawn::Button(view.context.templates.render("blocks/button.html", &values)?))
    }
}
