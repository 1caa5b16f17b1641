//! `Stacktrace`: what went wrong, as the log has it.

use minijinja::context;
use plan::step::LogLevel;

use super::{Behaviour, Drawn};
use crate::logs::LogQuery;

/// The most entries shown.
const MOST: usize = 50;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.core.blocks.Stacktrace",
    draw: |view, _| {
        Box::pin(async move {
            let Some(session) = &view.session else { return Ok(Drawn::Nothing) };
            let query = LogQuery { level: Some(LogLevel::Error), ..LogQuery::of(session.execution.id()) };
            let errors = view.context.engine.logs(&query, 0, Some(MOST)).await?.items;
            if errors.is_empty() {
                return Ok(Drawn::Nothing);
            }
            let messages: Vec<String> = errors.iter().map(|line| line.entry.message.to_string()).collect();
            let values = context! { messages };
            Ok(Drawn::Part(view.context.templates.render("blocks/stacktrace.html", &values)?))
        })
    },
};
