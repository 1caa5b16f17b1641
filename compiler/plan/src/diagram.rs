//! A plan or an app as text for people: every part with what it does and what it was given, one line each.

use std::fmt::Write;

use crate::app::Access;
use crate::flow::{Input, InputKind, Values};
use crate::step::{Branch, Children, ChooseStyle, EachStyle, OnFailure, Shape, Step, Update};
use crate::trigger::Trigger;
use crate::{App, Argument, Dialect, Plan, StepId, Value};

/// Draws a plan; equal plans give equal texts.
pub fn draw(plan: &Plan) -> String {
    let mut out = Diagram { plan, text: String::new() };
    let dialect = match plan.dialect {
        Dialect::V1 => "1.x",
        Dialect::V2 => "2.0",
    };
    let disabled = if plan.disabled { ", disabled" } else { "" };
    out.line(0, &format!("flow {} ({dialect}{disabled})", plan.flow));
    out.inputs(&plan.inputs);
    out.triggers(&plan.triggers);
    out.section("tasks", &plan.sections.tasks);
    out.section("errors", &plan.sections.errors);
    out.section("finally", &plan.sections.finally);
    out.section("after execution", &plan.sections.after_execution);
    for listener in &plan.sections.listeners {
        out.section("listener", &listener.tasks);
    }
    if !plan.outputs.is_empty() {
        out.line(1, "outputs");
        for output in &plan.outputs {
            let kind = output.kind.as_ref().map(|kind| format!(": {}", kind_name(kind))).unwrap_or_default();
            out.line(2, &format!("{}{kind} = {}", output.id, argument(&output.value)));
        }
    }
    out.text
}

/// Draws an app: the page of each state, block by block; equal apps give equal texts.
pub fn draw_app(app: &App) -> String {
    let access = match &app.access {
        Access::Public => "public".to_owned(),
        Access::Private { groups } if groups.is_empty() => "private".to_owned(),
        Access::Private { groups } => format!("private to {}", groups.join(", ")),
    };
    let disabled = if app.disabled { ", disabled" } else { "" };
    let mut text = format!("app {} over {} ({access}{disabled})\n", app.name, app.flow);
    for layout in &app.layouts {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  on {}", layout.on);
        for block in &layout.blocks {
            let on = if block.on.is_empty() { String::new() } else { format!(" while {}", block.on.join(", ")) };
            let _ = writeln!(text, "    {}{on}", short(&block.block_type));
            for (name, value) in &block.properties {
                let _ = writeln!(text, "      {name} = {}", argument(value));
            }
        }
    }
    text
}

struct Diagram<'a> {
    plan: &'a Plan,
    text: String,
}

