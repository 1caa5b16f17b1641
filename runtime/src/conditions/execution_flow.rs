//! `ExecutionFlow`: the execution is one of a certain flow.

use plan::trigger::Condition;
use plan::{Argument, Failure, FlowName, Value};

use super::{Behaviour, Test};

const TYPE: &str = "io.kestra.plugin.core.condition.ExecutionFlow";

pub(super) const BEHAVIOUR: Behaviour = Behaviour { condition_type: TYPE, holds };

/// The flow of a condition of this type, where it is written as it is.
pub(crate) fn flow_of(condition: &Condition) -> Option<FlowName> {
    let fixed = |name: &str| match condition.properties.iter().find(|(key, _)| &**key == name) {
        Some((_, Argument::Fixed(Value::Text(text)))) => Some(text.clone()),
        _ => None,
    };
    let is_meant = *condition.condition_type == *TYPE;
    is_meant.then(|| Some(FlowName { namespace: fixed("namespace")?, id: fixed("flowId")? })).flatten()
}

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let flow = test.execution()?.flow();
    Ok(test.text("namespace")? == *flow.namespace && test.text("flowId")? == *flow.id)
}
