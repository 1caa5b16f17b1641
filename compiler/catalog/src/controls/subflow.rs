//! Another flow.

use crate::objects::state::State;
use crate::outputs::{record, with};
use crate::prelude::*;

/// Run another flow.
///
/// What it gives back is in `{{ outputs.task.outputs.id }}`.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: call
///     type: io.kestra.plugin.core.flow.Subflow
///     namespace: demo
///     flowId: greet
///     inputs:
///       name: Ada
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Subflow",
    was("io.kestra.core.tasks.flows.Flow", until = "2.0"),
    was("io.kestra.core.tasks.flows.Subflow", until = "2.0"),
    form = Form::Call,
    able(Executable),
    depends = outputs
)]
pub struct Subflow {
    /// The namespace of the flow.
    #[rendered]
    #[not_empty]
    pub namespace: String,
    /// The id of the flow.
    #[rendered]
    pub flow_id: String,
    /// A fixed revision; the newest where absent.
    #[rendered]
    #[min(1)]
    pub revision: Option<i64>,
    /// What it is started with.
    #[rendered]
    pub inputs: Option<IndexMap<Text, Value>>,
    /// Labels of its execution.
    #[rendered]
    pub labels: Option<Labels>,
    /// Whether this task waits for its end.
    #[default(true)]
    pub wait: bool,
    /// Whether this task fails when it fails.
    #[default(true)]
    pub transmit_failed: bool,
    /// Whether it gets the labels of this execution.
    #[default(false)]
    #[property]
    pub inherit_labels: bool,
    /// What is taken from it.
    #[rendered]
    #[versions(until = "2.0")]
    #[obsolete("declare `outputs` in the flow that is called")]
    pub outputs: Option<IndexMap<Text, Value>>,
    /// What a restart does with an execution that failed.
    #[default("RETRY_FAILED")]
    pub restart_behavior: RestartBehavior,
    /// It does not begin before this time.
    #[property]
    pub schedule_date: Option<Moment>,
}

/// The execution and what it gave back.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct SubflowOutputs {
    /// The id of its execution.
    pub execution_id: String,
    /// What it gave back.
    pub outputs: Option<IndexMap<Text, Value>>,
    /// The state its execution ended in.
    pub state: State,
}

/// What the flow gives back is known where the flow is; what this task takes from it is named here.
fn outputs(site: &dyn Site) -> Type {
    let given = site.called_outputs().or_else(|| {
        let taken = site.keys("outputs")?;
        Some(record(taken.iter().map(|key| (&**key, Type::Unknown))))
    });
    match given {
        Some(given) => with(<SubflowOutputs as typed::Object>::RECORD, "outputs", given),
        None => <SubflowOutputs as typed::Object>::RECORD.value_type(),
    }
}

/// What a restart does with an execution that was started before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum RestartBehavior {
    /// A new one is created.
    NewExecution,
    /// It is restarted.
    RetryFailed,
}
