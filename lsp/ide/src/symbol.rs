//! Names with a place where they are declared and places where they are used: tasks, inputs, variables, flows.

use compiler::access::Access;
use compiler::ast::{Document, Node, Object};
use compiler::ir::{App, Flow, Owner, Sites};
use compiler::signature::Signature;
use compiler::{Analysis, Workspace};
use plan::{FlowName, Text};
use report::{FileId, Place, Span};

use crate::cursor;

/// A name that can be declared and used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// The flow it belongs to; of a flow, its own name.
    pub flow: FlowName,
    /// What it is.
    pub kind: SymbolKind,
    /// Its name.
    pub name: Text,
}

/// What a name can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// A flow.
    Flow,
    /// A task.
    Task,
    /// An input of the flow, by its dotted name.
    Input,
    /// One of the flow's `variables`.
    Variable,
    /// A trigger.
    Trigger,
    /// An output of the flow.
    Output,
}

/// A place where a name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name.
    pub symbol: Symbol,
    /// Where it stands.
    pub place: Place,
    /// Whether it is declared there.
    pub role: Role,
    /// How it is written there.
    pub notation: Notation,
}

/// Whether a name is declared or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It is declared.
    Definition,
    /// It is used.
    Reference,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// As a key or value of YAML.
    Yaml,
    /// Behind a dot in an expression.
    Dot,
    /// In brackets and quotes in an expression.
    Brackets,
}

/// All names of a file.
pub fn occurrences(workspace: &Workspace, file: FileId) -> Vec<Occurrence> {
    let (Some(prepared), Some(analysis)) = (workspace.prepare(file), workspace.analysis(file)) else {
        return Vec::new();
    };
    let mut found = Found { workspace, file, out: Vec::new() };
    match &*analysis {
        Analysis::Flow { flow, .. } => found.flow(flow),
        Analysis::App(app) => found.app(app),
        Analysis::Other => {}
    }
    found.called_flows(&prepared.document);
    found.out.sort_by_key(|it| (it.place, it.role));
    found.out.dedup_by(|a, b| a.place == b.place && a.symbol == b.symbol);
    found.out
}

/// The name at a place.
pub fn at(workspace: &Workspace, file: FileId, offset: usize) -> Option<Occurrence> {
    let all = occurrences(workspace, file);
    let touching = all.into_iter().filter(|it| it.place.span.touches(offset));
    touching.min_by_key(|it| it.place.span.len())
}

/// Where a name is declared and used, in the files that can name it; declarations first.
pub fn everywhere(workspace: &Workspace, symbol: &Symbol) -> Vec<Occurrence> {
    let index = workspace.index();
    let own = index.flow(&symbol.flow).map(|(file, _)| file);
    let can_name = |file: &FileId| match (symbol.kind, index.signature(*file)) {
        _ if Some(*file) == own => true,
        (SymbolKind::Variable | SymbolKind::Trigger, _) => false,
        (SymbolKind::Task, Some(Signature::App(app))) => app.flow == symbol.flow,
        (SymbolKind::Task, _) => false,
        (SymbolKind::Flow | SymbolKind::Input | SymbolKind::Output, _) => true,
    };
    let files = workspace.files().into_iter().filter(can_name);
    let mut found: Vec<Occurrence> =
        files.flat_map(|file| occurrences(workspace, file)).filter(|it| it.symbol == *symbol).collect();
    found.sort_by_key(|it| (it.role, it.place));
    found
}

struct Found<'w> {
    workspace: &'w Workspace,
    file: FileId,
    out: Vec<Occurrence>,
}

