//! Finding flows.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::filters::{self, Condition, Operation};
use super::super::flow_document::{Source, document};
use super::super::paging::{Direction, Paging, paged};
use crate::registry::{Card, Flow};
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
    let mut found = cards(&context, &request, &[])?;
    found.sort_by(|a, b| order(a, b, &paging));
    let total = found.len();
    let registry = context.engine.registry();
    // One that was deleted in between is left out.
    let page = paging.of(found).into_iter().filter_map(|card| registry.flow(&card.name));
    let documents = page.map(|flow| document(&context, &flow, Source::Left)).collect::<Result<Vec<_>, _>>()?;
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
    let found = cards(context, request, document)?.into_iter();
    Ok(found.filter_map(|card| context.engine.registry().flow(&card.name)).collect())
}

fn cards(context: &Context, request: &Request, document: &[u8]) -> Result<Vec<Arc<Card>>, Problem> {
    let mut filter = filters::read(&request.query, FIELDS, FLAT)?;
    filter.narrow(filters::of_document(document, FIELDS)?);
    let mut found = context.engine.registry().cards();
    found.retain(|flow| request.sees(&flow.name.namespace));
    found.retain(|flow| filter.accepts(&|condition| holds(flow, condition)));
    Ok(found)
}

/// Whether a flow meets a condition.
fn holds(flow: &Card, condition: &Condition) -> bool {
    let Condition { field, operation, key, value } = condition;
    let name = &flow.name;
    match field.as_str() {
        "q" => {
            let value = value.to_lowercase();
            let contains = |text: &str| text.to_lowercase().contains(&value);
            contains(&name.id) || contains(&name.namespace) || flow.description.as_deref().is_some_and(contains)
        }
        "namespace" => operation.holds(&name.namespace, value),
        "flowId" | "id" => operation.holds(&name.id, value),
        "labels" => {
            let label = flow.labels.iter().find(|(name, _)| Some(&**name) == key.as_deref());
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

pub(super) fn order(a: &Card, b: &Card, paging: &Paging) -> Ordering {
    let mut ordering = Ordering::Equal;
    for (field, direction) in &paging.sort {
        let by_field = match field.as_str() {
            "namespace" => a.name.namespace.cmp(&b.name.namespace),
            "revision" => a.revision.cmp(&b.revision),
            "updated" => a.updated.cmp(&b.updated),
            _ => a.name.id.cmp(&b.name.id),
        };
        ordering = ordering.then(if *direction == Direction::Ascending { by_field } else { by_field.reverse() });
    }
    ordering.then_with(|| a.name.cmp(&b.name))
}
