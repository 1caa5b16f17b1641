//! Finding flows.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::filters::{self, Condition, Operation};
use super::super::flow_document::{Source, document};
use super::super::paging::{Direction, Paging, paged};
use crate::registry::Flow;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::Answer;

/// What flows are found by.
const FIELDS: &[&str] = &["q", "namespace", "labels", "scope", "flowId", "id"];

/// The parameters of clients that know no filters.
const FLAT: &[(&str, &str, Operation)] = &[
    ("q", "q", Operation::Contains),
    ("namespace", "namespace", Operation::Prefix),
    ("labels", "labels", Operation::Equals),
    ("scope", "scope", Operation::In),
];

/// `GET /flows/search`.
pub async fn search(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let mut found = matching(&context, &request, &[])?;
    found.sort_by(|a, b| order(a, b, &paging));
    let total = found.len();
    let page = paging.of(found);
    let documents = page.iter().map(|flow| document(&context, flow, Source::Left)).collect::<Result<Vec<_>, _>>()?;
    Ok(paged(&documents, total))
}

/// The flows that a query finds, or the filters in a document, as the clients of 0.24 send them.
///
/// # Errors
///
/// 400 for filters that cannot be read.
pub(in crate::web::api) fn matching(
    context: &Context,
    request: &Request,
    document: &[u8],
) -> Result<Vec<Arc<Flow>>, Problem> {
    let mut filter = filters::read(&request.query, FIELDS, FLAT)?;
    filter.narrow(filters::of_document(document, FIELDS)?);
    let mut found = context.engine.registry().flows();
    found.retain(|flow| request.sees(&flow.plan.flow.namespace));
    found.retain(|flow| filter.accepts(&|condition| holds(flow, condition)));
    Ok(found)
}

/// Whether a flow meets a condition.
fn holds(flow: &Flow, condition: &Condition) -> bool {
    let Condition { field, operation, key, value } = condition;
    let name = &flow.plan.flow;
    match field.as_str() {
        "q" => {
            let value = value.to_lowercase();
            let contains = |text: &str| text.to_lowercase().contains(&value);
            contains(&name.id) || contains(&name.namespace) || flow.plan.description.as_deref().is_some_and(contains)
        }
        "namespace" => operation.holds(&name.namespace, value),
        "flowId" | "id" => operation.holds(&name.id, value),
        "labels" => {
            let label = flow.plan.labels.iter().find(|(name, _)| Some(&**name) == key.as_deref());
            operation.holds_of(label.map(|(_, text)| &**text), value)
        }
        // Flows of the namespace `system` are the system's.
        "scope" => {
            let scope = if &*name.namespace == "system" { "SYSTEM" } else { "USER" };
            operation.holds(scope, value)
        }
        _ => true,
    }
}

pub(super) fn order(a: &Flow, b: &Flow, paging: &Paging) -> Ordering {
    let mut ordering = Ordering::Equal;
    for (field, direction) in &paging.sort {
        let by_field = match field.as_str() {
            "namespace" => a.plan.flow.namespace.cmp(&b.plan.flow.namespace),
            "revision" => a.revision.cmp(&b.revision),
            "updated" => a.updated.cmp(&b.updated),
            _ => a.plan.flow.id.cmp(&b.plan.flow.id),
        };
        ordering = ordering.then(if *direction == Direction::Ascending { by_field } else { by_field.reverse() });
    }
    ordering.then_with(|| a.plan.flow.cmp(&b.plan.flow))
}
