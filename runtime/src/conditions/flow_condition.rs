//! `FlowCondition`: the flow that has the condition is a certain one.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.FlowCondition", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    Ok(test.text("namespace")? == *test.flow.namespace && test.text("flowId")? == *test.flow.id)
}
