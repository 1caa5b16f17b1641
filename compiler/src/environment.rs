//! Which names a rendered text can use, and what is known of each: decided by what the text belongs to.
//!
//! The rules are those of Kestra's run contexts: a trigger is evaluated before there is an execution, an input
//! before there are outputs, a flow's output after all tasks.

use std::sync::Arc;

use catalog::{EachForm, Form};
use plan::Text;
use plan::dialect::Dialect;
use plan::types::{Openness, Record, Type};

use crate::access::Access;
use crate::expression::Environment;
use crate::ir::{Flow, Owner, Task, TaskId};

/// The names a text of an owner can use.
#[derive(Clone, Copy)]
pub struct Scope<'f> {
    /// The flow.
    pub flow: &'f Flow,
    /// What the text belongs to.
    pub owner: Owner,
    /// The property of its owner it stands in.
    pub property: &'f str,
}

/// Whether a root name can be used in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there, or can be.
    There,
    /// It exists, in other places.
    Elsewhere,
    /// Nobody knows it.
    Nowhere,
}

/// Names that are there whatever a text belongs to.
const ALWAYS: &[&str] = &["flow", "vars", "envs", "globals", "kestra", "namespace"];

/// Names that need an execution.
const EXECUTION: &[&str] = &["inputs", "outputs", "tasks", "trigger", "execution", "labels", "schedule", "files"];

/// Names that need a task.
const TASK: &[&str] = &["task", "taskrun", "parent", "parents", "workerTaskrun"];

/// Names that the loop of 2.0 gives to what is in it.
const LOOP: &[&str] = &["item"];

/// Names that plugins give to their own properties: folders and files of scripts, rows, responses.
const PLUGIN: &[&str] = &[
    "workingDir",
    "outputDir",
    "outputFiles",
    "outputDirs",
    "inputFiles",
    "inputFile",
    "bucketPath",
    "temp",
    "response",
    "row",
    "rows",
    "message",
    "record",
];

/// Those of them that mean nothing outside of scripts.
const FOLDERS: &[&str] = &["workingDir", "outputDir"];

impl Scope<'_> {
    /// Whether a root name can be used here.
    pub fn presence(&self, name: &str) -> Presence {
        let there = ALWAYS.contains(&name) || self.has(name);
        if there {
            return Presence::There;
        }
        let known = [EXECUTION, TASK, LOOP, FOLDERS, &["response", "app"]].iter().any(|names| names.contains(&name));
        if known { Presence::Elsewhere } else { Presence::Nowhere }
    }

    fn has(&self, name: &str) -> bool {
        let execution = EXECUTION.contains(&name);
        match self.owner {
            Owner::Task(id) => {
                let task = self.flow.task(id);
                execution
                    || TASK.contains(&name)
                    || LOOP.contains(&name) && self.item(id).is_some()
                    || self.local(task, name)
            }
            Owner::Output(_) | Owner::Sla | Owner::Flow => execution,
            // Whoever calls `render()` on it, or what it is put into, decides.
            Owner::Variable(_) | Owner::Default => true,
            Owner::Block => matches!(name, "inputs" | "outputs" | "execution" | "labels" | "app"),
            Owner::ResumeInput(_) => execution || TASK.contains(&name),
            Owner::Input(_) | Owner::Check => matches!(name, "inputs" | "labels"),
            Owner::Trigger(index) => match name {
                "trigger" | "schedule" | "labels" | "inputs" => true,
                "outputs" | "execution" | "tasks" => self.listens_to_flows(index),
                "response" => self.property == "responseCondition",
                _ => {
                    self.flow.triggers[index as usize].object.declaration().is_none_or(|it| !is_core(it.name))
                        && PLUGIN.contains(&name)
                }
            },
        }
    }

    /// Names that a task gives to its own properties.
    fn local(&self, task: &Task, name: &str) -> bool {
        let Some(declaration) = task.object.declaration() else { return true };
        match (declaration.short_name(), self.property) {
            // The fields of each row are names.
            ("FilterItems", "filterCondition") | ("DeduplicateItems", "expr") => true,
            ("Count", "expression") => name == "count",
            _ => !is_core(declaration.name) && PLUGIN.contains(&name),
        }
    }

    /// Whether a trigger renders its texts where another execution ended.
    fn listens_to_flows(&self, trigger: u32) -> bool {
        self.flow.triggers[trigger as usize].object.is("io.kestra.plugin.core.trigger.Flow")
    }

    /// The nearest loop of 2.0 around a task.
    fn item(&self, task: TaskId) -> Option<&Task> {
        self.flow
            .around(task)
            .find(|around| matches!(around.object.form(), Some(Form::Each { style: EachForm::Isolated { .. }, .. })))
    }

    /// What `outputs` holds for this owner.
    fn outputs(&self) -> Type {
        let mut fields = Vec::new();
        for task in &self.flow.tasks {
            if task.name.is_empty() || task.outputs == Type::Null {
                continue;
            }
            let levels = levels(self.flow, task.id);
            let ty = (0..levels).fold(task.outputs.clone(), |ty, _| Type::Map(Arc::new(ty)));
            fields.push((task.name.clone(), ty));
        }
        record(fields, Openness::Open)
    }

    fn inputs(&self) -> Type {
        nested(self.flow.inputs.iter().map(|input| (&*input.name, &input.ty)))
    }

    fn variables(&self) -> Type {
        let fields = self.flow.variables.iter().map(|variable| (variable.name.clone(), variable.ty.clone()));
        record(fields.collect(), Openness::Closed)
    }

    fn trigger(&self) -> Type {
        if let Owner::Trigger(index) = self.owner {
            let own = self.flow.triggers[index as usize].outputs.clone();
            return if own == Type::Null { Type::Unknown } else { own };
        }
        let types: Vec<Type> = self.flow.triggers.iter().map(|trigger| trigger.outputs.clone()).collect();
        if types.is_empty() || types.contains(&Type::Null) { Type::Unknown } else { Type::union(types) }
    }

    fn taskrun(&self) -> Type {
        let text = |name: &str| (Text::from(name), Type::Text);
        let mut fields = vec![text("id"), text("parentId"), text("value"), text("items")];
        fields.push((Text::from("startDate"), Type::Temporal));
        fields.push((Text::from("attemptsCount"), Type::Int));
        fields.push((Text::from("iteration"), Type::Int));
        record(fields, Openness::Open)
    }
}

