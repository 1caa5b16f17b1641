//! Tasks once for each value, isolated (2.0).

use std::sync::Arc;

use crate::objects::flow_document::FlowOutput;
use crate::outputs::{record, with};
use crate::prelude::*;

/// Run tasks once for each value of a list, each time in an execution of its own.
///
/// The tasks see `{{ item.value }}`, `{{ item.index }}` and, for maps, `{{ item.key }}`. What an iteration
/// gives out it declares in `outputs`; after the loop `{{ loopOutputs(outputs.loop.outputs, 'id') }}` is the
/// list of them.
///
/// ```yaml
/// id: example
/// namespace: demo
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.Loop
///     values: ["red", "green"]
///     tasks:
///       - id: paint
///         type: io.kestra.plugin.core.debug.Return
///         format: "{{ item.value }} paint"
///     outputs:
///       - id: painted
///         type: STRING
///         value: "{{ outputs.paint.value }}"
/// ```
#[derive(Clone, Debug, PartialEq, Control)]
#[control(
    "io.kestra.plugin.core.flow.Loop",
    since = "2.0",
    form = Form::Each {
        body: "tasks",
        over: "values",
        at_most: AtMost::Property("concurrencyLimit"),
        style: EachForm::Isolated { outputs: "outputs", transmit_failed: "transmitFailed", fetch: "fetchType" },
    },
    depends = outputs
)]
pub struct Loop {
    /// The values: a list, a map, text that evaluates to one, or the address of a file whose rows are the
    /// values.
    #[rendered]
    pub values: Loopable,
    /// What is done for each value; `{{ item.value }}` is the value.
    #[not_empty]
    pub tasks: Vec<Task>,
    /// Tasks that run in an iteration when one of its tasks failed.
    pub errors: Option<Vec<Task>>,
    /// Tasks that run at the end of each iteration.
    pub finally: Option<Vec<Task>>,
    /// For how many values at once; 1 one after another, 0 for all.
    #[default(1)]
    #[min(0)]
    pub concurrency_limit: i64,
    /// Whether a failed iteration ends and fails the loop.
    #[default(true)]
    pub transmit_failed: bool,
    /// What each iteration gives out.
    #[rendered]
    pub outputs: Option<Vec<FlowOutput>>,
    /// Where the outputs of the iterations are kept.
    #[default("AUTO")]
    pub fetch_type: LoopFetch,
}

/// How far the loop is, and what its iterations gave out.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct LoopOutputs {
    /// How many iterations there are.
    pub iteration_count: i64,
    /// How many are running.
    pub running_iterations: i64,
    /// How many ended, by state.
    pub terminated_iterations: IndexMap<Text, i64>,
    /// What the iterations gave out, in the order they ended.
    pub outputs: Option<Vec<LoopOutput>>,
}

/// Each element of `outputs` is typed as what iterations declare; in a file they are an address.
fn outputs(site: &dyn Site) -> Type {
    let stored = record([("uri", Type::FileUri)]);
    let fetched = || {
        let item = <LoopItem as typed::Object>::RECORD.value_type();
        let given = site.declared("outputs").unwrap_or_default();
        Type::List(Arc::new(record([("item", item), ("outputs", given)])))
    };
    let fetch = site.value("fetchType").unwrap_or_else(|| Value::text(LoopFetch::Auto.text()));
    let from_file = || site.type_of(&["values"]) == Type::FileUri;
    let given = match fetch.as_str() {
        Some("STORE") => stored,
        Some("FETCH") => fetched(),
        Some("AUTO") if from_file() => stored,
        Some("AUTO") if matches!(site.type_of(&["values"]), Type::List(_) | Type::Map(_) | Type::Record(_)) => {
            fetched()
        }
        _ => Type::union([fetched(), stored]),
    };
    with(<LoopOutputs as typed::Object>::RECORD, "outputs", given)
}

/// Where the outputs of the iterations are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum LoopFetch {
    /// In a file where the values came from one, else with the execution.
    Auto,
    /// With the execution.
    Fetch,
    /// In a file: `{{ outputs.loop.outputs.uri }}`.
    Store,
}

/// What one iteration gave out.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct LoopOutput {
    /// Which iteration it was.
    pub item: LoopItem,
    /// What it gave out.
    pub outputs: Option<IndexMap<Text, Value>>,
}

/// An iteration.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct LoopItem {
    /// Its number, from 0.
    pub iteration: i64,
    /// Its key, where the values were a map.
    pub key: Option<String>,
    /// Its value.
    pub value: String,
}
