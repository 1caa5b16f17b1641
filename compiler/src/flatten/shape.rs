//! What a task does to the flow of control: each form of the catalogue becomes the shape of the same name.

use std::sync::Arc;

use catalog::{AtMost, EachForm, Form, UpdateForm};
use plan::step::{
    Branch, Call, Children, ChooseStyle, EachStyle, Fetch, OnChildFailure, OnFailure, PauseBehavior, RestartBehavior,
    Update,
};
use plan::{Argument, Dialect, Shape, StepId, Template, Text, Value};

use super::argument::Arguments;
use super::{input, is_true, output, steps, truth};
use crate::ast::Object;
use crate::ir::{Flow, Owner, Task};

/// The shape of a task, and the names of the properties it has taken.
pub(super) fn shape(flow: &Flow, task: &Task, arguments: Arguments<'_>) -> (Shape, Vec<&'static str>) {
    let Some(form) = task.object.form() else { return (Shape::Run, Vec::new()) };
    let shaper = Shaper { flow, task, object: &task.object, owner: Owner::Task(task.id), arguments };
    let mut taken = form.bodies();
    let shape = shaper.shape(form, &mut taken);
    (shape, taken)
}

/// What a task that calls another flow asks for.
pub(super) fn call(flow: &Flow, task: &Task, arguments: Arguments<'_>) -> Call {
    let owner = Owner::Task(task.id);
    Shaper { flow, task, object: &task.object, owner, arguments }.call(&mut Vec::new())
}

struct Shaper<'a> {
    flow: &'a Flow,
    task: &'a Task,
    object: &'a Arc<Object>,
    owner: Owner,
    arguments: Arguments<'a>,
}

