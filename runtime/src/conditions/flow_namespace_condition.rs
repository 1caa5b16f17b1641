//! `FlowNamespaceCondition`: the flow that has the condition lies in certain namespaces.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.FlowNamespaceCondition", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let (namespace, wanted) = (&*test.flow.namespace, test.text("namespace")?);
    let below = test.text("prefix")? == "true";
    Ok(if below { namespace.starts_with(&wanted) } else { namespace == wanted })
}
