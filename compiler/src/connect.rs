//! From the ir to the graph: control edges by the forms of tasks, data edges by what texts read.

use catalog::{EachForm, Form};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::graph::{Edge, Graph, Relation, Vertex};
use crate::ir::{Body, Flow, Owner, TaskId};

/// Connects what runs before what.
pub(crate) fn connect(flow: &Flow) -> Graph {
    let mut edges = DiGraph::with_capacity(flow.tasks.len() * 2 + 8, flow.tasks.len() * 3 + 8);
    let begin = flow.tasks.iter().map(|task| edges.add_node(Vertex::Begin(task.id))).collect();
    let end = flow.tasks.iter().map(|task| edges.add_node(Vertex::End(task.id))).collect();
    let mut graph = Graph { edges, begin, end };
    let over = graph.edges.add_node(Vertex::Over);
    let mut last: Option<NodeIndex> = None;
    for (section, tasks) in &flow.sections {
        let from = graph.edges.add_node(Vertex::Section(*section));
        if let Some(last) = last {
            graph.control(last, from);
        }
        last = Some(graph.sequence(tasks, from));
    }
    if let Some(last) = last {
        graph.control(last, over);
    }
    for task in &flow.tasks {
        graph.task(flow, task.id);
    }
    graph
}

impl Graph {
    fn control(&mut self, from: NodeIndex, to: NodeIndex) {
        self.edges.update_edge(from, to, Edge::Control);
    }

    /// One after another, from a vertex; gives the last vertex.
    fn sequence(&mut self, tasks: &[TaskId], from: NodeIndex) -> NodeIndex {
        let mut last = from;
        for task in tasks {
            self.control(last, self.begin[task.index()]);
            last = self.end[task.index()];
        }
        last
    }

    fn task(&mut self, flow: &Flow, id: TaskId) {
        let task = flow.task(id);
        let (begin, end) = (self.begin[id.index()], self.end[id.index()]);
        let (late, main): (Vec<&Body>, Vec<&Body>) =
            task.bodies.iter().partition(|body| matches!(body.property, "errors" | "finally"));
        let mut last = begin;
        if !main.is_empty() {
            let join = self.edges.add_node(Vertex::Join(id));
            for body in &main {
                self.body(body, task.object.form(), begin, join);
            }
            self.control(begin, join);
            last = join;
        }
        for body in late {
            last = self.sequence(&body.tasks, last);
        }
        self.control(last, end);
    }

    fn body(&mut self, body: &Body, form: Option<&Form>, begin: NodeIndex, join: NodeIndex) {
        match form {
            Some(Form::Parallel { .. } | Form::Each { style: EachForm::Combinations, .. }) => {
                for task in &body.tasks {
                    self.control(begin, self.begin[task.index()]);
                    self.control(self.end[task.index()], join);
                }
            }
            Some(Form::Graph { .. }) => {
                for (at, task) in body.tasks.iter().enumerate() {
                    let needs = body.needs.get(at).map_or(&[][..], Vec::as_slice);
                    if needs.is_empty() {
                        self.control(begin, self.begin[task.index()]);
                    }
                    for need in needs {
                        self.control(self.end[need.index()], self.begin[task.index()]);
                    }
                    self.control(self.end[task.index()], join);
                }
            }
            _ => {
                let last = self.sequence(&body.tasks, begin);
                self.control(last, join);
            }
        }
    }
}

/// Adds an edge for every text that reads what a task before it gave out.
pub(crate) fn read(graph: &mut Graph, flow: &Flow) {
    for (id, site) in flow.sites.iter() {
        let Owner::Task(reader) = site.owner else { continue };
        let outputs = site.accesses.iter().filter(|access| &*access.root.text == "outputs");
        for read in outputs.filter_map(|access| flow.named(access.key(0)?)) {
            if graph.relation(flow, reader, read.id) == Relation::Before {
                graph.reads(reader, read.id, id);
            }
        }
    }
}
