//! `ExecutionLabels`: the execution has all of certain labels.

use plan::Failure;

use super::{Behaviour, Test};

pub(super) const BEHAVIOUR: Behaviour =
    Behaviour { condition_type: "io.kestra.plugin.core.condition.ExecutionLabels", holds };

fn holds(test: &Test<'_>) -> Result<bool, Failure> {
    let execution = test.execution()?;
    let wanted = crate::executor::labels_of(&test.value("labels")?)?;
    Ok(wanted.iter().all(|label| execution.labels().contains(label)))
}
