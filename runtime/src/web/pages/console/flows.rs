//! The list of flows.

use std::sync::Arc;

use minijinja::context;

use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, html};

/// `GET /ui/flows?q=text`.
pub async fn page(context: Arc<Context>, request: Request) -> Answer {
    let text = request.query.get("q").unwrap_or_default();
    let wanted = text.to_lowercase();
    let flows = context.engine.registry().flows();
    let rows: Vec<minijinja::Value> = flows
        .iter()
        .filter(|flow| request.sees(&flow.plan.flow.namespace))
        .filter(|flow| flow.plan.flow.to_string().to_lowercase().contains(&wanted))
        .map(|flow| {
            let name = &flow.plan.flow;
            let description = flow.plan.description.as_deref().and_then(|text| text.lines().next());
            context! {
                namespace => &name.namespace, id => &name.id, address => context.links.flow(name), description,
                revision => flow.revision, disabled => flow.plan.disabled, triggers => flow.plan.triggers.len(),
            }
        })
        .collect();
    let values = context! { title => "Flows", here => "flows", text, rows };
    Ok(html(context.templates.render("console/flows.html", &values)?))
}
