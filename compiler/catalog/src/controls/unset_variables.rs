//! Variables of the running execution taken away.

use crate::prelude::*;

/// Remove variables of the running execution.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: remember
///     type: io.kestra.plugin.core.execution.SetVariables
///     variables:
///       colour: green
///   - id: forget
///     type: io.kestra.plugin.core.execution.UnsetVariables
///     variables:
///       - colour
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.execution.UnsetVariables",
    form = Form::Update(UpdateForm::UnsetVariables { variables: "variables", ignore_missing: "ignoreMissing" }),
    able()
)]
pub struct UnsetVariables {
    /// Their names.
    #[property]
    pub variables: Vec<String>,
    /// Whether one that is not there is no failure.
    #[default(false)]
    #[property]
    pub ignore_missing: bool,
}
