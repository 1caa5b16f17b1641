//! What an execution knows of itself: `errorLogs`, `tasksWithState`, `loopOutputs`, `currentEachOutput`,
//! `printContext`, `fetchContext`, `env`.

use std::sync::Arc;

use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::Kind;
use crate::{Value, java};

/// `errorLogs()`.
pub(super) static ERROR_LOGS: Function = Function {
    doc: "Each is a map with `taskId`, `taskRunId`, `executionId`, `attemptNumber`, `timestamp`, `level`, `message` and more.",
    returns: Returns::Kinds(Kind::LIST),
    examples: &[Example { template: "{% if false %}{{ errorLogs() }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "errorLogs", "The errors that the execution logged so far.", error_logs)
};

/// `tasksWithState('FAILED')`.
pub(super) static TASKS_WITH_STATE: Function = Function {
    doc: "Each is a map with `taskId`, `state`, and `value` inside loops.",
    parameters: &[Parameter::required("state", Kind::TEXT, "The state, in capital or small letters.")],
    returns: Returns::Kinds(Kind::LIST),
    examples: &[Example { template: "{{ tasksWithState('FAILED') }}", result: "[]" }],
    purity: Purity::World,
    ..Function::new(
        Form::Function,
        "tasksWithState",
        "The tasks of the execution that are in a state.",
        tasks_with_state,
    )
};

/// `loopOutputs(outputs.each.outputs, 'name')`.
pub(super) static LOOP_OUTPUTS: Function = Function {
    parameters: &[
        Parameter::required("outputs", Kind::LIST, "The outputs of a `Loop`."),
        Parameter::required("name", Kind::TEXT, "The output of each iteration."),
    ],
    returns: Returns::Kinds(Kind::LIST),
    since: Version::new(2, 0),
    examples: &[Example { template: "{{ loopOutputs([{'outputs': {'v': 1}}, {}], 'v') }}", result: "[1,null]" }],
    ..Function::new(Form::Function, "loopOutputs", "One output of every iteration of a loop.", loop_outputs)
};

/// `currentEachOutput(outputs.inner)`.
pub(super) static CURRENT_EACH_OUTPUT: Function = Function {
    parameters: &[Parameter::required("outputs", Kind::MAP, "The outputs of a task inside loops.")],
    until: Some(Version::new(2, 0)),
    deprecated: Some("the outputs of a sibling in the same iteration are `outputs.task[taskrun.value]`"),
    examples: &[Example { template: "{% if false %}{{ currentEachOutput(outputs.inner) }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(
        Form::Function,
        "currentEachOutput",
        "The outputs of a task in this iteration of all loops around.",
        current_each_output,
    )
};

/// `printContext()`.
pub(super) static PRINT_CONTEXT: Function = Function {
    returns: Returns::Kinds(Kind::MAP),
    examples: &[Example { template: "{{ printContext() | length >= 0 }}", result: "true" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "printContext", "All variables that can be seen here.", context)
};

/// `fetchContext()`.
pub(super) static FETCH_CONTEXT: Function = Function {
    returns: Returns::Kinds(Kind::MAP),
    examples: &[Example { template: "{{ fetchContext() | length >= 0 }}", result: "true" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "fetchContext", "All variables that can be seen here.", context)
};

/// `env('name')`.
pub(super) static ENV: Function = Function {
    doc: "The same as `envs.name`, for names that are only known at run time.",
    parameters: &[
        Parameter::required("name", Kind::TEXT, "The name, exactly as in `envs`."),
        Parameter::optional("default", Kind::ANY, "null", "What a missing or empty value gives."),
    ],
    since: Version::new(2, 0),
    examples: &[Example { template: "{{ env('no_such_name', 'default') }}", result: "default" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "env", "An environment variable that flows may see.", env)
};

fn error_logs(_: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    evaluation.world().error_logs()
}

fn tasks_with_state(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let wanted = arguments.text(0)?.to_uppercase();
    let is_wanted =
        |value: Option<&Value>| value.and_then(Value::as_str).is_some_and(|state| state.to_uppercase() == wanted);
    let mut found = Vec::new();
    if let Some(Value::Map(tasks)) = evaluation.root("tasks") {
        for (id, task) in tasks.iter() {
            let Value::Map(details) = task else { continue };
            for (key, value) in details.iter() {
                let of_task = [("taskId", Value::Text(id.clone())), ("state", Value::text(&wanted))];
                if key.as_ref() == "state" && is_wanted(Some(value)) {
                    found.push(Value::map(of_task));
                } else if is_wanted(value.get("state")) {
                    found.push(Value::map(of_task.into_iter().chain([("value", Value::Text(key.clone()))])));
                }
            }
        }
    }
    Ok(Value::list(found))
}

fn loop_outputs(arguments: &Arguments<'_>, _: &mut Evaluation<'_>) -> Result<Value, Error> {
    let iterations = match arguments.required(0)? {
        Value::List(iterations) => iterations,
        other => return Err(arguments.wrong_kind(0, other)),
    };
    let name = match arguments.required(1)? {
        Value::Text(name) => name,
        other => return Err(arguments.wrong_kind(1, other)),
    };
    let output = |iteration: &Value| iteration.get("outputs")?.get(name).cloned();
    Ok(Value::list(iterations.iter().map(|iteration| output(iteration).unwrap_or_default())))
}

fn current_each_output(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let mut outputs = match arguments.required(0)? {
        value @ Value::Map(_) => value,
        other => return Err(arguments.wrong_kind(0, other)),
    };
    let value_of = |taskrun: &Value| taskrun.get("value").map(java::to_text);
    let parents = evaluation.root("parents").and_then(Value::elements).cloned().unwrap_or_else(|| Arc::new(Vec::new()));
    let own = evaluation.root("taskrun").and_then(value_of);
    // The nearest loop comes first among the parents, and last in the outputs.
    let steps = parents.iter().rev().filter_map(|parent| parent.get("taskrun")).map(value_of).chain([own]);
    for step in steps {
        let next = step.as_ref().and_then(|step| outputs.get(step));
        outputs = next.ok_or_else(|| {
            let step = step.unwrap_or_default();
            Error::new(format!("there is no output of this task for the iteration `{step}`"))
        })?;
    }
    Ok(outputs.clone())
}

fn context(_: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::map(evaluation.visible()))
}

fn env(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let name = arguments.text(0)?;
    let default = || arguments.get(1).cloned().unwrap_or_default();
    let found = evaluation.root("envs").and_then(|envs| envs.get(name));
    Ok(found.filter(|value| !java::to_text(value).is_empty() && !value.is_null()).cloned().unwrap_or_else(default))
}
