//! The properties every task has.

use crate::objects::assets::Assets;
use crate::objects::cache::TaskCache;
use crate::objects::level::Level;
use crate::objects::retry::Retry;
use crate::objects::worker::{WorkerGroup, WorkerSelector};
use crate::prelude::*;

/// The properties every task has.
#[derive(Clone, Debug, PartialEq, Record)]
pub struct TaskProperties {
    /// The task's name, unique in the flow: `{{ outputs.id }}`.
    #[size(max = 256)]
    #[pattern("^[a-zA-Z0-9][a-zA-Z0-9_-]*")]
    #[not_empty]
    pub id: String,
    /// What the task does.
    #[pattern(r"^[A-Za-z_$][A-Za-z0-9_$]*(\.[A-Za-z_$][A-Za-z0-9_$]*)*$")]
    #[not_empty]
    pub r#type: String,
    /// What the task is for, in Markdown.
    pub description: Option<String>,
    /// A disabled task is left out.
    #[default(false)]
    pub disabled: bool,
    /// The task is skipped where this evaluates to something false.
    #[name("runIf")]
    #[default("true")]
    #[versions(until = "2.0")]
    pub run_if_before: String,
    /// The task is skipped where this evaluates to something false.
    #[default("true")]
    #[rendered]
    #[versions(since = "2.0")]
    pub run_if: String,
    /// A failure counts as a warning, and the flow goes on.
    #[default(false)]
    pub allow_failure: bool,
    /// A warning counts as a success.
    #[default(false)]
    pub allow_warning: bool,
    /// The longest time of one attempt.
    #[property]
    pub timeout: Option<SignedDuration>,
    /// How a failure is tried again.
    pub retry: Option<Retry>,
    /// Less important entries of the log are dropped.
    pub log_level: Option<Level>,
    /// Whether entries go to a file instead of the log.
    #[default(false)]
    pub log_to_file: bool,
    /// Takes the outputs of an equal earlier run instead of running again.
    pub task_cache: Option<TaskCache>,
    /// The assets the task reads and writes (enterprise edition).
    #[name("assets")]
    #[property]
    #[versions(since = "1.2", until = "1.3")]
    pub assets_before: Option<Assets>,
    /// The assets the task reads and writes (enterprise edition).
    #[versions(since = "1.3")]
    pub assets: Option<Assets>,
    /// The defaults to take, by their `ref`.
    #[versions(since = "1.3", until = "2.0")]
    pub plugin_defaults_ref: Option<String>,
    /// The version of the plugin (enterprise edition).
    pub version: Option<String>,
    /// The workers the task runs on (enterprise edition).
    #[versions(until = "2.0")]
    pub worker_group: Option<WorkerGroup>,
    /// The workers the task runs on, by their tags (enterprise edition).
    #[versions(since = "2.0")]
    pub worker_selector: Option<WorkerSelector>,
    /// The policies that apply (enterprise edition).
    #[versions(since = "2.0")]
    pub policy_refs: Option<Vec<String>>,
}
