//! `ForEachItem` as what Kestra makes of it: a file is split, a flow is called for each part, outputs are merged.

use catalog::Form;
use plan::step::{Common, Effects, Shape};
use plan::{Argument, Step, StepId, Text, Value};

use super::argument::Arguments;
use super::shape;
use crate::ir::{Flow, Owner, Task};

/// Adds the steps that each `ForEachItem` consists of.
pub(super) fn expand(flow: &Flow, steps: &mut Vec<Step>, arguments: Arguments<'_>) {
    for task in &flow.tasks {
        if let Some(Form::CallEach { items, batch }) = task.object.form() {
            let first = u32::try_from(steps.len()).unwrap_or(u32::MAX);
            let ids = [StepId(first), StepId(first + 1), StepId(first + 2)];
            let made = made(flow, task, (items, batch), ids[0], arguments);
            steps.extend(made);
            if let Some(Shape::Sequence { children, .. }) =
                steps.get_mut(task.id.0 as usize).map(|step| &mut step.shape)
            {
                children.tasks = ids.to_vec();
            }
        }
    }
}

fn made(flow: &Flow, task: &Task, (items, batch): (&str, &str), split: StepId, arguments: Arguments<'_>) -> [Step; 3] {
    let owner = Owner::Task(task.id);
    let from = arguments.named(&task.object, items, owner).unwrap_or(Argument::Fixed(Value::Null));
    let mut cut = vec![(Text::from("from"), from)];
    if let Some(batch) = task.object.object(batch) {
        cut.extend(arguments.entries(batch, owner).into_iter().filter_map(|(key, value)| match key {
            Argument::Fixed(Value::Text(key)) => Some((key, value)),
            _ => None,
        }));
    }
    let step = |suffix: &str, part: &str, shape, properties| Step {
        name: format!("{}{suffix}", task.name).into(),
        task_type: format!("io.kestra.plugin.core.flow.ForEachItem$ForEachItem{part}").into(),
        parent: Some(StepId(task.id.0)),
        common: Common::default(),
        shape,
        properties,
        effects: Effects::World,
        place: task.place(),
    };
    let call = Shape::CallEach { call: Box::new(shape::call(flow, task, arguments)), split };
    [
        step("_split", "Split", Shape::Run, cut),
        step("_items", "Executable", call, Vec::new()),
        step("_merge", "MergeOutputs", Shape::Run, Vec::new()),
    ]
}
