//! The flow as a graph: what must be over before something starts, and who reads what of whom.
//!
//! Every task is two vertices, where it begins and where it ends; controls fork and join between them. Control
//! edges follow the shapes alone, so that *can this have run before that* is a path. Data edges go from a
//! task to those that read its outputs, and lie on such paths where all is well.

use catalog::Form;
use petgraph::algo::{DfsSpace, has_path_connecting, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeFiltered;

use crate::ast::flow::Section;
use crate::ir::{Flow, SiteId, TaskId};

/// The graph of a flow.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Vertices and edges.
    pub edges: DiGraph<Vertex, Edge>,
    pub(crate) begin: Vec<NodeIndex>,
    pub(crate) end: Vec<NodeIndex>,
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
        let circles = kosaraju_scc(&control).into_iter().filter(|circle| circle.len() > 1);
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
