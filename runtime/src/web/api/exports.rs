//! Lists as tables for spreadsheets.

use std::sync::Arc;

use http::header::HeaderValue;

use super::executions::search::matching as executions;
use super::flows::search::matching as flows;
use super::triggers::{matching as triggers, name_of};
use crate::triggers::switches::Switch;
use crate::web::context::Context;
use crate::web::csv::table;
use crate::web::request::Request;
use crate::web::response::{Answer, Disposition, Response, file};

/// `GET /executions/export/by-query/csv`.
pub async fn of_executions(context: Arc<Context>, request: Request) -> Answer {
    let mut rows = Vec::new();
    for id in executions(&context, &request, &[]).await? {
        // One that was deleted since it was found is left out.
        let Some(execution) = context.engine.execution(id).await? else { continue };
        let history = execution.history();
        rows.push([
            id.to_string(),
            execution.flow().namespace.to_string(),
            execution.flow().id.to_string(),
            execution.revision().to_string(),
            execution.state().name().to_owned(),
            history.start().to_string(),
            history.end().map(|end| end.to_string()).unwrap_or_default(),
        ]);
    }
    let header = ["id", "namespace", "flowId", "flowRevision", "state", "startDate", "endDate"];
    Ok(csv("executions.csv", table(header, rows)))
}

/// `GET /flows/export/by-query/csv`.
pub async fn of_flows(context: Arc<Context>, request: Request) -> Answer {
    let found = flows(&context, &request, &[])?;
    let rows = found.iter().map(|flow| {
        [
            flow.plan.flow.namespace.to_string(),
            flow.plan.flow.id.to_string(),
            flow.revision.to_string(),
            flow.plan.disabled.to_string(),
            flow.updated.to_string(),
            flow.plan.description.as_deref().unwrap_or_default().to_owned(),
        ]
    });
    let header = ["namespace", "id", "revision", "disabled", "updated", "description"];
    Ok(csv("flows.csv", table(header, rows)))
}

/// `GET /triggers/export/by-query/csv`.
pub async fn of_triggers(context: Arc<Context>, request: Request) -> Answer {
    let found = triggers(&context, &request).await?;
    let rows = found.iter().map(|overview| {
        let name = name_of(overview);
        [
            name.flow.namespace.to_string(),
            name.flow.id.to_string(),
            name.id.to_string(),
            overview.trigger().trigger_type.to_string(),
            (overview.switch == Switch::Off).to_string(),
            overview.next.map(|next| next.to_string()).unwrap_or_default(),
        ]
    });
    let header = ["namespace", "flowId", "triggerId", "type", "disabled", "nextExecutionDate"];
    Ok(csv("triggers.csv", table(header, rows)))
}

fn csv(name: &str, text: String) -> Response {
    let mut response = file(name, Disposition::Attachment, text.into());
    response.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    response
}
