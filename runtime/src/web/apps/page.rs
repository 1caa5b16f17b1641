//! The parts of an app's page: its blocks drawn in order, buttons that follow each other side by side.

use plan::app::Block;

use super::properties::Properties;
use super::view::View;
use crate::logs::LogQuery;
use crate::web::blocks::{self, Drawn};
use crate::web::problem::Problem;

/// The parts of a page, top to bottom.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The parts.
    pub parts: Vec<Part>,
}

/// A part of a page that is replaced as a whole when it changes.
#[derive(Clone, Debug)]
pub struct Part {
    /// What is shown.
    pub html: String,
    /// The log lines it shows, which grow at its end instead.
    pub lines: Option<LogQuery>,
}

impl Page {
    /// Draws the blocks of the look's stage.
    ///
    /// # Errors
    ///
    /// 500 where a template fails; a block whose expressions fail says so in its place.
    pub async fn draw(view: &View<'_>) -> Result<Self, Problem> {
        let mut page = Self::default();
        let mut buttons: Vec<String> = Vec::new();
        let written = view.stage.blocks(view.app);
        let shown =
            written.iter().filter(|block| block.on.is_empty() || block.on.iter().any(|on| **on == *view.stage.name()));
        for block in shown {
            match draw(view, block).await? {
                Drawn::Button(html) => buttons.push(html),
                Drawn::Part(html) => {
                    page.flush(&mut buttons);
                    page.parts.push(Part { html, lines: None });
                }
                Drawn::Lines { html, query } => {
                    page.flush(&mut buttons);
                    page.parts.push(Part { html, lines: Some(query) });
                }
                Drawn::Nothing => {}
            }
        }
        page.flush(&mut buttons);
        Ok(page)
    }

    fn flush(&mut self, buttons: &mut Vec<String>) {
        if !buttons.is_empty() {
            let html = format!("<div class=\"actions\">{}</div>", buttons.concat());
            self.parts.push(Part { html, lines: None });
            buttons.clear();
        }
    }
}

async fn draw(view: &View<'_>, block: &Block) -> Result<Drawn, Problem> {
    let Some(behaviour) = blocks::find(&block.block_type) else {
        tracing::warn!(app = %view.app.name, block = %block.block_type, "a block is not known");
        return Ok(Drawn::Nothing);
    };
    match (behaviour.draw)(view, Properties::new(view, block)).await {
        Ok(drawn) => Ok(drawn),
        Err(blocks::Error::Server(problem)) => Err(problem),
        Err(blocks::Error::Expression(failure)) => {
            tracing::warn!(app = %view.app.name, block = %block.block_type, message = %failure.message, "a block cannot be shown");
            let values = minijinja::context! { style => "warning", icon => true, content => "This part of the page cannot be shown." };
            view.context.templates.render("blocks/alert.html", &values).map(Drawn::Part)
        }
    }
}
