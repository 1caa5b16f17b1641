//! Values for later tasks.

use std::sync::Arc;

use crate::outputs::record;
use crate::prelude::*;

/// Give out several values.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: facts
///     type: io.kestra.plugin.core.output.OutputValues
///     values:
///       answer: "{{ 6 * 7 }}"
/// ```
#[derive(Clone, Debug, PartialEq, Task)]
#[task("io.kestra.plugin.core.output.OutputValues", pure, depends = outputs)]
pub struct OutputValues {
    /// The values by name: `{{ outputs.task.values.name }}`.
    pub values: Option<IndexMap<Text, Value>>,
}

/// What is written out keeps its type; what is computed becomes text.
fn outputs(site: &dyn Site) -> Type {
    let values = match site.keys("values") {
        Some(keys) => record(keys.iter().map(|key| (&**key, site.type_of(&["values", key])))),
        None => Type::Map(Arc::new(Type::Unknown)),
    };
    record([("values", values)])
}
