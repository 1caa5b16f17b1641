//! `ExecutionFlow`: the execution is one of a certain flow.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.ExecutionFlow", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let flow = test.execution()?.flow();
    Ok(test.text("namespace")? == *flow.namespace && test.text("flowId")? == *flow.id)
}
