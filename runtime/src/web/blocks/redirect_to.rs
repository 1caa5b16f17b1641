//! `RedirectTo`: leads to another page after a while, unless the reader wants to stay.

use minijinja::context;

use super::{Behaviour, Drawn};
use crate::web::markdown::safe_address;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.RedirectTo",
    draw: |view, properties| {
        Box::pin(async move {
            let Some(address) = properties.text("url")?.filter(|address| safe_address(address)) else {
                return Ok(Drawn::Nothing);
            };
            let seconds = properties.text("delay")?.as_deref().map_or(0, seconds);
            let values = context! { address, seconds };
            Ok(Drawn::Part(view.context.templates.render("blocks/redirect_to.html", &values)?))
        })
    },
};

/// `PT60S`, or a number of seconds as Kestra's documentation also says; no more than a day.
fn seconds(text: &str) -> i64 {
    crate::duration::parse(text).map_or(0, |duration| duration.as_secs()).clamp(0, 86_400)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn delays() {
        for (text, expected) in [("PT60S", 60), ("PT1M30S", 90), ("5", 5), ("PT0.4S", 0), ("soon", 0), ("-3", 0)] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