impl Found<'_> {
    fn add(&mut self, flow: &FlowName, kind: SymbolKind, name: &Text, span: Span, role: Role) {
        self.add_written(flow, kind, name, span, role, Notation::Yaml);
    }

    fn add_written(
        &mut self,
        flow: &FlowName,
        kind: SymbolKind,
        name: &Text,
        span: Span,
        role: Role,
        notation: Notation,
    ) {
        if !name.is_empty() {
            let symbol = Symbol { flow: flow.clone(), kind, name: name.clone() };
            self.out.push(Occurrence { symbol, place: Place { file: self.file, span }, role, notation });
        }
    }

    /// How a key of an expression is written, by the character in front of it.
    fn key_notation(&self, span: Span) -> Notation {
        let source = self.workspace.source(self.file);
        let before = source.and_then(|source| source.text.get(..span.start as usize)).unwrap_or_default();
        if before.trim_end().ends_with('.') { Notation::Dot } else { Notation::Brackets }
    }

    fn id(&mut self, flow: &FlowName, kind: SymbolKind, name: &Text, object: &Object) {
        if let Some(id) = object.id() {
            self.add(flow, kind, name, id.content(), Role::Definition);
        }
    }

    fn flow(&mut self, flow: &Flow) {
        let name = &flow.name;
        self.id(name, SymbolKind::Flow, &name.id, &flow.ast.object);
        for input in &flow.inputs {
            self.id(name, SymbolKind::Input, &input.name, &input.object);
            let depends = input.object.object("dependsOn").map(|it| it.items("inputs")).unwrap_or_default();
            for scalar in depends.iter().filter_map(|item| item.as_scalar()) {
                self.add(name, SymbolKind::Input, &scalar.text, scalar.content(), Role::Reference);
            }
        }
        for variable in &flow.variables {
            self.add(name, SymbolKind::Variable, &variable.name, variable.place, Role::Definition);
        }
        for trigger in &flow.triggers {
            let id = trigger.object.id().map(|id| id.text.clone()).unwrap_or_default();
            self.id(name, SymbolKind::Trigger, &id, &trigger.object);
        }
        for output in &flow.outputs {
            self.id(name, SymbolKind::Output, &output.name, &output.object);
        }
        for task in &flow.tasks {
            self.id(name, SymbolKind::Task, &task.name, &task.object);
            for body in task.object.bodies() {
                for needed in body.needs.into_iter().flatten() {
                    self.add(name, SymbolKind::Task, &needed.text, needed.content(), Role::Reference);
                }
            }
        }
        self.accesses(&flow.sites, |found, owner, access, span| found.access_of_flow(flow, owner, access, span));
    }

    /// Calls for everything that texts read, with a way to the places of its keys.
    fn accesses(&mut self, sites: &Sites, mut each: impl FnMut(&mut Self, Owner, &Access, &dyn Fn(usize) -> Span)) {
        for (_, site) in sites.iter() {
            for access in &site.accesses {
                // Without the quotes of a key in brackets.
                let span = |key: usize| {
                    let at = access.keys[key].at.range();
                    let quoted = site.scalar.text[at.clone()].starts_with(['"', '\'']) && at.len() > 1;
                    let inside = usize::from(quoted);
                    site.scalar.span_of(at.start + inside..at.end - inside)
                };
                each(self, site.owner, access, &span);
            }
        }
    }

    fn access_of_flow(&mut self, flow: &Flow, owner: Owner, access: &Access, span: &dyn Fn(usize) -> Span) {
        let Some(first) = access.key(0) else { return };
        let name = &flow.name;
        let kind = match &*access.root.text {
            "outputs" | "tasks" => SymbolKind::Task,
            "vars" => SymbolKind::Variable,
            "inputs" => return self.input(name, access, span, |path| flow.input(path).is_some()),
            _ => return,
        };
        let foreign = matches!(owner, Owner::Trigger(_)) && kind == SymbolKind::Task && flow.named(first).is_none();
        if foreign {
            return;
        }
        let notation = self.key_notation(span(0));
        self.add_written(name, kind, first, span(0), Role::Reference, notation);
        // What a called flow gives out: `outputs.call.outputs.name`.
        let called = flow.named(first).and_then(|task| called(&task.object));
        if let (Some(called), Some("outputs"), Some(output)) = (called, access.key(1).map(|key| &**key), access.key(2))
        {
            let notation = self.key_notation(span(2));
            self.add_written(&called, SymbolKind::Output, output, span(2), Role::Reference, notation);
        }
    }

    /// `inputs.a.b`: the longest dotted name that exists, or else the first key.
    fn input(&mut self, flow: &FlowName, access: &Access, span: &dyn Fn(usize) -> Span, exists: impl Fn(&str) -> bool) {
        let mut path = String::new();
        let mut best = None;
        for at in 0..access.keys.len() {
            let Some(key) = access.key(at) else { break };
            if at > 0 {
                path.push('.');
            }
            path.push_str(key);
            if at == 0 || exists(&path) {
                best = Some((at, Text::from(path.as_str())));
            }
        }
        if let Some((at, name)) = best {
            let notation = self.key_notation(span(at));
            self.add_written(flow, SymbolKind::Input, &name, span(at), Role::Reference, notation);
        }
    }

    fn app(&mut self, app: &App) {
        let name = &app.flow;
        let index = self.workspace.index().clone();
        let signature = index.flow(name).map(|(_, signature)| signature);
        let has_input = |path: &str| signature.is_some_and(|flow| flow.inputs.iter().any(|input| *input.name == *path));
        self.accesses(&app.sites, |found, _, access, span| match &*access.root.text {
            "inputs" => found.input(name, access, span, has_input),
            "outputs" => {
                if let Some(output) = access.key(0) {
                    let notation = found.key_notation(span(0));
                    found.add_written(name, SymbolKind::Output, output, span(0), Role::Reference, notation);
                }
            }
            _ => {}
        });
        let mut listed = Vec::new();
        app.ast.blocks(&mut |block, _| {
            let filters = block.properties.iter().filter_map(|property| property.value.as_object());
            for object in filters.chain(std::iter::once(block)) {
                let scalars = object.items("taskIds").iter().filter_map(|item| item.as_scalar());
                listed.extend(scalars.map(|scalar| (scalar.text.clone(), scalar.content())));
            }
        });
        for (task, span) in listed {
            self.add(name, SymbolKind::Task, &task, span, Role::Reference);
        }
    }

    /// Flows that are named by namespace and id, and the inputs they are given.
    fn called_flows(&mut self, document: &Document) {
        let mut calls = Vec::new();
        cursor::objects(document, &mut |object| {
            if let (Some(name), Some(id)) = (called(object), object.scalar("flowId")) {
                let inputs = object.get("inputs").map(Node::entries).unwrap_or_default();
                let keys: Vec<_> = inputs.iter().map(|entry| (entry.key.text.clone(), entry.key.span)).collect();
                calls.push((name, id.content(), keys));
            }
        });
        for (name, span, inputs) in calls {
            self.add(&name, SymbolKind::Flow, &name.id.clone(), span, Role::Reference);
            for (input, span) in inputs {
                self.add(&name, SymbolKind::Input, &input, span, Role::Reference);
            }
        }
    }
}

/// The flow that an object names, where it names one without expressions.
pub(crate) fn called(object: &Object) -> Option<FlowName> {
    let part = |key: &str| object.literal(key).filter(|text| !text.is_empty()).cloned();
    Some(FlowName { namespace: part("namespace")?, id: part("flowId")? })
}
