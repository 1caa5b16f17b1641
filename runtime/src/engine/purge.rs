//! What has ended long ago is forgotten, and the file gives back the room it took.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use plan::step::LogLevel;
use serde::de::DeserializeOwned;

use super::deploy::refused;
use super::find;
use crate::creation::execution_folder;
use crate::executor::Machine;
use crate::ids::ExecutionId;
use crate::logs::{LogEntry, LogLine, LogQuery};
use crate::metrics::MetricEntry;
use crate::query::{Query, Summary};
use crate::refusal::Refusal;
use crate::store::{Direction, StoreError, Table, Write, after, records};

/// As many executions are forgotten with one commit.
const AT_ONCE: usize = 500;

/// New executions take the room of forgotten ones; only where as many are gone as a part of those that are left
/// is the file made smaller, which takes as long as reading all of it.
const WORTH_IT: u64 = 4;

/// How often it is looked for what is old enough.
const INTERVAL: SignedDuration = SignedDuration::from_mins(10);

/// Forgets executions that ended before a time, with their logs and files; how many.
pub(super) async fn purge(machine: &Machine, before: Timestamp) -> Result<usize, Refusal> {
    let mut forgotten = 0;
    loop {
        let old = ended_before(machine, before)?;
        if old.is_empty() {
            break;
        }
        let mut writes = Vec::with_capacity(old.len() * 3);
        for summary in &old {
            let key = records::execution(summary.id);
            writes.push(Write::DeleteBelow(Table::Executions, key.clone()));
            writes.push(Write::DeleteBelow(Table::Logs, key.clone()));
            writes.push(Write::DeleteBelow(Table::Metrics, key.clone()));
            writes.push(Write::Delete(Table::Summaries, key));
        }
        machine.commit_all(writes).await.map_err(refused)?;
        for summary in &old {
            machine.gone(summary.id);
            let folder = execution_folder(&summary.flow, summary.id);
            if let Err(error) = machine.doors.storage.delete_below(&folder).await {
                tracing::warn!("the files of execution `{}` cannot be deleted: {error}", summary.id);
            }
        }
        forgotten += old.len();
    }
    let gone = machine.forgotten.fetch_add(forgotten, Ordering::Relaxed) + forgotten;
    let left = machine.store.count(Table::Summaries).map_err(refused)?;
    if gone > 0 && gone as u64 >= left / WORTH_IT {
        // Nothing is committed meanwhile.
        let store = Arc::clone(&machine.store);
        let compacted = tokio::task::spawn_blocking(move || store.compact()).await;
        compacted.unwrap_or_else(|error| Err(StoreError(error.to_string()))).map_err(refused)?;
        machine.forgotten.store(0, Ordering::Relaxed);
    }
    Ok(forgotten)
}

/// What of executions is forgotten.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) executions: bool,
    pub(crate) logs: bool,
    pub(crate) metrics: bool,
    pub(crate) files: bool,
}

/// How much was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Purged {
    pub(crate) executions: usize,
    pub(crate) logs: usize,
    pub(crate) metrics: usize,
    pub(crate) files: usize,
}

/// Forgets parts of the executions asked for that have ended and have nothing left to do.
pub(super) async fn matching(machine: &Machine, query: &Query, parts: Parts) -> Result<Purged, Refusal> {
    let ended = |summary: &Summary| summary.state.is_terminated() && is_over(machine, summary.id);
    let found = find::list(machine, query).map_err(refused)?.items;
    let found: Vec<Summary> = found.into_iter().filter(ended).collect();
    let mut purged = Purged::default();
    for chunk in found.chunks(AT_ONCE) {
        let mut writes = Vec::new();
        for summary in chunk {
            let key = records::execution(summary.id);
            if parts.logs {
                purged.logs += count::<LogEntry>(machine, Table::Logs, &key)?;
                writes.push(Write::DeleteBelow(Table::Logs, key.clone()));
            }
            if parts.metrics {
                purged.metrics += count::<MetricEntry>(machine, Table::Metrics, &key)?;
                writes.push(Write::DeleteBelow(Table::Metrics, key.clone()));
            }
            if parts.executions {
                purged.executions += 1;
                writes.push(Write::DeleteBelow(Table::Executions, key.clone()));
                writes.push(Write::Delete(Table::Summaries, key));
            }
        }
        machine.commit_all(writes).await.map_err(refused)?;
        for summary in chunk {
            if parts.executions {
                machine.gone(summary.id);
            }
            if parts.files {
                purged.files += delete_files(machine, summary).await;
            }
        }
    }
    Ok(purged)
}

