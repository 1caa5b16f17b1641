//! Variables of the running execution.

use crate::prelude::*;

/// Set variables of the running execution.
///
/// Later tasks see them as `{{ vars.name }}`.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: remember
///     type: io.kestra.plugin.core.execution.SetVariables
///     variables:
///       colour: green
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.execution.SetVariables",
    form = Form::Update(UpdateForm::SetVariables { variables: "variables", overwrite: "overwrite" }),
    able()
)]
pub struct SetVariables {
    /// The variables with their values.
    #[property]
    pub variables: IndexMap<Text, Value>,
    /// Whether existing ones may be replaced.
    #[default(true)]
    #[property]
    pub overwrite: bool,
}
