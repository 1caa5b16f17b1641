//! From the ast to the ir: names become ids, texts become compiled templates with types.

use std::sync::Arc;

use catalog::{Declaration, Dynamic, Field, Kind, Method, Outputs, Site as CatalogSite};
use grammar::yaml::{Resolved, Scalar, resolve as core_type};
use plan::dialect::Dialect;
use plan::types::Openness;
use plan::{Text, Type, Value};
use rustc_hash::FxHashMap;

use crate::access::accesses;
use crate::ast::flow::Section;
use crate::ast::{self, Content, Node, Object, is_template};
use crate::environment::{Scope, record};
use crate::expression::{self, Environment, infer};
use crate::index::Index;
use crate::ir::{App, Body, Demand, Flow, Input, Output, Owner, Site, Sites, Task, TaskId, Trigger, Variable};
use crate::prepare::Prepared;
use crate::signature;

/// Resolves a flow that was read.
pub(crate) fn resolve(prepared: &Prepared, ast: &ast::Flow, index: &Index) -> Flow {
    let mut flow = Flow {
        name: signature::name(&ast.object, "id"),
        version: prepared.version,
        ast: ast.clone(),
        inputs: inputs(ast),
        variables: variables(ast),
        tasks: Vec::new(),
        sections: Vec::new(),
        triggers: Vec::new(),
        outputs: Vec::new(),
        sites: Sites::default(),
        names: FxHashMap::default(),
    };
    add_tasks(&mut flow);
    flow.triggers = ast.triggers().map(trigger).collect();
    flow.outputs = ast
        .outputs()
        .map(|object| Output { name: object.text("id").cloned().unwrap_or_default(), object: object.clone() })
        .collect();
    let mut sites = Resolver { flow, dialect: prepared.version.dialect(), index };
    sites.of_flow();
    sites.flow
}

fn add_tasks(flow: &mut Flow) {
    let ast = flow.ast.clone();
    for (at, (section, tasks)) in ast.sections().enumerate() {
        let ids = tasks.iter().enumerate().map(|(position, task)| add_task(flow, task, section, None, at, position));
        let ids = ids.collect();
        flow.sections.push((section, ids));
    }
}

fn add_task(
    flow: &mut Flow,
    object: &Arc<Object>,
    section: Section,
    parent: Option<TaskId>,
    body: usize,
    position: usize,
) -> TaskId {
    let id = TaskId(u32::try_from(flow.tasks.len()).unwrap_or(u32::MAX));
    let name = object.text("id").cloned().unwrap_or_default();
    flow.names.entry(name.clone()).or_insert(id);
    flow.tasks.push(Task {
        id,
        name,
        object: object.clone(),
        section,
        parent,
        body,
        position,
        bodies: Vec::new(),
        outputs: Type::Unknown,
    });
    let mut bodies = Vec::new();
    for (at, body) in object.bodies().into_iter().enumerate() {
        let children = body.tasks.iter().enumerate();
        let tasks: Vec<TaskId> =
            children.map(|(position, task)| add_task(flow, task, section, Some(id), at, position)).collect();
        let sibling = |name: &Arc<Scalar>| tasks.iter().copied().find(|task| flow.task(*task).name == name.text);
        let needs = body.needs.iter().map(|names| names.iter().filter_map(|name| sibling(name)).collect()).collect();
        bodies.push(Body { property: body.property, case: body.case.cloned(), tasks, needs });
    }
    flow.tasks[id.index()].bodies = bodies;
    id
}

/// The inputs of a flow or pause, those of groups under their dotted names behind the group.
pub(crate) fn inputs(ast: &ast::Flow) -> Vec<Input> {
    let mut found = Vec::new();
    for object in ast.inputs() {
        add_input(object, "", &mut found);
    }
    found
}

fn add_input(object: &Arc<Object>, group: &str, found: &mut Vec<Input>) {
    // `name` is what the id was called before 0.15, and still is where there is no id.
    let id = object.text("id").or_else(|| object.text("name")).map(AsRef::as_ref).unwrap_or_default();
    let name = if group.is_empty() { Text::from(id) } else { Text::from(format!("{group}.{id}")) };
    let is_form = object.text("type").is_some_and(|name| **name == *"FORM");
    if is_form {
        for child in object.objects("inputs") {
            add_input(child, &name, found);
        }
        return;
    }
    found.push(Input { name, ty: input_type(object), demand: demand(object), object: object.clone() });
}

