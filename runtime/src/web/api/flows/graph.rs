//! A flow as a graph, in the form that Kestra's pages draw: nodes, edges, and a cluster for each task with tasks in it.

use std::sync::Arc;

use plan::step::{Children, Shape};
use plan::{Plan, StepId};
use serde_json::{Value, json};

use super::super::flow_document::{Source, document, of_plan};
use super::deploy::compile;
use super::{find_task, named};
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::{Answer, json};

/// `GET /flows/{namespace}/{id}/graph`.
pub async fn of_flow(context: Arc<Context>, request: Request) -> Answer {
    let flow = named(&context, &request)?;
    let written = document(&context, &flow, Source::Left)?;
    Ok(json(&graph(&flow.plan, &written)))
}

/// `POST /flows/graph`: of a source that need not be deployed.
pub async fn of_source(context: Arc<Context>, request: Request) -> Answer {
    let plan = compile(&context, request.content.text().await?)?;
    let written = of_plan(&context, &plan)?;
    Ok(json(&graph(&plan, &Value::Object(written))))
}

/// `GET /executions/{executionId}/graph`.
pub async fn of_execution(context: Arc<Context>, request: Request) -> Answer {
    let execution = super::super::executions::named(&context, &request).await?;
    let flow = context.engine.registry().revision(execution.flow(), execution.revision());
    let flow = flow.ok_or_else(|| Problem::not_found(format!("flow `{}` is not deployed", execution.flow())))?;
    let written = document(&context, &flow, Source::Left)?;
    Ok(json(&graph(&flow.plan, &written)))
}

/// The flow itself, or a task with tasks in it.
struct Cluster {
    uid: String,
    parents: Vec<String>,
}

impl Cluster {
    fn begin(&self) -> String {
        format!("{}.root", self.uid)
    }

    fn end(&self) -> String {
        format!("{}.end", self.uid)
    }

    /// The cluster of a task in this one.
    fn of(&self, task: &str) -> Self {
        let parents = self.parents.iter().chain([&self.uid]).cloned().collect();
        Self { uid: format!("cluster_{}", node_of(task)), parents }
    }
}

/// The uid of a task's node.
fn node_of(task: &str) -> String {
    format!("root.{task}")
}

/// How one node follows another.
#[derive(Clone, Copy)]
enum Relation {
    Sequential,
    Parallel,
    Dynamic,
    Choice,
    Error,
    Finally,
    AfterExecution,
}

impl Relation {
    const fn name(self) -> &'static str {
        match self {
            Self::Sequential => "SEQUENTIAL",
            Self::Parallel => "PARALLEL",
            Self::Dynamic => "DYNAMIC",
            Self::Choice => "CHOICE",
            Self::Error => "ERROR",
            Self::Finally => "FINALLY",
            Self::AfterExecution => "AFTER_EXECUTION",
        }
    }
}

/// The graph of a plan; `written` is the flow's document, from which nodes show their tasks.
fn graph(plan: &Plan, written: &Value) -> Value {
    let mut drawing = Drawing { plan, written, nodes: vec![], edges: vec![], clusters: vec![], flowables: vec![] };
    let top = Cluster { uid: "root".to_owned(), parents: Vec::new() };
    let (begin, end) = (top.begin(), top.end());
    drawing.node(&begin, "GraphClusterRoot", json!({}));
    drawing.node(&end, "GraphClusterEnd", json!({}));
    for (index, trigger) in plan.triggers.iter().enumerate() {
        let uid = format!("root.Triggers.{}", trigger.id);
        drawing.node(&uid, "GraphTrigger", json!({"triggerDeclaration": written["triggers"][index]}));
        drawing.edge(&uid, &begin, Relation::Sequential, None);
    }
    let sections = &plan.sections;
    let done = drawing.line(&top, &sections.tasks, vec![begin.clone()], Relation::Sequential, None);
    let failed = drawing.line(&top, &sections.errors, vec![begin], Relation::Error, None);
    let before = if sections.errors.is_empty() { done } else { done.into_iter().chain(failed).collect() };
    let over = drawing.line(&top, &sections.finally, before, Relation::Finally, None);
    drawing.join(&over, &end, Relation::Sequential, None);
    drawing.line(&top, &sections.after_execution, vec![end], Relation::AfterExecution, None);
    json!({
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "clusters": drawing.clusters,
        "flowables": drawing.flowables,
    })
}

struct Drawing<'p> {
    plan: &'p Plan,
    written: &'p Value,
    nodes: Vec<Value>,
    edges: Vec<Value>,
    clusters: Vec<Value>,
    flowables: Vec<String>,
}

