//! The same done with several flows: those that are named, or all that a query finds.

use std::sync::Arc;

use plan::FlowName;

use super::super::executions::bulk::counted;
use super::super::executions::latest::Named;
use super::deploy::{compile, put};
use super::search::matching;
use crate::access::Role;
use crate::registry::Flow;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// What is done with each.
#[derive(Clone, Copy)]
enum Action {
    Delete,
    Disable,
    Enable,
}

/// `DELETE /flows/delete/by-ids`.
pub async fn delete_by_ids(context: Arc<Context>, request: Request) -> Answer {
    by_ids(&context, request, Action::Delete).await
}

/// `DELETE /flows/delete/by-query`.
pub async fn delete_by_query(context: Arc<Context>, request: Request) -> Answer {
    by_query(&context, request, Action::Delete).await
}

/// `POST /flows/disable/by-ids`.
pub async fn disable_by_ids(context: Arc<Context>, request: Request) -> Answer {
    by_ids(&context, request, Action::Disable).await
}

/// `POST /flows/disable/by-query`.
pub async fn disable_by_query(context: Arc<Context>, request: Request) -> Answer {
    by_query(&context, request, Action::Disable).await
}

/// `POST /flows/enable/by-ids`.
pub async fn enable_by_ids(context: Arc<Context>, request: Request) -> Answer {
    by_ids(&context, request, Action::Enable).await
}

/// `POST /flows/enable/by-query`.
pub async fn enable_by_query(context: Arc<Context>, request: Request) -> Answer {
    by_query(&context, request, Action::Enable).await
}

/// The deployed flows of a document `[{namespace, id}]`.
///
/// # Errors
///
/// 404 where one is not deployed.
pub(super) async fn sent(context: &Context, request: &mut Request) -> Result<Vec<Arc<Flow>>, Problem> {
    let named: Vec<Named> = request.json().await?;
    named
        .into_iter()
        .map(|named| FlowName { namespace: named.namespace.into(), id: named.id.into() })
        .map(|name| {
            let flow = context.engine.registry().flow(&name);
            flow.ok_or_else(|| Problem::not_found(format!("flow `{name}` is not deployed")))
        })
        .collect()
}

async fn by_ids(context: &Context, mut request: Request, action: Action) -> Answer {
    let flows = sent(context, &mut request).await?;
    flows.iter().try_for_each(|flow| request.caller.require(Role::Editor, &flow.plan.flow.namespace))?;
    act(context, action, &flows).await
}

async fn by_query(context: &Context, mut request: Request, action: Action) -> Answer {
    let document = request.take_content().bytes().await?;
    let flows = matching(context, &request, &document)?;
    act(context, action, &flows).await
}

async fn act(context: &Context, action: Action, flows: &[Arc<Flow>]) -> Answer {
    let mut count = 0;
    for flow in flows {
        match action {
            Action::Delete => {
                context.engine.remove_flow(&flow.plan.flow).await?;
                context.engine.parse().remember(&flow.plan.source.path, None);
            }
            Action::Disable if flow.plan.disabled => continue,
            Action::Enable if !flow.plan.disabled => continue,
            Action::Disable => switch(context, flow, true).await?,
            Action::Enable => switch(context, flow, false).await?,
        }
        count += 1;
    }
    Ok(json(&counted(count)))
}

/// Deploys a flow anew with its `disabled` line set.
async fn switch(context: &Context, flow: &Flow, disabled: bool) -> Result<(), Problem> {
    let plan = compile(context, with_disabled(&flow.plan.source.text, disabled))?;
    put(context, plan).await?;
    Ok(())
}

/// A source with its `disabled` line set; everything else stays as it is.
fn with_disabled(source: &str, disabled: bool) -> String {
    let is_set = |line: &str| line.strip_prefix("disabled").is_some_and(|rest| rest.trim_start().starts_with(':'));
    let mut out = String::with_capacity(source.len() + 16);
    let mut found = false;
    for line in source.split_inclusive('\n') {
        match !found && is_set(line) {
            true => {
                found = true;
                out.push_str(&format!("disabled: {disabled}"));
                out.push_str(if line.ends_with("\r\n") {
                    "\r\n"
                } else if line.ends_with('\n') {
                    "\n"
                } else {
                    ""
                });
            }
            false => out.push_str(line),
        }
    }
    if !found {
        let ending = if source.contains("\r\n") { "\r\n" } else { "\n" };
        if !out.ends_with('\n') && !out.is_empty() {
            out.push_str(ending);
        }
        out.push_str(&format!("disabled: {disabled}{ending}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::with_disabled;

    #[test]
    fn only_the_line_that_is_meant_changes() {
        let source = "id: a\ndisabled : true # for now\ntasks:\n  - disabled: true\n";
        assert_eq!(with_disabled(source, false), "id: a\ndisabled: false\ntasks:\n  - disabled: true\n");
        assert_eq!(with_disabled("id: a\r\ntasks: []", true), "id: a\r\ntasks: []\r\ndisabled: true\r\n");
    }
}