fn demand(object: &Object) -> Demand {
    let optional = object.scalar("required").is_some_and(|required| core_type(required) == Resolved::Boolean(false));
    if object.get("dependsOn").is_some() {
        Demand::Conditional
    } else if object.get("defaults").is_some() {
        Demand::Default
    } else if optional {
        Demand::Optional
    } else {
        Demand::Required
    }
}

/// What the values of an input are.
pub(crate) fn input_type(object: &Object) -> Type {
    let name = object.text("type").map(AsRef::as_ref).unwrap_or_default();
    let choice = || {
        let values: Option<Vec<Text>> = match object.get("values").map(|node| &node.content) {
            Some(Content::List(items)) if object.get("expression").is_none() => items.iter().map(offered).collect(),
            _ => None,
        };
        let custom = object.text("allowCustomValue").is_some_and(|text| **text != *"false");
        match values {
            Some(values) if !custom && !values.is_empty() => Type::Enumeration(values.into()),
            _ => Type::Text,
        }
    };
    match name {
        "ARRAY" => Type::List(Arc::new(object.text("itemType").map_or(Type::Unknown, |item| simple_type(item)))),
        "MULTISELECT" => Type::List(Arc::new(choice())),
        "SELECT" | "ENUM" => choice(),
        other => simple_type(other),
    }
}

/// One of the values a selection offers: a text, or `{label, value}`.
fn offered(node: &Node) -> Option<Text> {
    match &node.content {
        Content::Scalar(scalar) => Some(scalar.text.clone()),
        Content::Object(object) => object.text("value").cloned(),
        Content::Map(entries) => entries.iter().find(|entry| &*entry.key.text == "value")?.value.as_text().cloned(),
        Content::Missing | Content::List(_) => None,
    }
}

/// The type of values by the name of an input type.
pub(crate) fn simple_type(name: &str) -> Type {
    match name {
        "STRING" | "URI" | "EMAIL" | "SECRET" | "SELECT" | "ENUM" => Type::Text,
        "INT" => Type::Int,
        "FLOAT" => Type::Float,
        "BOOL" | "BOOLEAN" => Type::Bool,
        "DATETIME" | "DATE" | "TIME" => Type::Temporal,
        "DURATION" => Type::Duration,
        "FILE" => Type::FileUri,
        _ => Type::Unknown,
    }
}

fn variables(ast: &ast::Flow) -> Vec<Variable> {
    let entries = ast.object.get("variables").map_or(&[][..], Node::entries);
    let variable = |entry: &ast::Entry| Variable {
        name: entry.key.text.clone(),
        place: entry.key.span,
        ty: literal_type(&entry.value),
        value: entry.value.clone(),
    };
    entries.iter().map(variable).collect()
}

/// The type of a value that is not rendered.
fn literal_type(node: &Node) -> Type {
    match &node.content {
        Content::Missing => Type::Null,
        Content::Scalar(scalar) => match core_type(scalar) {
            Resolved::Null => Type::Null,
            Resolved::Boolean(_) => Type::Bool,
            Resolved::Integer(_) | Resolved::BigInteger(_) => Type::Int,
            Resolved::Float(_) => Type::Float,
            Resolved::Text(_) => Type::Text,
        },
        Content::List(items) => Type::List(Arc::new(Type::union(items.iter().map(literal_type)))),
        Content::Map(entries) => {
            let fields = entries.iter().map(|entry| (entry.key.text.clone(), literal_type(&entry.value)));
            record(fields.collect(), Openness::Closed)
        }
        Content::Object(_) => Type::Unknown,
    }
}

fn trigger(object: &Arc<Object>) -> Trigger {
    let outputs = object
        .declaration()
        .map_or(Type::Unknown, |it| it.outputs.at(&Written { object, types: &|_| Type::Unknown, called: None }));
    Trigger { object: object.clone(), outputs }
}

/// Compiles every text that is rendered, and works out what tasks give out on the way.
struct Resolver<'a> {
    flow: Flow,
    dialect: Dialect,
    index: &'a Index,
}

