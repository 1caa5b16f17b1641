//! Tasks kept elsewhere (1.x, switched off in Kestra unless configured).

use crate::prelude::*;

/// Run the tasks of a template.
///
/// Templates are switched off in Kestra unless configured, and Lanner has none.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: old
///     type: io.kestra.plugin.core.flow.Template
///     namespace: demo
///     templateId: greet
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Template",
    until = "2.0",
    was("io.kestra.core.tasks.flows.Template"),
    obsolete("use `io.kestra.plugin.core.flow.Subflow`"),
    elsewhere,
    form = Form::Run,
    outputs = TemplateOutputs
)]
pub struct Template {
    /// The namespace of the template.
    pub namespace: String,
    /// The id of the template.
    pub template_id: String,
    /// The tenant of the template.
    pub tenant_id: Option<String>,
    /// What the template is started with.
    #[rendered]
    pub args: Option<IndexMap<Text, String>>,
    /// Tasks that run when one of the tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run in the end, whether the others succeeded or failed.
    pub finally: Option<Vec<Task>>,
}

/// What the template was started with.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct TemplateOutputs {
    /// What the template was started with.
    pub args: IndexMap<Text, Value>,
}
