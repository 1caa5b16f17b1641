//! `templating.TemplatedTask`: runs a task that an expression has written.

use plan::flow::SourceText;
use plan::{Failure, Plan, Shape, Text};
use serde_json::json;

use crate::tasks::{self, Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.templating.TemplatedTask", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(run_written(properties, host))
}

async fn run_written(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let spec = properties.require("spec", Properties::text)?;
    let plan = compile(&spec, &host)?;
    let step = plan.steps.first().ok_or_else(not_runnable)?;
    let behaviour = match step.shape {
        Shape::Run => tasks::find(&step.task_type).ok_or_else(not_runnable)?,
        _ => return Err(not_runnable()),
    };
    if behaviour.task_type == BEHAVIOUR.task_type {
        return Err(Failure::new(format!("The templated task cannot be of type '{}'", BEHAVIOUR.task_type)));
    }
    let properties = host.engine.rendered(&host.here, step)?;
    match behaviour.act {
        Act::Compute(compute) => compute(&properties, &*host.journal),
        Act::Work(work) => work(properties, host).await,
    }
}

fn not_runnable() -> Failure {
    Failure::new("The templated task must be a runnable task")
}

/// The task as the only one of a flow in place of the one it runs in, so that the same settings hold for it.
fn compile(spec: &str, host: &Host) -> Result<Plan, Failure> {
    let parse = host.engine.parse();
    let mut task = serde_json::Value::from(&parse.document(spec)?);
    let members = task.as_object_mut().ok_or_else(|| Failure::new("the property `spec` must be a task"))?;
    members.entry("id").or_insert_with(|| "templated".into());
    let flow = json!({"id": host.here.flow.id, "namespace": host.here.flow.namespace, "tasks": [task]});
    let compiled = parse.compile(&[SourceText { path: source_path(host), text: flow.to_string().into() }]);
    compiled.plans.into_iter().next().ok_or_else(|| {
        let first = compiled.diagnostics.iter().find(|it| it.severity == report::Severity::Error);
        let reason = first.map_or("it cannot be compiled", |it| it.message.as_ref());
        Failure::new(format!("the task that `spec` describes is wrong: {reason}"))
    })
}

fn source_path(host: &Host) -> Text {
    let flow = host.engine.registry().flow(&host.here.flow);
    flow.map_or_else(|| "flow.yaml".into(), |flow| flow.plan.source.path.clone())
}
