//! `Logs`: what the execution says, growing while it runs.

use minijinja::context;
use minijinja::value::Serde;
use plan::Failure;

use super::{Behaviour, Drawn};
use crate::logs::{LogLine, LogQuery, level_name, parse_level};
use crate::web::apps::Properties;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::{ExecutionId, web::shown::Line};

/// The most lines a page shows; the whole log can be downloaded.
pub(crate) const MOST_LINES: usize = 2_000;

pub(super) const BLOCK: Behaviour = Behaviour {
    block_type: "io.kestra.plugin.ee.apps.execution.blocks.Logs",
    draw: |view, properties| {
        Box::pin(async move {
            let Some(session) = &view.session else { return Ok(Drawn::Nothing) };
            let query = query(session.execution.id(), &properties)?;
            let lines = view.context.engine.logs(&query, 0, Some(MOST_LINES)).await?;
            let values = context! {
                lines => draw(view.context, &lines.items)?,
                live => !view.stage.is_last(),
            };
            Ok(Drawn::Lines { html: view.context.templates.render("blocks/logs.html", &values)?, query })
        })
    },
};

/// Which lines a block shows: those of its tasks, from its level on.
pub(super) fn query(execution: ExecutionId, properties: &Properties<'_>) -> Result<LogQuery, Failure> {
    let level = properties.text_in("filter", "logLevel")?.and_then(|name| parse_level(&name.to_uppercase()));
    let tasks = properties.texts_in("filter", "taskIds")?.unwrap_or_default();
    Ok(LogQuery { level, tasks, ..LogQuery::of(execution) })
}

/// The rows of some lines.
pub(crate) fn draw(context: &Context, lines: &[LogLine]) -> Result<minijinja::Value, Problem> {
    let lines: Vec<Line> = lines
        .iter()
        .map(|line| Line {
            sequence: line.sequence,
            time: line.entry.at.strftime("%H:%M:%S").to_string(),
            moment: line.entry.at.to_string(),
            level: level_name(line.entry.level),
            task: line.entry.task.clone(),
            message: line.entry.message.clone(),
        })
        .collect();
    let html =
        context.templates.render("blocks/lines.html", &context! { lines => minijinja::Value::from(Serde(&lines)) })?;
    Ok(minijinja::Value::from_safe_string(html))
}