/// Whether nothing is left to do in an execution.
fn is_over(machine: &Machine, id: ExecutionId) -> bool {
    let over = machine.lives.get(id).is_none_or(|slot| {
        let live = slot.lock();
        live.execution.is_over() && live.workers.is_empty() && slot.committed() == live.number
    });
    over && machine.store.get(Table::Open, &records::execution(id)).is_ok_and(|open| open.is_none())
}

/// Deletes the files of an execution; how many there were.
async fn delete_files(machine: &Machine, summary: &Summary) -> usize {
    let storage = &machine.doors.storage;
    let folder = execution_folder(&summary.flow, summary.id);
    let files = storage.list(&folder).await.map_or(0, |files| files.len());
    match storage.delete_below(&folder).await {
        Ok(()) => files,
        Err(error) => {
            tracing::warn!("the files of execution `{}` cannot be deleted: {error}", summary.id);
            0
        }
    }
}

/// How many entries the rows of an execution hold.
fn count<T: DeserializeOwned>(machine: &Machine, table: Table, key: &[u8]) -> Result<usize, Refusal> {
    let mut found = 0;
    let counted = machine.store.scan(table, key, after(key).as_deref(), Direction::Forward, &mut |_, value| {
        found += records::decode::<Vec<T>>(value).map_or(0, |entries| entries.len());
        ControlFlow::Continue(())
    });
    counted.map(|()| found).map_err(refused)
}

/// Forgets the log lines asked for that are of one of these levels; how many.
pub(super) async fn logs(machine: &Machine, query: &LogQuery, levels: &[LogLevel]) -> Result<usize, Refusal> {
    let mut writes = Vec::new();
    let mut forgotten = 0;
    let rows = find::log_rows(machine, query.execution).map_err(refused)?;
    for (execution, number, flow, entries) in rows {
        let goes = |entry: &LogEntry| {
            let line = LogLine { execution, flow: flow.clone(), sequence: number, entry: entry.clone() };
            query.matches(&line) && (levels.is_empty() || levels.contains(&entry.level))
        };
        let before = entries.len();
        let left: Vec<LogEntry> = entries.into_iter().filter(|entry| !goes(entry)).collect();
        if left.len() == before {
            continue;
        }
        forgotten += before - left.len();
        let key = records::commit(execution, number);
        writes.push(match left.as_slice() {
            [] => Write::Delete(Table::Logs, key),
            left => Write::Put(Table::Logs, key, records::encode(&left).map_err(refused)?),
        });
    }
    if !writes.is_empty() {
        machine.commit_all(writes).await.map_err(refused)?;
    }
    Ok(forgotten)
}

/// Some of the executions that ended before a time and have nothing left to do.
fn ended_before(machine: &Machine, before: Timestamp) -> Result<Vec<Summary>, Refusal> {
    let mut found: Vec<Summary> = Vec::new();
    // Ids sort by age: whatever began later has not ended before.
    let end = records::execution(ExecutionId::new(before, 0));
    machine
        .store
        .scan(Table::Summaries, &[], Some(&end), Direction::Forward, &mut |_, value| {
            if let Ok(summary) = records::decode::<Summary>(value)
                && summary.state.is_terminated()
                && summary.end.is_some_and(|end| end < before)
            {
                found.push(summary);
            }
            if found.len() < AT_ONCE { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .map_err(refused)?;
    found.retain(|summary| {
        let open = machine.store.get(Table::Open, &records::execution(summary.id));
        machine.lives.get(summary.id).is_none() && open.is_ok_and(|open| open.is_none())
    });
    Ok(found)
}

/// Forgets again and again what ended longer ago than this, as long as the machine is there.
pub(super) async fn keep(machine: std::sync::Weak<Machine>, age: SignedDuration) {
    loop {
        let Some(machine) = machine.upgrade() else { return };
        let before = machine.clock().now().checked_sub(age).unwrap_or(Timestamp::MIN);
        match purge(&machine, before).await {
            Ok(0) => {}
            Ok(count) => tracing::info!("{count} executions that ended before {before} are forgotten"),
            Err(refusal) => tracing::error!("old executions cannot be forgotten: {refusal}"),
        }
        let next = machine.clock().now().checked_add(INTERVAL).ok();
        let clock = machine.clock().clone();
        drop(machine);
        while next.is_some_and(|next| clock.now() < next) {
            clock.until(next).await;
        }
    }
}
