//! The values a text can name: their types, their keys, what is to be said of them.

use compiler::Workspace;
use compiler::access::key_notation;
use compiler::environment::Scope;
use compiler::expression::Environment;
use compiler::signature::FlowSignature;
use plan::{Text, Type};

use crate::describe;
use crate::expression::Path;
use crate::symbol::{Symbol, SymbolKind};

/// What a text can name.
#[derive(Clone, Copy)]
pub(crate) enum Names<'a> {
    /// A text of a flow.
    Flow(Scope<'a>),
    /// A text of an app, with the contract of its flow where it is known.
    App(Option<&'a FlowSignature>),
}

/// The names an app's texts can use.
const APP: &[&str] = &["inputs", "outputs", "execution", "labels", "app", "flow", "vars"];

impl Names<'_> {
    /// The type of a root name.
    pub(crate) fn root(&self, name: &str) -> Option<Type> {
        match self {
            Self::Flow(scope) => scope.root(name),
            Self::App(flow) => {
                let known = flow.and_then(|flow| match name {
                    "inputs" => Some(flow.inputs_type()),
                    "outputs" => Some(flow.outputs_type()),
                    _ => None,
                });
                known.or_else(|| APP.contains(&name).then_some(Type::Unknown))
            }
        }
    }

    /// All root names.
    pub(crate) fn all(&self) -> Vec<Text> {
        match self {
            Self::Flow(scope) => scope.names(),
            Self::App(_) => APP.iter().map(|name| Text::from(*name)).collect(),
        }
    }

    /// The type of a path.
    pub(crate) fn follow(&self, path: &Path) -> Option<Type> {
        let root = self.root(&path.root)?;
        path.keys.iter().try_fold(root, |ty, key| member(ty, key.as_deref()))
    }
}

/// The type of a key of a value; `None` for a key that is computed.
pub(crate) fn member(ty: Type, key: Option<&str>) -> Option<Type> {
    match ty {
        Type::Record(record) => match key.map(|key| record.field(key).cloned()) {
            Some(Some(ty)) => Some(ty),
            Some(None) | None => Some(Type::Unknown),
        },
        Type::Map(value) | Type::List(value) => Some((*value).clone()),
        Type::Union(members) => {
            let known = members.iter().filter_map(|it| member(it.clone(), key)).filter(|it| *it != Type::Unknown);
            Some(Type::union(known))
        }
        Type::Unknown => Some(Type::Unknown),
        _ => None,
    }
}

/// The keys of a value that are known.
pub(crate) fn keys(ty: &Type) -> Vec<(Text, Type)> {
    match ty {
        Type::Record(record) => record.fields.clone(),
        Type::Union(members) => {
            let mut found: Vec<(Text, Type)> = Vec::new();
            for (key, ty) in members.iter().flat_map(keys) {
                if found.iter().all(|(known, _)| *known != key) {
                    found.push((key, ty));
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// A path as an author writes it.
pub(crate) fn written(path: &Path) -> String {
    let mut out = path.root.clone();
    for key in &path.keys {
        out.push_str(&key.as_deref().map_or_else(|| "[…]".to_owned(), key_notation));
    }
    out
}

/// What is to be said of a name: what it is, of which type, where it is declared.
pub(crate) fn describe_symbol(workspace: &Workspace, symbol: &Symbol) -> Option<String> {
    let index = workspace.index();
    let (file, flow) = index.flow(&symbol.flow)?;
    let path = workspace.source(file).map(|source| source.path.clone()).unwrap_or_default();
    let name = &symbol.name;
    Some(match symbol.kind {
        SymbolKind::Flow => {
            let list = |title: &str, items: Vec<String>| match items.is_empty() {
                true => String::new(),
                false => format!("\n{title}: {}\n", items.join(", ")),
            };
            let inputs = flow
                .inputs
                .iter()
                .map(|it| format!("`{}`{} {}", it.name, if it.required { "" } else { "?" }, it.input_type));
            let outputs = flow.outputs.iter().map(|it| format!("`{}` {}", it.name, it.output_type));
            let (inputs, outputs) = (list("Inputs", inputs.collect()), list("Outputs", outputs.collect()));
            format!("flow **{}.{name}** ({path})\n{inputs}{outputs}", symbol.flow.namespace)
        }
        SymbolKind::Task => {
            let task = flow.tasks.iter().find(|task| task.name == *name)?;
            format!("task **{name}** {}\n", task.task_type)
        }
        SymbolKind::Input => {
            let input = flow.inputs.iter().find(|input| input.name == *name)?;
            let demand = if input.required { "required" } else { "optional" };
            format!("input **{name}**: {} ({}, {demand})\n", input.input_type, describe::shown(&input.ty))
        }
        SymbolKind::Output => {
            let output = flow.outputs.iter().find(|output| output.name == *name)?;
            format!("output **{name}**: {}\n", output.output_type)
        }
        SymbolKind::Variable => format!("variable **{name}**\n"),
        SymbolKind::Trigger => format!("trigger **{name}**\n"),
    })
}