/// Where a text stands, on the way down to it.
#[derive(Clone)]
struct Place {
    owner: Owner,
    property: Text,
    field: Option<&'static Field>,
    rendered: bool,
    /// Whether what is known of the type comes from sources that do not always say what is rendered.
    vague: bool,
}

impl Resolver<'_> {
    fn of_flow(&mut self) {
        let ast = self.flow.ast.clone();
        for index in 0..self.flow.variables.len() {
            let (name, value) = (self.flow.variables[index].name.clone(), self.flow.variables[index].value.clone());
            self.node(&value, &Place::always(Owner::Variable(number(index)), name));
        }
        for index in 0..self.flow.inputs.len() {
            let object = self.flow.inputs[index].object.clone();
            self.input(&object, Owner::Input(number(index)));
        }
        for index in 0..self.flow.triggers.len() {
            let object = self.flow.triggers[index].object.clone();
            self.object(&object, Owner::Trigger(number(index)));
        }
        for index in 0..self.flow.tasks.len() {
            let task = &self.flow.tasks[index];
            let (id, object) = (task.id, task.object.clone());
            self.object(&object, Owner::Task(id));
            let outputs = self.task_outputs(&object, id);
            self.flow.tasks[index].outputs = outputs;
        }
        for index in 0..self.flow.outputs.len() {
            let object = self.flow.outputs[index].object.clone();
            self.named(&object, &["value"], Owner::Output(number(index)));
        }
        for key in ["pluginDefaults", "taskDefaults"] {
            for default in ast.object.objects(key) {
                self.named(default, &["values"], Owner::Default);
            }
        }
        for check in ast.object.objects("checks") {
            self.named(check, &["condition", "when", "message"], Owner::Check);
        }
        for sla in ast.object.objects("sla") {
            self.named(sla, &["assert"], Owner::Sla);
        }
        for listener in ast.object.objects("listeners") {
            self.named(listener, &["conditions"], Owner::Flow);
        }
    }

    fn input(&mut self, object: &Object, owner: Owner) {
        self.named(object, &["defaults", "prefill", "expression", "displayName"], owner);
        if let Some(depends) = object.get("dependsOn") {
            self.node(depends, &Place::always(owner, Text::from("dependsOn")));
        }
    }

    /// Compiles what stands under some keys, whatever is said of them.
    fn named(&mut self, object: &Object, keys: &[&str], owner: Owner) {
        for property in &object.properties {
            if keys.contains(&property.name()) {
                let place = Place { field: property.field, ..Place::always(owner, Text::from(property.name())) };
                self.node(&property.value, &place);
            }
        }
    }

    fn object(&mut self, object: &Object, owner: Owner) {
        let vague = object.declaration().is_none_or(|it| it.origin.method == Method::Source);
        for property in &object.properties {
            let name = property.name();
            if matches!(name, "id" | "type" | "description" | "disabled") {
                continue;
            }
            if name == "onResume" && owner.task().is_some() {
                let resume = owner.task().map_or(owner, Owner::ResumeInput);
                for input in property.value.items().iter().filter_map(Node::as_object) {
                    self.input(input, resume);
                }
                continue;
            }
            let place = Place {
                owner,
                property: Text::from(name),
                field: property.field,
                // Kestra's classes of 1.x do not say that conditions are rendered.
                rendered: name == "runIf" || property.field.is_none_or(|field| field.dynamic != Dynamic::Fixed),
                vague,
            };
            self.node(&property.value, &place);
        }
    }

    fn node(&mut self, node: &Node, place: &Place) {
        match &node.content {
            Content::Missing => {}
            Content::Scalar(scalar) => self.scalar(scalar, place),
            Content::List(items) => items.iter().for_each(|item| self.node(item, place)),
            Content::Map(entries) => {
                for entry in entries {
                    if let Some(key) = &entry.key.scalar {
                        self.scalar(key, place);
                    }
                    self.node(&entry.value, place);
                }
            }
            Content::Object(object) if object.is_kind(Kind::Task) => {}
            Content::Object(object) => {
                for property in &object.properties {
                    let rendered = property.field.is_none_or(|field| field.dynamic != Dynamic::Fixed);
                    let field = property.field.or(place.field);
                    self.node(&property.value, &Place { field, rendered: place.rendered || rendered, ..place.clone() });
                }
            }
        }
    }

    fn scalar(&mut self, scalar: &Arc<Scalar>, place: &Place) {
        if !(place.rendered || place.vague) || !is_template(&scalar.text) {
            return;
        }
        if self.flow.sites.of(scalar, place.owner).is_some() {
            return;
        }
        let scope = Scope { flow: &self.flow, owner: place.owner, property: &place.property };
        let site = site(scalar, place, self.dialect, &scope);
        self.flow.sites.add(site);
    }

    fn task_outputs(&self, object: &Arc<Object>, id: TaskId) -> Type {
        let Some(declaration) = object.declaration() else { return Type::Unknown };
        if matches!(declaration.outputs, Outputs::Nothing) {
            return Type::Null;
        }
        let owner = Owner::Task(id);
        let types = |scalar: &Scalar| self.flow.sites.of(scalar, owner).map_or(Type::Unknown, |site| site.ty.clone());
        let called = called(object, &self.flow.name.namespace)
            .and_then(|name| self.index.flow(&name))
            .map(|(_, flow)| flow.outputs_type());
        declaration.outputs.at(&Written { object, types: &types, called })
    }
}