impl Drawing<'_> {
    fn node(&mut self, uid: &str, kind: &str, more: Value) {
        let mut node = json!({"uid": uid, "type": format!("io.kestra.core.models.hierarchies.{kind}"), "error": false});
        if let (Value::Object(node), Value::Object(more)) = (&mut node, more) {
            node.extend(more);
        }
        self.nodes.push(node);
    }

    fn edge(&mut self, source: &str, target: &str, relation: Relation, value: Option<&str>) {
        let mut document = json!({"relationType": relation.name()});
        if let Some(value) = value {
            document["value"] = json!(value);
        }
        self.edges.push(json!({"source": source, "target": target, "relation": document}));
    }

    fn join(&mut self, sources: &[String], target: &str, relation: Relation, value: Option<&str>) {
        for source in sources {
            self.edge(source, target, relation, value);
        }
    }

    /// Tasks one after another behind some nodes; the nodes after which they are over.
    fn line(
        &mut self,
        cluster: &Cluster,
        steps: &[StepId],
        from: Vec<String>,
        relation: Relation,
        value: Option<&str>,
    ) -> Vec<String> {
        let mut exits = from;
        for (index, step) in steps.iter().enumerate() {
            let (entry, exit) = self.task(cluster, *step);
            match index {
                0 => self.join(&exits, &entry, relation, value),
                _ => self.join(&exits, &entry, Relation::Sequential, None),
            }
            exits = vec![exit];
        }
        exits
    }

    /// A task with what is in it: the node it begins with, and the one after which it is over.
    fn task(&mut self, cluster: &Cluster, id: StepId) -> (String, String) {
        let step = self.plan.step(id);
        let uid = node_of(&step.name);
        let task = find_task(self.written, &step.name).cloned().unwrap_or_default();
        let show = |drawing: &mut Self| drawing.node(&uid, "GraphTask", json!({"task": task}));
        if matches!(step.shape, Shape::Run | Shape::Call(_) | Shape::CallEach { .. } | Shape::Update(_)) {
            show(self);
            return (uid.clone(), uid);
        }
        self.flowables.push(step.name.to_string());
        let inner = cluster.of(&step.name);
        let (begin, end) = (inner.begin(), inner.end());
        let first = self.nodes.len();
        self.node(&begin, "GraphClusterRoot", json!({}));
        show(self);
        self.edge(&begin, &uid, Relation::Sequential, None);
        let exits = self.inside(&inner, &step.shape, &uid);
        self.node(&end, "GraphClusterEnd", json!({}));
        self.join(&exits, &end, Relation::Sequential, None);
        let nodes: Vec<Value> = self.nodes[first..].iter().map(|node| node["uid"].clone()).collect();
        self.clusters.push(json!({
            "cluster": {"uid": inner.uid, "type": "io.kestra.core.models.hierarchies.SubflowGraphCluster", "taskNode": {"uid": uid}},
            "nodes": nodes,
            "parents": inner.parents,
            "start": begin,
            "end": end,
        }));
        (begin, end)
    }

    /// What is in a task; the nodes after which it is over.
    fn inside(&mut self, cluster: &Cluster, shape: &Shape, task: &str) -> Vec<String> {
        let from = || vec![task.to_owned()];
        match shape {
            Shape::Run | Shape::Call(_) | Shape::CallEach { .. } | Shape::Update(_) => from(),
            Shape::Sequence { children, .. } | Shape::Repeat { children, .. } | Shape::Workspace { children } => {
                let done = self.line(cluster, &children.tasks, from(), Relation::Sequential, None);
                self.rest(cluster, &children.errors, &children.finally, task, done)
            }
            Shape::Each { children, .. } => {
                let done = self.line(cluster, &children.tasks, from(), Relation::Dynamic, None);
                self.rest(cluster, &children.errors, &children.finally, task, done)
            }
            Shape::Parallel { children, .. } => {
                let needs = vec![Vec::new(); children.tasks.len()];
                self.graph(cluster, children, &needs, Relation::Parallel, task)
            }
            Shape::Graph { children, needs, .. } => self.graph(cluster, children, needs, Relation::Sequential, task),
            Shape::Choose { branches, otherwise, errors, finally, .. } => {
                let otherwise = otherwise.iter().map(|steps| ("defaults", steps));
                let ways = branches.iter().map(|branch| (&*branch.value, &branch.tasks)).chain(otherwise);
                let mut done = Vec::new();
                for (value, steps) in ways.filter(|(_, steps)| !steps.is_empty()) {
                    done.extend(self.line(cluster, steps, from(), Relation::Choice, Some(value)));
                }
                self.rest(cluster, errors, finally, task, done)
            }
            Shape::Await { children, on_pause, .. } => {
                let paused = self.line(cluster, on_pause.as_slice(), from(), Relation::Sequential, None);
                let done = self.line(cluster, &children.tasks, paused, Relation::Sequential, None);
                self.rest(cluster, &children.errors, &children.finally, task, done)
            }
        }
    }

    /// Tasks of which each waits for some of the others.
    fn graph(
        &mut self,
        cluster: &Cluster,
        children: &Children,
        needs: &[Vec<StepId>],
        relation: Relation,
        task: &str,
    ) -> Vec<String> {
        let drawn: Vec<(String, String)> = children.tasks.iter().map(|id| self.task(cluster, *id)).collect();
        let mut is_last = vec![true; drawn.len()];
        for ((entry, _), needs) in drawn.iter().zip(needs) {
            let before = needs.iter().filter_map(|need| children.tasks.iter().position(|child| child == need));
            let before: Vec<usize> = before.collect();
            for at in &before {
                is_last[*at] = false;
                self.edge(&drawn[*at].1, entry, Relation::Sequential, None);
            }
            if before.is_empty() {
                self.edge(task, entry, relation, None);
            }
        }
        let done = drawn.iter().zip(is_last).filter(|(_, is_last)| *is_last).map(|((_, exit), _)| exit.clone());
        let done = done.collect();
        self.rest(cluster, &children.errors, &children.finally, task, done)
    }

    /// What runs on errors and in the end.
    fn rest(
        &mut self,
        cluster: &Cluster,
        errors: &[StepId],
        finally: &[StepId],
        task: &str,
        mut done: Vec<String>,
    ) -> Vec<String> {
        if done.is_empty() {
            done.push(task.to_owned());
        }
        if !errors.is_empty() {
            done.extend(self.line(cluster, errors, vec![task.to_owned()], Relation::Error, None));
        }
        self.line(cluster, finally, done, Relation::Finally, None)
    }
}