impl Shaper<'_> {
    fn shape(&self, form: &Form, taken: &mut Vec<&'static str>) -> Shape {
        match *form {
            Form::Run => Shape::Run,
            Form::Sequence { body, on_failure } => Shape::Sequence { children: self.children(body), on_failure },
            Form::Parallel { body, at_most, on_child_failure } => {
                taken.extend([at_most, on_child_failure]);
                Shape::Parallel {
                    children: self.children(body),
                    at_most: self.at_most(at_most),
                    on_child_failure: self.on_child_failure(on_child_failure, OnChildFailure::Fail),
                }
            }
            Form::Graph { body, at_most, on_child_failure, .. } => {
                taken.extend([at_most, on_child_failure]);
                let needs = self.task.bodies.iter().find(|it| it.property == body).map(|body| &body.needs);
                Shape::Graph {
                    children: self.children(body),
                    needs: needs.map(|needs| needs.iter().map(|needs| steps(needs)).collect()).unwrap_or_default(),
                    at_most: self.at_most(at_most),
                    on_child_failure: self.on_child_failure(on_child_failure, OnChildFailure::Continue),
                }
            }
            Form::Each { body, over, at_most, style } => {
                taken.push(over);
                let at_most = match at_most {
                    AtMost::One => Some(Argument::Fixed(Value::Int(1))),
                    AtMost::Property(name) => {
                        taken.push(name);
                        self.arguments.or_default(self.object, name, self.owner)
                    }
                };
                Shape::Each {
                    children: self.children(body),
                    over: self.argument(over),
                    at_most,
                    style: self.each(style, taken),
                }
            }
            Form::If { on, then, otherwise } => {
                taken.push(on);
                Shape::Choose {
                    on: self.template(on),
                    branches: vec![Branch { value: Text::from("true"), tasks: self.body(then) }],
                    otherwise: Some(self.body(otherwise)),
                    style: ChooseStyle::If,
                    errors: self.body("errors"),
                    finally: self.body("finally"),
                }
            }
            Form::Switch { on, cases, otherwise } => {
                taken.push(on);
                let cases = self.task.bodies.iter().filter(|body| body.property == cases);
                let branch = |body: &crate::ir::Body| Branch {
                    value: body.case.clone().unwrap_or_default(),
                    tasks: steps(&body.tasks),
                };
                Shape::Choose {
                    on: self.template(on),
                    branches: cases.map(branch).collect(),
                    otherwise: self.object.get(otherwise).map(|_| self.body(otherwise)),
                    style: ChooseStyle::Switch,
                    errors: self.body("errors"),
                    finally: self.body("finally"),
                }
            }
            Form::Repeat { body, until, limits, fail_on_max_reached } => {
                taken.extend([until, limits, fail_on_max_reached]);
                let limit = |name| {
                    let limits = self.object.object(limits)?;
                    self.arguments.named(limits, name, self.owner)
                };
                Shape::Repeat {
                    children: self.children(body),
                    until: self.template(until),
                    interval: limit("interval"),
                    max_iterations: limit("maxIterations"),
                    max_duration: limit("maxDuration"),
                    fail_on_max_reached: is_true(self.object, fail_on_max_reached),
                }
            }
            Form::Await { body, delay, behavior, on_resume, on_pause } => {
                taken.extend(delay);
                taken.extend([behavior, on_resume, "timeout"]);
                let pause = Some(self.task.id);
                let asked = self.object.objects(on_resume);
                Shape::Await {
                    children: self.children(body),
                    delay: delay.iter().find_map(|name| self.arguments.named(self.object, name, self.owner)),
                    timeout: self.arguments.named(self.object, "timeout", self.owner),
                    behavior: match self.word(behavior) {
                        "WARN" => PauseBehavior::Warn,
                        "FAIL" => PauseBehavior::Fail,
                        "CANCEL" => PauseBehavior::Cancel,
                        _ => PauseBehavior::Resume,
                    },
                    on_resume: asked.map(|it| input::input(self.flow, it, pause, self.arguments)).collect(),
                    on_pause: self.body(on_pause).first().copied(),
                }
            }
            Form::Call => Shape::Call(Box::new(self.call(taken))),
            // What it does is done by three steps of its own: see [`super::batches`].
            Form::CallEach { items, batch } => {
                taken.extend([items, batch]);
                self.call(taken);
                Shape::Sequence { children: self.children(""), on_failure: OnFailure::Fail }
            }
            Form::Workspace { body } => Shape::Workspace { children: self.children(body) },
            Form::Update(update) => Shape::Update(self.update(update, taken)),
        }
    }

    fn each(&self, style: EachForm, taken: &mut Vec<&'static str>) -> EachStyle {
        match style {
            EachForm::Values => EachStyle::Values,
            EachForm::Combinations => EachStyle::Combinations,
            EachForm::Isolated { outputs, transmit_failed, fetch } => {
                taken.extend([outputs, transmit_failed, fetch]);
                let declared = self.object.objects(outputs);
                EachStyle::Isolated {
                    outputs: declared.map(|object| output(object, self.owner, self.arguments)).collect(),
                    transmit_failed: truth(self.object, transmit_failed) != Some(false),
                    fetch: match self.word(fetch) {
                        "FETCH" => Fetch::Fetch,
                        "STORE" => Fetch::Store,
                        _ => Fetch::Auto,
                    },
                }
            }
        }
    }

    fn call(&self, taken: &mut Vec<&'static str>) -> Call {
        let known = ["namespace", "flowId", "revision", "inputs", "labels", "wait", "transmitFailed"];
        taken.extend(known);
        taken.extend(["inheritLabels", "outputs", "restartBehavior", "scheduleDate"]);
        let outputs = self.object.get("outputs").map(crate::ast::Node::entries).unwrap_or_default();
        let output = |entry: &crate::ast::Entry| {
            let scalar = entry.value.as_scalar()?;
            Some((entry.key.text.clone(), self.arguments.text(scalar, self.owner)))
        };
        Call {
            flow: crate::resolve::called(self.object, &self.flow.name.namespace),
            namespace: self.argument("namespace"),
            flow_id: self.argument("flowId"),
            revision: self.arguments.named(self.object, "revision", self.owner),
            inputs: self.arguments.pairs(self.object, "inputs", self.owner),
            labels: self.arguments.pairs(self.object, "labels", self.owner),
            wait: truth(self.object, "wait") != Some(false),
            transmit_failed: truth(self.object, "transmitFailed") != Some(false),
            inherit_labels: is_true(self.object, "inheritLabels"),
            outputs: outputs.iter().filter_map(output).collect(),
            restart: match self.word("restartBehavior") {
                "NEW_EXECUTION" => RestartBehavior::NewExecution,
                _ => RestartBehavior::RetryFailed,
            },
            schedule_date: self.arguments.named(self.object, "scheduleDate", self.owner),
        }
    }

    fn update(&self, update: UpdateForm, taken: &mut Vec<&'static str>) -> Update {
        match update {
            UpdateForm::Labels { labels } => {
                taken.push(labels);
                Update::Labels(self.argument(labels))
            }
            UpdateForm::SetVariables { variables, overwrite } => {
                taken.extend([variables, overwrite]);
                let overwrite = truth(self.object, overwrite) != Some(false);
                Update::SetVariables { variables: self.argument(variables), overwrite }
            }
            UpdateForm::UnsetVariables { variables, ignore_missing } => {
                taken.extend([variables, ignore_missing]);
                let ignore_missing = is_true(self.object, ignore_missing);
                Update::UnsetVariables { variables: self.argument(variables), ignore_missing }
            }
            UpdateForm::Exit { state } => {
                taken.push(state);
                let success = || Argument::Fixed(Value::text("SUCCESS"));
                Update::Exit(self.arguments.named(self.object, state, self.owner).unwrap_or_else(success))
            }
        }
    }

    fn children(&self, body: &str) -> Children {
        Children { tasks: self.body(body), errors: self.body("errors"), finally: self.body("finally") }
    }

    /// The steps of the lists under a property.
    fn body(&self, property: &str) -> Vec<StepId> {
        let bodies = self.task.bodies.iter().filter(|body| body.property == property);
        bodies.flat_map(|body| steps(&body.tasks)).collect()
    }

    fn argument(&self, name: &str) -> Argument {
        self.arguments.named(self.object, name, self.owner).unwrap_or(Argument::Fixed(Value::Null))
    }

    /// How many at once; none where all.
    fn at_most(&self, name: &str) -> Option<Argument> {
        let limit = self.arguments.named(self.object, name, self.owner)?;
        (limit != Argument::Fixed(Value::Int(0))).then_some(limit)
    }

    fn template(&self, name: &str) -> Template {
        let nothing = || Template::verbatim("", self.object.span, self.arguments.dialect);
        self.arguments.template(self.object, name, self.owner).unwrap_or_else(nothing)
    }

    fn word(&self, name: &str) -> &str {
        self.object.text(name).map(AsRef::as_ref).unwrap_or_default()
    }

    fn on_child_failure(&self, name: &str, newest: OnChildFailure) -> OnChildFailure {
        match (self.arguments.dialect, self.word(name)) {
            (_, "FAIL") => OnChildFailure::Fail,
            (_, "CANCEL") => OnChildFailure::Cancel,
            (_, "CONTINUE") | (Dialect::V1, _) => OnChildFailure::Continue,
            (Dialect::V2, _) => newest,
        }
    }
}
