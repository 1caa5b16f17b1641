//! What the tasks that a worker runs do: one file a task type, named as its type is.
//!
//! A behaviour sees rendered properties and a [`Host`], and nothing of executions, plans or the store. Those
//! that only compute are plain functions, so that the engine can run many of them within one commit.

mod debug;
mod discord;
mod execution;
mod flow;
mod here;
mod host;
mod http;
mod journal;
mod kv;
mod log;
mod metric;
mod namespace;
mod outcome;
mod output;
mod properties;
mod state;
mod storage;
mod templating;
mod trigger;

use std::pin::Pin;

use plan::Failure;

pub(crate) use here::Here;
pub(crate) use host::{Host, Stopper, cannot_read, stop_signal};
pub(crate) use http::trigger::answer as http_answer;
pub(crate) use journal::Journal;
pub(crate) use outcome::{Outcome, Verdict};
pub(crate) use properties::Properties;

/// What one task type does.
pub(crate) struct Behaviour {
    /// The canonical task type.
    pub(crate) task_type: &'static str,
    /// How it is done.
    pub(crate) act: Act,
}

/// How a task is done.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// At once, by computing alone: it may be done again without anybody noticing.
    Compute(fn(&Properties, &dyn Journal) -> Result<Outcome, Failure>),
    /// By asking something of the world.
    Work(fn(Properties, Host) -> Work),
}

/// A task at work.
pub(crate) type Work = Pin<Box<dyn Future<Output = Result<Outcome, Failure>> + Send>>;

/// Every behaviour, by task type.
pub(crate) static ALL: &[Behaviour] = &[
    debug::echo::BEHAVIOUR,
    debug::r#return::BEHAVIOUR,
    execution::assert::BEHAVIOUR,
    execution::count::BEHAVIOUR,
    execution::fail::BEHAVIOUR,
    execution::purge_executions::BEHAVIOUR,
    execution::resume::BEHAVIOUR,
    flow::for_each_item_merge::BEHAVIOUR,
    flow::for_each_item_split::BEHAVIOUR,
    flow::sleep::BEHAVIOUR,
    http::download::BEHAVIOUR,
    http::request::BEHAVIOUR,
    http::sse_request::BEHAVIOUR,
    kv::delete::BEHAVIOUR,
    kv::get::BEHAVIOUR,
    kv::get_keys::BEHAVIOUR,
    kv::purge_kv::BEHAVIOUR,
    kv::put::BEHAVIOUR,
    kv::set::BEHAVIOUR,
    log::fetch::BEHAVIOUR,
    log::log::BEHAVIOUR,
    log::purge_logs::BEHAVIOUR,
    metric::publish::BEHAVIOUR,
    namespace::delete_files::BEHAVIOUR,
    namespace::download_files::BEHAVIOUR,
    namespace::purge_files::BEHAVIOUR,
    namespace::upload_files::BEHAVIOUR,
    output::output_values::BEHAVIOUR,
    state::delete::BEHAVIOUR,
    state::get::BEHAVIOUR,
    state::set::BEHAVIOUR,
    storage::concat::BEHAVIOUR,
    storage::deduplicate_items::BEHAVIOUR,
    storage::delete::BEHAVIOUR,
    storage::filter_items::BEHAVIOUR,
    storage::local_files::BEHAVIOUR,
    storage::purge_current_execution_files::BEHAVIOUR,
    storage::purge_storage::BEHAVIOUR,
    storage::reverse::BEHAVIOUR,
    storage::size::BEHAVIOUR,
    storage::split::BEHAVIOUR,
    storage::write::BEHAVIOUR,
    templating::templated_task::BEHAVIOUR,
    trigger::toggle::BEHAVIOUR,
    discord::discord_execution::BEHAVIOUR,
    discord::discord_incoming_webhook::BEHAVIOUR,
];

/// What a task type does; `None` where this server cannot do it.
pub(crate) fn find(task_type: &str) -> Option<&'static Behaviour> {
    let at = ALL.binary_search_by(|behaviour| behaviour.task_type.cmp(task_type)).ok()?;
    Some(&ALL[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_behaviour_is_found() {
        assert!(ALL.is_sorted_by_key(|behaviour| behaviour.task_type));
        assert!(ALL.iter().all(|behaviour| find(behaviour.task_type).is_some()));
        assert!(find("io.kestra.plugin.core.log.Lgo").is_none());
    }

    /// What the catalogue says is done here is done, and nothing else is.
    #[test]
    fn behaviours_are_those_the_catalogue_declares() {
        let declared = catalog::Catalog::declared().filter(|it| it.kind == catalog::Kind::Task);
        let mut names: Vec<_> =
            declared.filter(|it| it.execution == catalog::Execution::Behaviour).map(|it| it.name).collect();
        names.sort_unstable();
        // The parts of a `ForEachItem` are nothing an author can name.
        let ours = ALL.iter().map(|behaviour| behaviour.task_type).filter(|name| !name.contains('$'));
        assert_eq!(ours.collect::<Vec<_>>(), names);
    }
}
