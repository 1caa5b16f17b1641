//! The list of flows.

use std::sync::Arc;

use minijinja::context;
use report::Severity;
use report::render::{Colours, Look, full};

use crate::web::api::unserved;
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, html};

/// `GET /ui/flows?q=text`.
pub async fn page(context: Arc<Context>, request: Request) -> Answer {
    let text = request.query.get("q").unwrap_or_default();
    let wanted = text.to_lowercase();
    let flows = context.engine.registry().cards();
    let rows: Vec<minijinja::Value> = flows
        .iter()
        .filter(|flow| request.sees(&flow.name.namespace))
        .filter(|flow| flow.name.to_string().to_lowercase().contains(&wanted))
        .map(|flow| {
            let name = &flow.name;
            let description = flow.description.as_deref().and_then(|text| text.lines().next());
            context! {
                namespace => &name.namespace, id => &name.id, address => context.links.flow(name), description,
                revision => flow.revision, disabled => flow.disabled, triggers => flow.triggers,
            }
        })
        .collect();
    let unserved = not_served(&context, &request);
    let values = context! { title => "Flows", here => "flows", text, rows, unserved };
    Ok(html(context.templates.render("console/flows.html", &values)?))
}

/// How findings are drawn on a page.
const LOOK: Look = Look { colours: Colours::None, width: Some(100), links: None };

/// The files that do not compile, with their findings as a terminal shows them.
fn not_served(context: &Context, request: &Request) -> Vec<minijinja::Value> {
    let files = unserved::visible(context, request);
    if files.is_empty() {
        return Vec::new();
    }
    let compiled = unserved::compile(context, &files);
    let row = |file: &Arc<crate::registry::Unserved>| {
        let findings = unserved::findings(&compiled, file);
        let mut drawn = String::new();
        findings.iter().for_each(|finding| full(&compiled.sources, finding, &LOOK, &mut drawn));
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let instead = file.instead.as_ref().map(ToString::to_string);
        context! { path => &*file.source.path, errors, instead, drawn }
    };
    files.iter().map(row).collect()
}
