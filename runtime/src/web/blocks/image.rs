//! `Image`: a picture by its address.

use minijinja::context;

use super::{Behaviour, Drawn};
use crate::web::markdown::safe_address;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Image",
    draw: |view, properties| {
        Box::pin(async move {
            let source = properties.text_or("source", "")?;
            let picture = source.starts_with("data:image/") && !source.starts_with("data:image/svg");
            if source.is_empty() || !(picture || safe_address(&source)) {
                return Ok(Drawn::Nothing);
            }
            let style = properties.text_or("style", "")?;
            let values = context! {
                source,
                alternative => properties.text_or("altText", "")?,
                title => properties.text("title")?,
                width => pixels(&style, "width"),
                height => pixels(&style, "height"),
            };
            Ok(Drawn::Part(view.context.templates.render("blocks/image.html", &values)?))
        })
    },
};

/// A length in pixels from a list of style declarations; nothing else of them is taken over, since the pages allow
/// no inline style.
fn pixels(style: &str, property: &str) -> Option<u32> {
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .find(|(name, _)| name.trim() == property)
        .and_then(|(_, value)| value.trim().strip_suffix("px")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::pixels;

    #[test]
    fn lengths_are_read_from_styles() {
        let style = "max-width: 9px; width: 120px;height:80 px";
        assert_eq!((pixels(style, "width"), pixels(style, "height")), (Some(120), Some(80)));
        assert_eq!(pixels("width: 50%", "width"), None);
    }
}