impl Diagram<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:indent$}{text}", "", indent = depth * 2);
    }

    fn inputs(&mut self, inputs: &[Input]) {
        if !inputs.is_empty() {
            self.line(1, "inputs");
        }
        for input in inputs {
            let optional = if input.required { "" } else { "?" };
            let defaults = input.defaults.as_ref().map(|value| format!(" = {}", argument(value))).unwrap_or_default();
            self.line(2, &format!("{}{optional}: {}{defaults}", input.id, kind_name(&input.kind)));
        }
    }

    fn triggers(&mut self, triggers: &[Trigger]) {
        if !triggers.is_empty() {
            self.line(1, "triggers");
        }
        for trigger in triggers {
            self.line(2, &format!("{}: {}", trigger.id, short(&trigger.trigger_type)));
            self.properties(3, &trigger.properties);
        }
    }

    fn section(&mut self, name: &str, steps: &[StepId]) {
        if !steps.is_empty() {
            self.line(1, name);
            self.steps(2, steps);
        }
    }

    fn steps(&mut self, depth: usize, steps: &[StepId]) {
        for id in steps {
            self.step(depth, self.plan.step(*id));
        }
    }

    fn step(&mut self, depth: usize, step: &Step) {
        let common = &step.common;
        let marks = [
            (common.disabled, "disabled"),
            (common.allow_failure, "may fail"),
            (common.allow_warning, "may warn"),
            (common.retry.is_some(), "retried"),
            (common.cache.is_some(), "cached"),
            (common.log_to_file, "logs to a file"),
        ];
        let marks: String = marks.iter().filter(|(holds, _)| *holds).map(|(_, mark)| format!(", {mark}")).collect();
        let when = common.run_if.as_ref().map(|when| format!(" if {}", when.source)).unwrap_or_default();
        let timeout = common.timeout.as_ref().map(|time| format!(" within {}", argument(time))).unwrap_or_default();
        self.line(depth, &format!("{}: {}{marks}{when}{timeout}", step.name, self.shape(step)));
        self.properties(depth + 1, &step.properties);
        self.below(depth + 1, &step.shape);
    }

    /// What a step does, in a line.
    fn shape(&self, step: &Step) -> String {
        let name = short(&step.task_type);
        let at_most = |limit: &Option<Argument>| {
            limit.as_ref().map(|limit| format!(", at most {} at once", argument(limit))).unwrap_or_default()
        };
        match &step.shape {
            Shape::Run => name.to_owned(),
            Shape::Sequence { on_failure: OnFailure::Fail, .. } => format!("{name}, one after another"),
            Shape::Sequence { on_failure: OnFailure::Warn, .. } => format!("{name}, one after another, failures warn"),
            Shape::Parallel { at_most: limit, .. } => format!("{name}, side by side{}", at_most(limit)),
            Shape::Graph { at_most: limit, .. } => format!("{name}, as they depend{}", at_most(limit)),
            Shape::Each { over, at_most: limit, style, .. } => {
                let style = match style {
                    EachStyle::Values => "",
                    EachStyle::Combinations => ", tasks apart",
                    EachStyle::Isolated { .. } => ", isolated",
                };
                format!("{name}, for each of {}{}{style}", argument(over), at_most(limit))
            }
            Shape::Choose { on, style: ChooseStyle::If, .. } => format!("{name} {}", on.source),
            Shape::Choose { on, style: ChooseStyle::Switch, .. } => format!("{name} on {}", on.source),
            Shape::Repeat { until, .. } => format!("{name} until {}", until.source),
            Shape::Await { delay, .. } => {
                let delay = delay.as_ref().map(|delay| format!(" for {}", argument(delay))).unwrap_or_default();
                format!("{name}, waits{delay}")
            }
            Shape::Call(call) => {
                let wait = if call.wait { "waits for" } else { "starts" };
                format!("{name}, {wait} {}.{}", argument(&call.namespace), argument(&call.flow_id))
            }
            Shape::CallEach { call, split } => {
                let (namespace, flow) = (argument(&call.namespace), argument(&call.flow_id));
                format!("{name}, {namespace}.{flow} for each batch of {}", self.plan.step(*split).name)
            }
            Shape::Workspace { .. } => format!("{name}, in one folder"),
            Shape::Update(update) => format!("{name}, {}", self::update(update)),
        }
    }

    /// The steps below a step, by the role they have there.
    fn below(&mut self, depth: usize, shape: &Shape) {
        match shape {
            Shape::Run | Shape::Update(_) => {}
            Shape::Sequence { children, .. }
            | Shape::Parallel { children, .. }
            | Shape::Each { children, .. }
            | Shape::Repeat { children, .. }
            | Shape::Workspace { children } => self.children(depth, children),
            Shape::Graph { children, needs, .. } => {
                for (task, needs) in children.tasks.iter().zip(needs) {
                    self.step(depth, self.plan.step(*task));
                    if !needs.is_empty() {
                        let names: Vec<&str> = needs.iter().map(|id| &*self.plan.step(*id).name).collect();
                        self.line(depth + 1, &format!("after {}", names.join(", ")));
                    }
                }
                self.roles(depth, &children.errors, &children.finally);
            }
            Shape::Choose { branches, otherwise, errors, finally, .. } => {
                for Branch { value, tasks } in branches {
                    self.role(depth, value, tasks);
                }
                self.role(depth, "otherwise", otherwise.as_deref().unwrap_or_default());
                self.roles(depth, errors, finally);
            }
            Shape::Await { children, on_resume, on_pause, .. } => {
                for input in on_resume {
                    self.line(depth, &format!("asks {}: {}", input.id, kind_name(&input.kind)));
                }
                self.role(depth, "on pause", on_pause.as_slice());
                self.children(depth, children);
            }
            Shape::Call(call) | Shape::CallEach { call, .. } => {
                for (id, value) in &call.inputs {
                    self.line(depth, &format!("gives {id}: {}", argument(value)));
                }
            }
        }
    }

    fn children(&mut self, depth: usize, children: &Children) {
        self.steps(depth, &children.tasks);
        self.roles(depth, &children.errors, &children.finally);
    }

    fn roles(&mut self, depth: usize, errors: &[StepId], finally: &[StepId]) {
        self.role(depth, "errors", errors);
        self.role(depth, "finally", finally);
    }

    fn role(&mut self, depth: usize, role: &str, steps: &[StepId]) {
        if !steps.is_empty() {
            self.line(depth, &format!("[{role}]"));
            self.steps(depth + 1, steps);
        }
    }

    fn properties(&mut self, depth: usize, properties: &[(crate::Text, Argument)]) {
        for (name, value) in properties {
            self.line(depth, &format!("{name} = {}", argument(value)));
        }
    }
}