fn site(scalar: &Arc<Scalar>, place: &Place, dialect: Dialect, scope: &dyn Environment) -> Site {
    let mut findings = Vec::new();
    let span_of = |part| scalar.span_of(part);
    let text = expression::Scalar { text: &scalar.text, place: scalar.content(), span_of: &span_of };
    let template = expression::compile(text, dialect, &mut findings);
    let inference = infer(&template, scope);
    findings.extend(inference.findings);
    Site {
        owner: place.owner,
        property: place.property.clone(),
        field: place.field,
        scalar: scalar.clone(),
        accesses: accesses(&template),
        template: Arc::new(template),
        findings,
        ty: inference.ty.written(),
    }
}

/// Resolves an app that was read.
pub(crate) fn resolve_app(prepared: &Prepared, ast: &ast::App, index: &Index) -> App {
    let flow = signature::name(&ast.object, "flowId");
    let names = AppNames { flow: index.flow(&flow).map(|(_, flow)| flow) };
    let dialect = prepared.version.dialect();
    let mut sites = Sites::default();
    ast.blocks(&mut |block, _| {
        for property in &block.properties {
            let name = property.name();
            let place = Place { field: property.field, ..Place::always(Owner::Block, Text::from(name)) };
            property.value.scalars(&mut |scalar| {
                if is_template(&scalar.text) && name != "type" {
                    sites.add(site(scalar, &place, dialect, &names));
                }
            });
        }
    });
    App { name: signature::name(&ast.object, "id"), flow, version: prepared.version, ast: ast.clone(), sites }
}

/// The names a block of an app can use.
struct AppNames<'a> {
    flow: Option<&'a signature::FlowSignature>,
}

impl Environment for AppNames<'_> {
    fn root(&self, name: &str) -> Option<Type> {
        match name {
            "app" => Some(record(vec![(Text::from("url"), Type::Text)], Openness::Open)),
            "inputs" => Some(self.flow.map_or(Type::Unknown, signature::FlowSignature::inputs_type)),
            "outputs" => Some(self.flow.map_or(Type::Unknown, |flow| {
                // The outputs of the flow lie beside those of its tasks.
                let open = |output: &signature::OutputSignature| {
                    !flow.tasks.iter().any(|task| task.name == output.name) && !output.name.contains('.')
                };
                let outputs = flow.outputs.iter().filter(|output| open(output));
                let fields = outputs.map(|output| (output.name.clone(), simple_type(&output.output_type)));
                record(fields.collect(), Openness::Open)
            })),
            "execution" | "flow" | "labels" | "vars" | "envs" | "globals" | "kestra" => Some(Type::Unknown),
            _ => None,
        }
    }

    fn names(&self) -> Vec<Text> {
        ["app", "inputs", "outputs", "execution", "flow", "labels"].map(Text::from).to_vec()
    }
}

impl Place {
    fn always(owner: Owner, property: Text) -> Self {
        Self { owner, property, field: None, rendered: true, vague: false }
    }
}

