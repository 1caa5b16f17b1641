//! What a flow says, by name.

use std::sync::Arc;

use catalog::{Form, Kind};
use grammar::yaml::Scalar;
use plan::Text;

use super::{Content, Node, Object};

/// A flow as it was written.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Everything in it.
    pub object: Arc<Object>,
}

impl Flow {
    /// Its id.
    pub fn id(&self) -> Option<&Arc<Scalar>> {
        self.object.scalar("id")
    }

    /// Its namespace.
    pub fn namespace(&self) -> Option<&Arc<Scalar>> {
        self.object.scalar("namespace")
    }

    /// Its inputs.
    pub fn inputs(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.object.objects("inputs")
    }

    /// Its outputs.
    pub fn outputs(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.object.objects("outputs")
    }

    /// Its triggers.
    pub fn triggers(&self) -> impl Iterator<Item = &Arc<Object>> {
        self.object.objects("triggers")
    }

    /// The tasks at the top, by section.
    pub fn sections(&self) -> impl Iterator<Item = (Section, Vec<&Arc<Object>>)> {
        let listed = Section::ALL.iter().map(|section| (*section, self.object.objects(section.key()).collect()));
        let listeners = self.object.objects("listeners").map(|it| (Section::Listeners, it.objects("tasks").collect()));
        listed.chain(listeners)
    }

    /// Calls for every task with those around it, outermost first, in the order of the text within a section.
    pub fn tasks<'f>(&'f self, visit: &mut impl FnMut(&'f Arc<Object>, &[&'f Arc<Object>])) {
        let mut around = Vec::new();
        for (_, tasks) in self.sections() {
            for task in tasks {
                walk(task, &mut around, visit);
            }
        }
    }
}

fn walk<'f>(
    task: &'f Arc<Object>,
    around: &mut Vec<&'f Arc<Object>>,
    visit: &mut impl FnMut(&'f Arc<Object>, &[&'f Arc<Object>]),
) {
    visit(task, around);
    around.push(task);
    for body in task.bodies() {
        for child in body.tasks {
            walk(child, around, visit);
        }
    }
    around.pop();
}

/// The lists of tasks at the top of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Run in order.
    Tasks,
    /// Run when one of the tasks failed.
    Errors,
    /// Run in the end in any case.
    Finally,
    /// Run after the final state is set.
    AfterExecution,
    /// Deprecated: run after the end when conditions hold.
    Listeners,
}

impl Section {
    /// Those that are keys of the flow, in the order they run in.
    pub const ALL: &'static [Self] = &[Self::Tasks, Self::Errors, Self::Finally, Self::AfterExecution];

    /// Its key in the flow.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Errors => "errors",
            Self::Finally => "finally",
            Self::AfterExecution => "afterExecution",
            Self::Listeners => "listeners",
        }
    }
}

/// A list of tasks within a task.
#[derive(Clone, Debug)]
pub struct Body<'a> {
    /// The property that holds it.
    pub property: &'static str,
    /// The value it stands for, where there are several lists under one property.
    pub case: Option<&'a Text>,
    /// The tasks.
    pub tasks: Vec<&'a Arc<Object>>,
    /// For each task, the ids it waits for, where the list says so.
    pub needs: Vec<Vec<&'a Arc<Scalar>>>,
}

/// The names under which types that are not described may hold tasks.
const USUAL_BODIES: &[&str] = &["tasks", "then", "else", "cases", "defaults", "errors", "finally"];

impl Object {
    /// What it does to the flow of control.
    pub fn form(&self) -> Option<&'static Form> {
        self.declaration().map(|declaration| &declaration.form)
    }

    /// The lists of tasks within it, in the order in which their properties are declared.
    pub fn bodies(&self) -> Vec<Body<'_>> {
        match self.form() {
            Some(form) => {
                let elements = match form {
                    Form::Graph { body, task, needs, .. } => Some((*body, *task, *needs)),
                    _ => None,
                };
                form.bodies().into_iter().flat_map(|name| self.bodies_under(name, elements)).collect()
            }
            None => USUAL_BODIES.iter().flat_map(|name| self.bodies_under(name, None)).collect(),
        }
    }

    fn bodies_under(
        &self,
        property: &'static str,
        elements: Option<(&'static str, &'static str, &'static str)>,
    ) -> Vec<Body<'_>> {
        let Some(node) = self.get(property) else { return Vec::new() };
        if let Some((body, task, needs)) = elements
            && body == property
        {
            let items: Vec<_> = node.items().iter().filter_map(Node::as_object).collect();
            let with_task = items.into_iter().filter_map(|item| Some((item.object(task)?, item.items(needs))));
            let (tasks, needs) =
                with_task.map(|(task, needs)| (task, needs.iter().filter_map(Node::as_scalar).collect())).unzip();
            return vec![Body { property, case: None, tasks, needs }];
        }
        match &node.content {
            Content::Map(entries) => entries
                .iter()
                .map(|entry| Body {
                    property,
                    case: Some(&entry.key.text),
                    tasks: tasks_of(&entry.value).collect(),
                    needs: Vec::new(),
                })
                .collect(),
            Content::List(_) | Content::Object(_) => {
                vec![Body { property, case: None, tasks: tasks_of(node).collect(), needs: Vec::new() }]
            }
            Content::Missing | Content::Scalar(_) => Vec::new(),
        }
    }
}

fn tasks_of(node: &Node) -> impl Iterator<Item = &Arc<Object>> {
    let items = match &node.content {
        Content::List(items) => items.as_slice(),
        Content::Object(_) => std::slice::from_ref(node),
        Content::Missing | Content::Scalar(_) | Content::Map(_) => &[],
    };
    items.iter().filter_map(Node::as_object).filter(|object| object.is_kind(Kind::Task))
}