fn update(update: &Update) -> String {
    match update {
        Update::Labels(labels) => format!("labels {}", argument(labels)),
        Update::SetVariables { variables, .. } => format!("sets {}", argument(variables)),
        Update::UnsetVariables { variables, .. } => format!("unsets {}", argument(variables)),
        Update::Exit(state) => format!("ends as {}", argument(state)),
    }
}

/// A type without its package: `log.Log`.
fn short(name: &str) -> &str {
    let dot = name.rmatch_indices('.').nth(1).map_or(0, |(at, _)| at + 1);
    &name[dot..]
}

/// What was written, on one line.
fn argument(argument: &Argument) -> String {
    match argument {
        Argument::Fixed(value) => fixed(value),
        Argument::Template(template) => template.source.trim_end().replace('\n', "⏎"),
        Argument::List(items) => {
            let items: Vec<String> = items.iter().map(self::argument).collect();
            format!("[{}]", items.join(", "))
        }
        Argument::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", self::argument(key), self::argument(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn fixed(value: &Value) -> String {
    match value {
        Value::Text(text) => text.trim_end().replace('\n', "⏎"),
        other => serde_json::Value::from(other).to_string(),
    }
}

fn kind_name(kind: &InputKind) -> String {
    let name = kind.name();
    match kind {
        InputKind::Select { values, .. } | InputKind::MultiSelect { values, .. } => {
            format!("{name}{}", self::values(values))
        }
        InputKind::Array { item } => format!("{name} of {}", kind_name(item)),
        InputKind::Form { inputs } => {
            let inputs: Vec<String> =
                inputs.iter().map(|input| format!("{}: {}", input.id, kind_name(&input.kind))).collect();
            format!("{name}({})", inputs.join(", "))
        }
        InputKind::String { .. }
        | InputKind::Int { .. }
        | InputKind::Float { .. }
        | InputKind::Bool
        | InputKind::DateTime { .. }
        | InputKind::Date { .. }
        | InputKind::Time { .. }
        | InputKind::Duration { .. }
        | InputKind::File { .. }
        | InputKind::Json { .. }
        | InputKind::Yaml
        | InputKind::Ion
        | InputKind::Uri
        | InputKind::Email
        | InputKind::Secret { .. }
        | InputKind::Reusable => name.to_owned(),
    }
}

fn values(values: &Values) -> String {
    match values {
        Values::Listed(values) => format!("({})", values.join(" | ")),
        Values::Computed(template) => format!("({})", template.source),
    }
}
