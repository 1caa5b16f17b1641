//! Everything in a store, read entry by entry: whether it can be read, and as documents.

use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::deploy::{StoredApp, StoredFlow};
use crate::access::{audit, passes};
use crate::execution::delta::Delta;
use crate::execution::{Execution, Program};
use crate::executor::Open;
use crate::ids::ExecutionId;
use crate::json::Json;
use crate::kv::Entry;
use crate::logs::LogEntry;
use crate::metrics::MetricEntry;
use crate::namespace_files;
use crate::query::Summary;
use crate::registry::Registry;
use crate::store::{Direction, Store, StoreError, Table, after, records};
use crate::triggers::{Collected, Part, Standing, TriggerName};

/// What was found in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many entries each table has.
    pub entries: Vec<(Table, usize)>,
    /// What cannot be read or does not belong together, one line each.
    pub problems: Vec<String>,
}

/// Reads every entry of a store.
///
/// # Errors
///
/// When a table cannot be read at all.
pub fn survey(store: &dyn Store) -> Result<Survey, StoreError> {
    let mut survey = Survey::default();
    for table in Table::ALL {
        let mut count = 0;
        store.scan(table, &[], None, Direction::Forward, &mut |key, value| {
            count += 1;
            if let Err(problem) = read(table, key, value) {
                survey.problems.push(format!("an entry of `{}` is damaged: {}", table.name(), problem.0));
            }
            ControlFlow::Continue(())
        })?;
        survey.entries.push((table, count));
    }
    for id in open(store)? {
        if store.get(Table::Summaries, &records::execution(id))?.is_none() {
            survey.problems.push(format!("execution `{id}` goes on and is not listed"));
        }
    }
    Ok(survey)
}

/// Whether the value of an entry can be read.
fn read(table: Table, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
    match table {
        // Its entries are numbers and texts that are read when the store is opened.
        Table::Meta => Ok(()),
        Table::Executions => records::decode::<Delta>(value).map(drop),
        Table::Summaries => records::decode::<Summary>(value).map(drop),
        Table::Open => records::decode::<Open>(value).map(drop),
        Table::Logs => records::decode::<Vec<LogEntry>>(value).map(drop),
        Table::Metrics => records::decode::<Vec<MetricEntry>>(value).map(drop),
        Table::Flows => records::decode::<StoredFlow>(value).and_then(|stored| stored.plan()).map(drop),
        Table::Apps => records::decode::<StoredApp>(value).and_then(|stored| stored.app()).map(drop),
        Table::KeyValues => records::decode::<Entry>(value).map(drop),
        Table::NamespaceFiles => records::decode::<namespace_files::Entry>(value).map(drop),
        Table::FileRevisions => records::decode::<namespace_files::Revision>(value).map(drop),
        Table::Triggers => match TriggerName::read(key) {
            Some((_, Part::Standing)) => records::decode::<Standing>(value).map(drop),
            Some((_, Part::Collected(_))) => records::decode::<Collected>(value).map(drop),
            Some((_, Part::Switch)) => Ok(()),
            None => Err(StoreError("its key names no trigger".to_owned())),
        },
        Table::Cache => Ok(()),
        Table::Audit => records::decode::<audit::Entry>(value).map(drop),
        Table::Passes => records::decode::<passes::Pass>(value).map(drop),
    }
}

fn open(store: &dyn Store) -> Result<Vec<ExecutionId>, StoreError> {
    let mut found = Vec::new();
    store.scan(Table::Open, &[], None, Direction::Forward, &mut |key, _| {
        found.extend(records::read_execution(key));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Every flow, app, key, execution and log of a store as a document with its `kind`, one after another.
///
/// # Errors
///
/// When an entry cannot be read.
pub fn export(store: &dyn Store, each: &mut dyn FnMut(Value)) -> Result<(), StoreError> {
    let registry = Registry::default();
    let mut damage = Ok(());
    store.scan(Table::Flows, &[], None, Direction::Forward, &mut |_, value| {
        match records::decode::<StoredFlow>(value) {
            Ok(stored) => {
                let name = &stored.flow;
                each(json!({
                    "kind": "flow",
                    "namespace": &*name.namespace,
                    "id": &*name.id,
                    "revision": stored.revision,
                    "updated": stored.updated,
                    "deleted": stored.deleted,
                    "source": &*stored.source.text,
                }));
                match stored.plan() {
                    Ok(Some(plan)) => {
                        drop(registry.put_flow(Arc::new(plan), stored.packed(), stored.revision, stored.updated));
                    }
                    Ok(None) => {}
                    Err(error) => damage = Err(error),
                }
            }
            Err(error) => damage = Err(error),
        }
        ControlFlow::Continue(())
    })?;
    store.scan(Table::Apps, &[], None, Direction::Forward, &mut |_, value| {
        match records::decode::<StoredApp>(value) {
            Ok(stored) => {
                let name = &stored.name;
                each(json!({"kind": "app", "namespace": &*name.namespace, "id": &*name.id}));
            }
            Err(error) => damage = Err(error),
        }
        ControlFlow::Continue(())
    })?;
    store.scan(Table::KeyValues, &[], None, Direction::Forward, &mut |key, value| {
        let names = records::read_names(key).unwrap_or_default();
        match (names.as_slice(), records::decode::<Entry>(value)) {
            (&[namespace, key], Ok(entry)) => {
                let value = serde_json::to_value(Json(&entry.value)).unwrap_or_default();
                let (updated, expires) = (entry.updated, entry.expires);
                each(json!({"kind": "key-value", "namespace": namespace, "key": key, "value": value, "updated": updated, "expires": expires}));
            }
            (_, Ok(_)) => {}
            (_, Err(error)) => damage = Err(error),
        }
        ControlFlow::Continue(())
    })?;
    damage?;
    let mut ids = Vec::new();
    store.scan(Table::Summaries, &[], None, Direction::Forward, &mut |key, _| {
        ids.extend(records::read_execution(key));
        ControlFlow::Continue(())
    })?;
    for id in ids {
        if let Some(execution) = execution(store, &registry, id)? {
            let view = serde_json::to_value(execution.view(Timestamp::UNIX_EPOCH)).unwrap_or_default();
            let logs: Vec<Value> = (super::stored_logs(store, id, None)?.into_iter())
                .flat_map(|(_, entries)| entries)
                .map(|entry| {
                    let level = crate::logs::level_name(entry.level);
                    json!({"timestamp": entry.at, "level": level, "taskId": entry.task, "message": entry.message})
                })
                .collect();
            each(json!({"kind": "execution", "execution": view, "logs": logs}));
        }
    }
    Ok(())
}

fn execution(store: &dyn Store, registry: &Registry, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
    let prefix = records::execution(id);
    let mut deltas: Vec<Delta> = Vec::new();
    let mut damage = Ok(());
    store.scan(Table::Executions, &prefix, after(&prefix).as_deref(), Direction::Forward, &mut |_, value| {
        match records::decode(value) {
            Ok(delta) => deltas.push(delta),
            Err(error) => damage = Err(error),
        }
        ControlFlow::Continue(())
    })?;
    damage?;
    let Some((flow, revision)) = Execution::program_of(&deltas) else { return Ok(None) };
    let program: Option<Arc<Program>> = registry.revision(&flow, revision).map(|flow| Arc::clone(&flow.program));
    Ok(program.and_then(|program| Execution::from_deltas(program, deltas)))
}