/// The flow that a task calls, where both parts of its name are written; `{{ flow.namespace }}` is the one it is in.
pub(crate) fn called(object: &Object, own: &Text) -> Option<plan::FlowName> {
    let written = object.text("namespace")?;
    let within = written.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
    let namespace = match within {
        Some(path) if path.trim() == "flow.namespace" => own,
        _ => object.literal("namespace")?,
    };
    Some(plan::FlowName { namespace: namespace.clone(), id: object.literal("flowId")?.clone() })
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// What tasks of a type give out, whatever is written in them.
pub(crate) fn outputs_of(declaration: &'static Declaration) -> Type {
    let shape = ast::Shape::Plugin(declaration.kind, ast::Typed::Known { declaration, alias: None });
    let object = Object { span: report::Span::default(), shape, properties: Vec::new() };
    declaration.outputs.at(&Written { object: &object, types: &|_| Type::Unknown, called: None })
}

/// A task as it is written, for what its outputs depend on.
struct Written<'a> {
    object: &'a Object,
    types: &'a dyn Fn(&Scalar) -> Type,
    called: Option<Type>,
}

impl CatalogSite for Written<'_> {
    fn value(&self, property: &str) -> Option<Value> {
        let Some(node) = self.object.get(property) else {
            let field = self.object.declaration()?.property(property, plan::dialect::Version::NEWEST)?;
            return match &field.default {
                catalog::Preset::Literal(literal) => Some(literal.to_value()),
                catalog::Preset::Absent | catalog::Preset::Unknown => None,
            };
        };
        let scalar = node.as_scalar().filter(|scalar| !is_template(&scalar.text))?;
        Some(match core_type(scalar) {
            Resolved::Null => Value::Null,
            Resolved::Boolean(value) => Value::Bool(value),
            Resolved::Integer(value) => i32::try_from(value).map_or(Value::Long(value), Value::Int),
            Resolved::Float(value) => Value::Double(value),
            Resolved::BigInteger(_) | Resolved::Text(_) => Value::Text(scalar.text.clone()),
        })
    }

    fn keys(&self, property: &str) -> Option<Vec<Text>> {
        match &self.object.get(property)?.content {
            Content::Map(entries) => Some(entries.iter().map(|entry| entry.key.text.clone()).collect()),
            Content::Object(object) => Some(object.properties.iter().map(|it| it.key.text.clone()).collect()),
            Content::Missing | Content::Scalar(_) | Content::List(_) => None,
        }
    }

    fn type_of(&self, path: &[&str]) -> Type {
        let Some((first, rest)) = path.split_first() else { return Type::Unknown };
        let mut node = self.object.get(first);
        for key in rest {
            node = match node.map(|node| &node.content) {
                Some(Content::Map(entries)) => entries.iter().find(|it| *it.key.text == **key).map(|it| &it.value),
                Some(Content::Object(object)) => object.get(key),
                _ => None,
            };
        }
        match node.map(|node| &node.content) {
            // Only a property that is one expression keeps its type.
            Some(Content::Scalar(scalar)) if rest.is_empty() && is_template(&scalar.text) => (self.types)(scalar),
            _ => node.map_or(Type::Unknown, leaf_type),
        }
    }

    fn called_outputs(&self) -> Option<Type> {
        self.called.clone()
    }

    fn declared(&self, property: &str) -> Option<Type> {
        self.object.get(property)?;
        let named = |object: &Arc<Object>| Some((object.literal("id")?.clone(), input_type(object)));
        let fields: Vec<_> = self.object.objects(property).filter_map(named).collect();
        let is_plain = fields.iter().all(|(id, _)| !id.contains('.'));
        is_plain.then(|| record(fields, Openness::Closed))
    }
}

/// The type of a value inside a list or map, which is rendered leaf by leaf: expressions become text there, also
/// those that give a list (expressions.md §2.11).
fn leaf_type(node: &Node) -> Type {
    match &node.content {
        Content::Scalar(scalar) if is_template(&scalar.text) => Type::Text,
        Content::List(items) => Type::List(Arc::new(Type::union(items.iter().map(leaf_type)))),
        Content::Map(entries) => {
            let fields = entries.iter().map(|entry| (entry.key.text.clone(), leaf_type(&entry.value)));
            record(fields.collect(), Openness::Closed)
        }
        Content::Scalar(_) | Content::Missing | Content::Object(_) => literal_type(node),
    }
}
