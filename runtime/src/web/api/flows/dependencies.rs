//! Which flows lead to which: by a task that calls another, or by a trigger that waits for another.

use std::collections::BTreeSet;
use std::sync::Arc;

use plan::FlowName;
use plan::step::Shape;
use serde_json::{Value, json};

use super::{name, named};
use crate::web::context::Context;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// How one flow leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    /// A task of the first calls the second.
    Task,
    /// A trigger of the second waits for the first.
    Trigger,
}

/// One flow that leads to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    source: FlowName,
    target: FlowName,
    relation: Relation,
}

/// Which ends of an edge make it belong to a flow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// The flow leads there.
    Destinations,
    /// The flow leads there, or is led to.
    Both,
}

impl Ends {
    fn read(request: &Request) -> Self {
        if request.query.flag("destinationOnly") == Some(true) { Self::Destinations } else { Self::Both }
    }

    fn touch(self, edge: &Edge, flows: &BTreeSet<FlowName>) -> bool {
        flows.contains(&edge.source) || (self == Self::Both && flows.contains(&edge.target))
    }
}

/// `GET /flows/{namespace}/{id}/dependencies`: what a flow leads to directly, and what leads to it; with `expandAll`
/// what those lead to as well, and so on.
pub async fn of_flow(context: Arc<Context>, request: Request) -> Answer {
    named(&context, &request)?;
    let around = around(&context, &request, name(&request));
    Ok(json(&around.document()))
}

/// `GET /namespaces/{namespace}/dependencies`: the same of all flows in a namespace.
pub async fn of_namespace(context: Arc<Context>, request: Request) -> Answer {
    let namespace = request.parameter("namespace");
    let cards = context.engine.registry().cards();
    let inside = cards.iter().map(|card| card.name.clone()).filter(|flow| *flow.namespace == *namespace);
    let flows: BTreeSet<FlowName> = inside.collect();
    let ends = Ends::read(&request);
    let edges: BTreeSet<Edge> = edges(&context, &request).into_iter().filter(|edge| ends.touch(edge, &flows)).collect();
    Ok(json(&Topology { flows, edges }.document()))
}

/// Flows and how they lead to each other.
pub(in crate::web::api) struct Topology {
    /// The flows.
    pub(in crate::web::api) flows: BTreeSet<FlowName>,
    edges: BTreeSet<Edge>,
}

/// The flows around one, as far as the query asks for them.
pub(in crate::web::api) fn around(context: &Context, request: &Request, flow: FlowName) -> Topology {
    let (all, ends) = (edges(context, request), Ends::read(request));
    let mut topology = Topology { flows: BTreeSet::from([flow]), edges: BTreeSet::new() };
    loop {
        let found: Vec<&Edge> = all.iter().filter(|edge| ends.touch(edge, &topology.flows)).collect();
        let before = topology.flows.len();
        topology.edges.extend(found.iter().map(|edge| (*edge).clone()));
        topology.flows.extend(found.iter().flat_map(|edge| [edge.source.clone(), edge.target.clone()]));
        if request.query.flag("expandAll") != Some(true) || topology.flows.len() == before {
            return topology;
        }
    }
}

/// Every edge between flows that somebody may see.
fn edges(context: &Context, request: &Request) -> BTreeSet<Edge> {
    let registry = context.engine.registry();
    let mut edges = BTreeSet::new();
    for flow in registry.flows() {
        let source = &flow.plan.flow;
        for step in &flow.plan.steps {
            if let Shape::Call(call) | Shape::CallEach { call, .. } = &step.shape
                && let Some(target) = &call.flow
            {
                edges.insert(Edge { source: source.clone(), target: target.clone(), relation: Relation::Task });
            }
        }
    }
    for (source, target) in registry.awaited() {
        edges.insert(Edge { source, target, relation: Relation::Trigger });
    }
    edges.retain(|edge| request.sees(&edge.source.namespace) && request.sees(&edge.target.namespace));
    edges
}

impl Topology {
    fn document(&self) -> Value {
        let uid = |flow: &FlowName| format!("main_{}_{}", flow.namespace, flow.id);
        let node = |flow: &FlowName| json!({"uid": uid(flow), "namespace": &*flow.namespace, "id": &*flow.id});
        let edge = |edge: &Edge| {
            let relation = match edge.relation {
                Relation::Task => "FLOW_TASK",
                Relation::Trigger => "FLOW_TRIGGER",
            };
            json!({"source": uid(&edge.source), "target": uid(&edge.target), "relation": relation})
        };
        let ends = self.edges.iter().flat_map(|edge| [&edge.source, &edge.target]);
        let nodes: BTreeSet<&FlowName> = self.flows.iter().chain(ends).collect();
        json!({
            "nodes": nodes.into_iter().map(node).collect::<Vec<_>>(),
            "edges": self.edges.iter().map(edge).collect::<Vec<_>>(),
        })
    }
}
