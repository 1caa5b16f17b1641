//! The properties every trigger has.

use crate::objects::assets::Assets;
use crate::objects::level::Level;
use crate::objects::state::State;
use crate::objects::worker::{WorkerGroup, WorkerSelector};
use crate::prelude::*;

/// The properties every trigger has.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct TriggerProperties {
    /// The trigger's name, unique among the flow's triggers.
    #[name("id")]
    #[versions(until = "2.0")]
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id_before: String,
    /// The trigger's name, unique among the flow's triggers.
    #[versions(since = "2.0")]
    #[size(max = 256)]
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id: String,
    /// What starts the flow.
    #[pattern(r"^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$")]
    #[not_empty]
    pub r#type: String,
    /// What the trigger is for, in Markdown.
    pub description: Option<String>,
    /// A disabled trigger never fires.
    #[default(false)]
    pub disabled: bool,
    /// Conditions that must all hold.
    #[versions(until = "2.0")]
    pub conditions: Option<Vec<Condition>>,
    /// The trigger fires only where this evaluates to something true.
    #[default("true")]
    #[rendered]
    #[versions(since = "2.0")]
    pub when: String,
    /// Labels of the executions it starts.
    #[rendered]
    pub labels: Option<Labels>,
    /// After an execution ended in one of these states the trigger is disabled.
    pub stop_after: Option<Vec<State>>,
    /// Less important entries of the log are dropped.
    pub log_level: Option<Level>,
    /// Less important entries of the log are dropped.
    #[versions(until = "2.0")]
    pub min_log_level: Option<Level>,
    /// Whether entries go to a file instead of the log.
    #[default(false)]
    pub log_to_file: bool,
    /// Whether it fires while an execution it started is still running.
    #[name("allowConcurrent")]
    #[versions(since = "1.2", until = "2.0")]
    pub allow_concurrent_before: Option<bool>,
    /// Whether it fires while an execution it started is still running.
    #[default(false)]
    #[versions(since = "2.0")]
    pub allow_concurrent: bool,
    /// Whether a failing trigger creates a failed execution.
    #[default(false)]
    pub fail_on_trigger_error: bool,
    /// The assets the trigger reads and writes (enterprise edition).
    #[name("assets")]
    #[property]
    #[versions(since = "1.2", until = "1.3")]
    pub assets_before: Option<Assets>,
    /// The assets the trigger reads and writes (enterprise edition).
    #[versions(since = "1.3")]
    pub assets: Option<Assets>,
    /// The defaults to take, by their `ref`.
    #[versions(since = "1.3", until = "2.0")]
    pub plugin_defaults_ref: Option<String>,
    /// The version of the plugin (enterprise edition).
    pub version: Option<String>,
    /// The workers the trigger runs on (enterprise edition).
    #[versions(until = "2.0")]
    pub worker_group: Option<WorkerGroup>,
    /// The workers the trigger runs on, by their tags (enterprise edition).
    #[versions(since = "2.0")]
    pub worker_selector: Option<WorkerSelector>,
    /// The policies that apply (enterprise edition).
    #[versions(since = "2.0")]
    pub policy_refs: Option<Vec<String>>,
}
