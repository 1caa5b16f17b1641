//! The flow as a graph: what must be over before something starts, and who reads what of whom.
//!
//! Every task is two vertices, where it begins and where it ends; controls fork and join between them. Control
//! edges follow the shapes alone, so that *can this have run before that* is a path. Data edges go from a
//! task to those that read its outputs, and lie on such paths where all is well.

use catalog::Form;
use petgraph::algo::{DfsSpace, has_path_connecting, tarjan_scc};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeFiltered;

use crate::ast::flow::Section;
use crate::ir::{Body, Flow, SiteId, TaskId};

/// The graph of a flow.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Vertices and edges.
    pub edges: DiGraph<Vertex, Edge>,
    begin: Vec<NodeIndex>,
    end: Vec<NodeIndex>,
}

/// A point in the course of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vertex {
    /// A section begins.
    Section(Section),
    /// A task begins.
    Begin(TaskId),
    /// A task is over.
    End(TaskId),
    /// Branches of a task come together.
    Join(TaskId),
    /// The flow is over.
    Over,
}

/// Why one point comes after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// The flow of control says so.
    Control,
    /// A text reads what a task gave out.
    Data(SiteId),
}

/// How a task that is read stands to the one that reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is the same.
    Same,
    /// It is around the reader.
    Around,
    /// It is within the reader.
    Within,
    /// It is over before the reader begins, where it runs at all.
    Before,
    /// It begins when the reader is over.
    After,
    /// Both may run at the same time, as children of this task.
    Beside(TaskId),
    /// Only one of them runs, as branches of this task.
    Instead(TaskId),
}

impl Graph {
    /// Whether one task is always over, or skipped, before another begins.
    pub fn is_before(&self, first: TaskId, second: TaskId) -> bool {
        let control = EdgeFiltered::from_fn(&self.edges, |edge| matches!(edge.weight(), Edge::Control));
        let (from, to) = (self.end[first.index()], self.begin[second.index()]);
        has_path_connecting(&control, from, to, Some(&mut DfsSpace::new(&control)))
    }

    /// The tasks that wait for each other, circle by circle; none where all is well.
    pub fn circles(&self) -> Vec<Vec<TaskId>> {
        let control = EdgeFiltered::from_fn(&self.edges, |edge| matches!(edge.weight(), Edge::Control));
        let circles = tarjan_scc(&control).into_iter().filter(|circle| circle.len() > 1);
        let tasks = |circle: Vec<NodeIndex>| {
            let mut tasks: Vec<TaskId> = circle
                .into_iter()
                .filter_map(|vertex| match self.edges[vertex] {
                    Vertex::Begin(task) => Some(task),
                    Vertex::End(_) | Vertex::Join(_) | Vertex::Section(_) | Vertex::Over => None,
                })
                .collect();
            tasks.sort_unstable();
            tasks
        };
        circles.map(tasks).filter(|tasks| !tasks.is_empty()).collect()
    }

    /// Notes that a text of one task reads what another gave out.
    pub fn reads(&mut self, reader: TaskId, read: TaskId, site: SiteId) {
        self.edges.add_edge(self.end[read.index()], self.begin[reader.index()], Edge::Data(site));
    }

    /// How a task that is read stands to the one that reads it.
    pub fn relation(&self, flow: &Flow, reader: TaskId, read: TaskId) -> Relation {
        if reader == read {
            return Relation::Same;
        }
        let path = |task: TaskId| -> Vec<TaskId> {
            let mut path: Vec<TaskId> = flow.around(task).map(|task| task.id).collect();
            path.reverse();
            path.push(task);
            path
        };
        let (of_reader, of_read) = (path(reader), path(read));
        if of_reader.contains(&read) {
            return Relation::Around;
        }
        if of_read.contains(&reader) {
            return Relation::Within;
        }
        if self.is_before(read, reader) {
            return Relation::Before;
        }
        if self.is_before(reader, read) {
            return Relation::After;
        }
        let common = of_reader.iter().zip(&of_read).take_while(|(a, b)| a == b).count();
        match common.checked_sub(1).map(|at| flow.task(of_reader[at])) {
            Some(container) if is_choice(container.object.form()) => Relation::Instead(container.id),
            Some(container) => Relation::Beside(container.id),
            // Sections come one after another.
            None => Relation::After,
        }
    }
}

/// Whether only one of the bodies of a task runs.
pub(crate) fn is_choice(form: Option<&Form>) -> bool {
    matches!(form, Some(Form::If { .. } | Form::Switch { .. }))
}

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
            Some(Form::Parallel { .. } | Form::Each { style: catalog::EachForm::Combinations, .. }) => {
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