impl Scope<'_> {
    /// What is known of what an access reads.
    pub fn type_of(&self, access: &Access) -> Type {
        let mut ty = self.root(&access.root.text).unwrap_or_default();
        for key in &access.keys {
            ty = match (&ty, key.name.as_deref()) {
                (Type::Record(record), Some(name)) => record.field(name).cloned().unwrap_or_default(),
                (Type::Map(value), _) => (**value).clone(),
                (Type::List(item), _) => (**item).clone(),
                _ => Type::Unknown,
            };
        }
        ty
    }
}

impl Environment for Scope<'_> {
    fn root(&self, name: &str) -> Option<Type> {
        let text =
            |names: &[&str]| record(names.iter().map(|name| (Text::from(*name), Type::Text)).collect(), Openness::Open);
        match self.presence(name) {
            Presence::Nowhere => return None,
            Presence::Elsewhere => return Some(Type::Unknown),
            Presence::There => {}
        }
        let foreign = matches!(self.owner, Owner::Trigger(index) if self.listens_to_flows(index));
        Some(match name {
            "vars" => self.variables(),
            "flow" => text(&["id", "namespace"]),
            "inputs" if !foreign => self.inputs(),
            "outputs" if !foreign && !matches!(self.owner, Owner::Variable(_)) => self.outputs(),
            "trigger" => self.trigger(),
            "taskrun" => self.taskrun(),
            "item" => item(),
            "task" => text(&["id", "type"]),
            "execution" => text(&["id", "state"]),
            "envs" => Type::Map(Arc::new(Type::Text)),
            _ => Type::Unknown,
        })
    }

    fn names(&self) -> Vec<Text> {
        let all = ALWAYS.iter().chain(EXECUTION).chain(TASK).chain(LOOP);
        all.filter(|name| self.presence(name) == Presence::There).map(|name| Text::from(*name)).collect()
    }
}

/// The turn of a loop of 2.0: what it is given is always text, lists and maps as JSON (versions.md, `loop_list_objects`).
fn item() -> Type {
    let fields =
        vec![(Text::from("value"), Type::Text), (Text::from("key"), Type::Text), (Text::from("index"), Type::Int)];
    record(fields, Openness::Open)
}

/// How many levels of values lie between `outputs.<id>` and what the task gave out, seen from outside its loops.
pub fn levels(flow: &Flow, task: TaskId) -> usize {
    flow.around(task).filter(|around| is_keyed_loop(around)).count()
}

/// Whether a task runs its children once for each value and keeps their outputs by value (1.x).
pub fn is_keyed_loop(task: &Task) -> bool {
    matches!(task.object.form(), Some(Form::Each { style: EachForm::Values | EachForm::Combinations, .. }))
}

/// A record of dotted names, which nest.
pub(crate) fn nested<'i>(fields: impl Iterator<Item = (&'i str, &'i Type)>) -> Type {
    let mut root: Vec<(Text, Type)> = Vec::new();
    for (name, ty) in fields {
        let path: Vec<&str> = name.split('.').collect();
        insert(&mut root, &path, ty);
    }
    record(root, Openness::Closed)
}

fn insert(fields: &mut Vec<(Text, Type)>, path: &[&str], ty: &Type) {
    let Some((first, rest)) = path.split_first() else { return };
    let at = fields.iter().position(|(name, _)| **name == **first);
    if rest.is_empty() {
        if at.is_none() {
            fields.push((Text::from(*first), ty.clone()));
        }
        return;
    }
    let mut inner = match at.map(|at| &fields[at].1) {
        Some(Type::Record(record)) => record.fields.clone(),
        _ => Vec::new(),
    };
    insert(&mut inner, rest, ty);
    let nested = record(inner, Openness::Closed);
    match at {
        Some(at) => fields[at].1 = nested,
        None => fields.push((Text::from(*first), nested)),
    }
}

/// A record of these fields.
pub(crate) fn record(fields: Vec<(Text, Type)>, openness: Openness) -> Type {
    Type::Record(Arc::new(Record { fields, openness }))
}

/// Whether a type belongs to the core, of which everything is known.
pub fn is_core(name: &str) -> bool {
    name.starts_with("io.kestra.plugin.core.")
}

/// Whether a dialect keeps what a loop's children give out under the value of each iteration.
pub fn keys_outputs_by_value(dialect: Dialect) -> bool {
    match dialect {
        Dialect::V1 => true,
        Dialect::V2 => false,
    }
}
