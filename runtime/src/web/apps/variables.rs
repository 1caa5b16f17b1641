//! What expressions in an app's blocks see.

use plan::evaluate::Variables as _;
use plan::value::Map;
use plan::{Plan, Value};

use crate::execution::Execution;
use crate::scope::{Scope, Surroundings};

/// What is there before an execution exists: `app`, `flow`, `vars`.
pub fn of_flow(app_url: &str, plan: &Plan, revision: u32) -> Map {
    let mut variables = Map::default();
    variables.insert("app".into(), app(app_url));
    let flow = [
        ("id", Value::Text(plan.flow.id.clone())),
        ("namespace", Value::Text(plan.flow.namespace.clone())),
        ("revision", Value::integer(revision.into())),
    ];
    variables.insert("flow".into(), Value::map(flow));
    if !plan.variables.is_empty() {
        variables.insert("vars".into(), Value::map(plan.variables.iter().cloned()));
    }
    variables
}

/// What is there once an execution exists: `app`, and what its tasks see.
pub(crate) fn of_execution(app_url: &str, execution: &Execution, surroundings: &Surroundings) -> Map {
    let scope = Scope::of_execution(execution, surroundings);
    let seen = scope.names().into_iter().filter_map(|name| Some((name.into(), scope.root(name)?.clone())));
    let mut variables: Map = seen.collect();
    variables.insert("app".into(), app(app_url));
    variables
}

/// `app.url` leads to the open form.
fn app(url: &str) -> Value {
    Value::map([("url", Value::text(url))])
}
