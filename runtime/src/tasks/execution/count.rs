//! `execution.Count`: how many executions of flows there are.

use plan::value::Map;
use plan::{Failure, FlowName, Value, evaluate};

use super::{states, unread};
use crate::query::Query;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.execution.Count", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(async move { count(&properties, &host).await })
}

async fn count(properties: &Properties, host: &Host) -> Result<Outcome, Failure> {
    let query = Query {
        from: Some(properties.require("startDate", Properties::moment)?),
        to: properties.moment("endDate")?,
        states: states(properties)?,
        ..Query::default()
    };
    // What it says of `count` can only be told for each flow.
    let written = properties.require("expression", Properties::text)?;
    let expression = host.engine.parse().template(&written, host.here.dialect)?;
    let (mut results, mut total) = (Vec::new(), 0);
    for flow in flows(properties, host)? {
        let query =
            Query { namespace: Some(flow.namespace.to_string()), flow: Some(flow.id.to_string()), ..query.clone() };
        let count =
            host.engine.list(&query).await.map_err(unread)?.items.iter().filter(|found| found.flow == flow).count()
                as i64;
        let variables: Map = [("count".into(), Value::Long(count))].into_iter().collect();
        if evaluate::render(&expression, &evaluate::Context::new(&variables))?.trim() == "true" {
            total += count;
            results.push(Value::map([
                ("namespace", Value::Text(flow.namespace)),
                ("flowId", Value::Text(flow.id)),
                ("count", Value::Long(count)),
            ]));
        }
    }
    Ok(Outcome::of([("results", Value::list(results)), ("total", Value::Long(total))]))
}

fn flows(properties: &Properties, host: &Host) -> Result<Vec<FlowName>, Failure> {
    let mut flows = Vec::new();
    for flow in properties.list("flows")?.unwrap_or_default() {
        let text = |name: &str| flow.get(name).map(plan::java::to_text);
        let (Some(namespace), Some(id)) = (text("namespace"), text("flowId")) else {
            return Err(Failure::new("each of `flows` needs a `namespace` and a `flowId`"));
        };
        flows.push(FlowName { namespace: namespace.into(), id: id.into() });
    }
    let namespaces = properties.texts("namespaces")?;
    if flows.is_empty() && namespaces.is_empty() {
        return Err(Failure::new("You must provide a list of flows or namespaces"));
    }
    for card in host.engine.registry().cards() {
        let name = &card.name;
        if namespaces.iter().any(|namespace| **namespace == *name.namespace) && !flows.contains(name) {
            flows.push(name.clone());
        }
    }
    Ok(flows)
}
