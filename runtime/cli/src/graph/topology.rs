//! The shape of a flow without what its tasks are given: boxes within boxes.

use plan::step::{Call, Children, Shape, Step};
use plan::{Argument, Plan, StepId, Value};

/// A flow to be drawn.
pub(crate) struct Topology {
    /// Its name.
    pub(super) name: String,
    /// What starts it: ids with types.
    pub(super) triggers: Vec<(String, String)>,
    /// Its tasks first, then what runs on errors and in the end, each with the words above it.
    pub(super) sections: Vec<(&'static str, Lane)>,
}

/// A task.
pub(super) struct Block {
    /// Its place in the plan.
    pub(super) id: StepId,
    /// Its id in the file.
    pub(super) name: String,
    /// Its type without the package, and what it calls.
    pub(super) kind: String,
    /// What is in it.
    pub(super) lanes: Vec<Lane>,
}

/// Tasks that belong together.
pub(super) struct Lane {
    /// When they run; nothing where they always do.
    pub(super) label: Option<String>,
    /// In which order.
    pub(super) order: Order,
    /// The tasks.
    pub(super) blocks: Vec<Block>,
}

/// In which order tasks run.
pub(super) enum Order {
    /// One after another.
    Sequence,
    /// Side by side.
    Parallel,
    /// Each after those at these positions.
    Needs(Vec<Vec<usize>>),
}

impl Topology {
    /// The shape of a plan.
    pub(crate) fn of(plan: &Plan) -> Self {
        let lane = |steps: &[StepId]| lane(plan, None, Order::Sequence, steps);
        let sections = [
            ("", &plan.sections.tasks),
            ("on errors", &plan.sections.errors),
            ("in the end", &plan.sections.finally),
            ("after the execution", &plan.sections.after_execution),
        ];
        Self {
            name: plan.flow.to_string(),
            triggers: plan.triggers.iter().map(|it| (it.id.to_string(), short(&it.trigger_type))).collect(),
            sections: sections
                .into_iter()
                .filter(|(_, steps)| !steps.is_empty())
                .map(|(title, steps)| (title, lane(steps)))
                .collect(),
        }
    }
}

fn lane(plan: &Plan, label: Option<&str>, order: Order, steps: &[StepId]) -> Lane {
    let blocks = steps.iter().map(|id| block(plan, *id)).collect();
    Lane { label: label.map(str::to_owned), order, blocks }
}

fn block(plan: &Plan, id: StepId) -> Block {
    let step = plan.step(id);
    let lanes = lanes(plan, step).into_iter().filter(|lane| !lane.blocks.is_empty()).collect();
    Block { id, name: step.name.to_string(), kind: kind(step), lanes }
}

fn lanes(plan: &Plan, step: &Step) -> Vec<Lane> {
    let rest = |errors: &[StepId], finally: &[StepId]| {
        [("on errors", errors), ("in the end", finally)]
            .map(|(label, steps)| lane(plan, Some(label), Order::Sequence, steps))
    };
    let with = |order, children: &Children| {
        let mut lanes = vec![lane(plan, None, order, &children.tasks)];
        lanes.extend(rest(&children.errors, &children.finally));
        lanes
    };
    match &step.shape {
        Shape::Run | Shape::Call(_) | Shape::CallEach { .. } | Shape::Update(_) => Vec::new(),
        Shape::Sequence { children, .. }
        | Shape::Each { children, .. }
        | Shape::Repeat { children, .. }
        | Shape::Workspace { children } => with(Order::Sequence, children),
        Shape::Parallel { children, .. } => with(Order::Parallel, children),
        Shape::Graph { children, needs, .. } => {
            let position = |id: &StepId| children.tasks.iter().position(|task| task == id);
            let needs = needs.iter().map(|needs| needs.iter().filter_map(position).collect()).collect();
            with(Order::Needs(needs), children)
        }
        Shape::Choose { branches, otherwise, errors, finally, .. } => {
            let mut lanes: Vec<Lane> =
                branches.iter().map(|branch| lane(plan, Some(&branch.value), Order::Sequence, &branch.tasks)).collect();
            let otherwise = otherwise.as_deref().unwrap_or_default();
            lanes.push(lane(plan, Some("otherwise"), Order::Sequence, otherwise));
            lanes.extend(rest(errors, finally));
            lanes
        }
        Shape::Await { children, on_pause, .. } => {
            let mut lanes = with(Order::Sequence, children);
            lanes.insert(0, lane(plan, Some("on pause"), Order::Sequence, on_pause.as_slice()));
            lanes
        }
    }
}

/// What a task is, and the flow it calls.
fn kind(step: &Step) -> String {
    let called = match &step.shape {
        Shape::Call(call) | Shape::CallEach { call, .. } => called(call),
        Shape::Run
        | Shape::Sequence { .. }
        | Shape::Parallel { .. }
        | Shape::Graph { .. }
        | Shape::Each { .. }
        | Shape::Choose { .. }
        | Shape::Repeat { .. }
        | Shape::Await { .. }
        | Shape::Workspace { .. }
        | Shape::Update(_) => None,
    };
    let kind = short(&step.task_type);
    called.map_or(kind.clone(), |flow| format!("{kind} → {flow}"))
}

fn called(call: &Call) -> Option<String> {
    match (&call.flow, &call.flow_id) {
        (Some(flow), _) => Some(flow.to_string()),
        (None, Argument::Template(template)) => Some(template.source.to_string()),
        (None, Argument::Fixed(Value::Text(text))) => Some(text.to_string()),
        (None, Argument::Fixed(_) | Argument::List(_) | Argument::Map(_)) => None,
    }
}

/// A type without its package.
fn short(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}
