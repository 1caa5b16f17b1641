//! `ExecutionNamespace`: the flow of the execution lies in certain namespaces.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.ExecutionNamespace", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let namespace = &*test.execution()?.flow().namespace;
    let wanted = test.text("namespace")?;
    Ok(match test.text("comparison")?.as_str() {
        "PREFIX" => namespace.starts_with(&wanted),
        "SUFFIX" => namespace.ends_with(&wanted),
        "" if test.text("prefix")? == "true" => namespace.starts_with(&wanted),
        _ => namespace == wanted,
    })
}
