//! Executions and their logs, found.

use std::ops::ControlFlow;
use std::sync::Arc;

use plan::FlowName;
use serde::de::DeserializeOwned;

use super::foremost::Foremost;
use crate::execution::Execution;
use crate::executor::{Machine, Slot};
use crate::ids::ExecutionId;
use crate::logs::{LogEntry, LogLine, LogQuery};
use crate::metrics::{MetricEntry, MetricLine, MetricQuery};
use crate::query::{Order, Page, Query, Summary};
use crate::store::{Direction, Store, StoreError, Table, after, records};

/// An execution and the number of its last commit; without that where a commit is under way.
pub(super) type Standing = (Arc<Execution>, Option<u64>);

/// An execution without its secrets.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn execution(machine: &Machine, id: ExecutionId) -> Result<Option<Standing>, StoreError> {
    loop {
        let Some(slot) = machine.lives.get(id) else { break };
        let live = slot.lock();
        if live.gone {
            continue;
        }
        let settled = slot.committed() == live.number && !live.execution.is_changed();
        let number = settled.then(|| live.number.saturating_sub(1));
        let (execution, mask) = (Arc::clone(&live.execution), Arc::clone(&live.mask));
        drop(live);
        return Ok(Some((Execution::without_secrets(execution, &mask), number)));
    }
    Ok(machine.load(id)?.map(|(mut execution, number)| {
        execution.hide(&machine.mask_of(&execution));
        (Arc::new(execution), Some(number.saturating_sub(1)))
    }))
}

/// An execution as it stands, without its secrets, and the commit that makes it durable.
pub(super) struct Shown {
    pub(super) execution: Arc<Execution>,
    /// How many commits have to be in the store; none where it was read from there.
    needs: Option<(Arc<Slot>, u64)>,
}

impl Shown {
    /// Waits until the store has everything that is shown.
    pub(super) async fn durable(&self) {
        if let Some((slot, commits)) = &self.needs {
            slot.durable(*commits).await;
        }
    }
}

/// An execution as it stands.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn shown(machine: &Machine, id: ExecutionId) -> Result<Option<Shown>, StoreError> {
    if let Some(slot) = machine.lives.get(id) {
        let live = slot.lock();
        if !live.gone {
            let commits = live.number + u64::from(live.execution.is_changed());
            let (execution, mask) = (Arc::clone(&live.execution), Arc::clone(&live.mask));
            drop(live);
            return Ok(Some(Shown {
                execution: Execution::without_secrets(execution, &mask),
                needs: Some((slot, commits)),
            }));
        }
    }
    Ok(execution(machine, id)?.map(|(execution, _)| Shown { execution, needs: None }))
}

/// The flow of an execution, where only so many of its executions may run at once.
pub(super) fn limited_flow(machine: &Machine, id: ExecutionId) -> Option<FlowName> {
    let summary = summary(&*machine.store, id).ok()??;
    let flow = machine.registry.revision(&summary.flow, summary.revision)?;
    flow.plan.concurrency.as_ref().map(|_| summary.flow)
}

/// What lists show of an execution; `None` where there is none.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn summary(store: &dyn Store, id: ExecutionId) -> Result<Option<Summary>, StoreError> {
    store.get(Table::Summaries, &records::execution(id))?.map(|bytes| records::decode(&bytes)).transpose()
}

/// The executions asked for.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn list(machine: &Machine, query: &Query) -> Result<Page<Summary>, StoreError> {
    if let Some(page) = machine.census.page(&*machine.store, query)? {
        // One that was deleted in between is left out.
        let items = page.items.into_iter().filter_map(|id| summary(&*machine.store, id).transpose());
        return Ok(Page { items: items.collect::<Result<_, _>>()?, total: page.total });
    }
    let mut items = Vec::new();
    let mut total = 0;
    let direction = match query.order {
        Order::NewestFirst => Direction::Backward,
        Order::OldestFirst => Direction::Forward,
    };
    let limit = query.limit.unwrap_or(usize::MAX);
    machine.store.scan(Table::Summaries, &[], None, direction, &mut |_, value| {
        if let Ok(summary) = records::decode::<Summary>(value)
            && query.matches(&summary)
        {
            if total >= query.offset && items.len() < limit {
                items.push(summary);
            }
            total += 1;
        }
        ControlFlow::Continue(())
    })?;
    Ok(Page { items, total })
}

/// The logs of an execution behind a commit, by commit.
pub(crate) fn stored_logs(
    store: &dyn Store,
    id: ExecutionId,
    seen: Option<u64>,
) -> Result<Vec<(u64, Vec<LogEntry>)>, StoreError> {
    let from = records::commit(id, seen.map_or(0, |seen| seen + 1));
    let end = after(&records::execution(id));
    let mut found = Vec::new();
    let mut damage = Ok(());
    store.scan(Table::Logs, &from, end.as_deref(), Direction::Forward, &mut |key, value| {
        match (records::read_commit(key), records::decode(value)) {
            (Some((_, number)), Ok(entries)) => found.push((number, entries)),
            (_, Err(error)) => damage = Err(error),
            (None, _) => {}
        }
        ControlFlow::Continue(())
    })?;
    damage.map(|()| found)
}

pub(super) fn logs_since(machine: &Machine, execution: &Execution, seen: Option<u64>, sequence: u64) -> Vec<LogLine> {
    let stored = stored_logs(&*machine.store, execution.id(), seen).unwrap_or_default();
    let stored = stored.into_iter().filter(|(number, _)| *number <= sequence);
    stored.flat_map(|(number, entries)| lines(execution.id(), execution.flow(), number, entries)).collect()
}

pub(super) fn lines(
    id: ExecutionId,
    flow: &FlowName,
    sequence: u64,
    entries: Vec<LogEntry>,
) -> impl Iterator<Item = LogLine> + use<'_> {
    entries.into_iter().map(move |entry| LogLine { execution: id, flow: flow.clone(), sequence, entry })
}

/// A row of the table of logs: the execution, its commit, its flow, and the entries.
pub(super) type LogRow = (ExecutionId, u64, FlowName, Vec<LogEntry>);

/// The rows of the logs of one execution, or of all.
pub(super) fn log_rows(machine: &Machine, execution: Option<ExecutionId>) -> Result<Vec<LogRow>, StoreError> {
    let mut found = Vec::new();
    rows(machine, Table::Logs, execution, &mut |id, number, flow, entries| {
        found.push((id, number, flow.clone(), entries));
    })?;
    Ok(found)
}

/// A page of the lines that a query asks for and a test accepts.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn logs(
    machine: &Machine,
    query: &LogQuery,
    accepts: &dyn Fn(&LogLine) -> bool,
    mut found: Foremost<LogLine>,
) -> Result<Page<LogLine>, StoreError> {
    rows(machine, Table::Logs, query.execution, &mut |id, number, flow, entries| {
        let lines = lines(id, flow, number, entries).filter(|line| query.matches(line) && accepts(line));
        lines.for_each(|line| found.add(line.entry.at, line));
    })?;
    Ok(found.page())
}

/// The figures asked for, oldest first.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn metrics(
    machine: &Machine,
    query: &MetricQuery,
    offset: usize,
    limit: Option<usize>,
) -> Result<Page<MetricLine>, StoreError> {
    let mut found = Foremost::new(Order::OldestFirst, offset, limit);
    rows(machine, Table::Metrics, query.execution, &mut |execution, _, flow, entries: Vec<MetricEntry>| {
        let lines = entries.into_iter().map(|entry| MetricLine { execution, flow: flow.clone(), entry });
        lines.filter(|line| query.matches(line)).for_each(|line| found.add(line.entry.at, line));
    })?;
    Ok(found.page())
}

/// Sees a row: the execution, the number of its commit, its flow, and the entries.
type Each<'a, E> = &'a mut dyn FnMut(ExecutionId, u64, &FlowName, Vec<E>);

/// Goes through what one execution, or all, wrote into a table by their commits, with the flow of each; what is damaged
/// or belongs to none any more is passed over.
fn rows<E: DeserializeOwned>(
    machine: &Machine,
    table: Table,
    execution: Option<ExecutionId>,
    each: Each<'_, E>,
) -> Result<(), StoreError> {
    let from = execution.map(records::execution).unwrap_or_default();
    let to = execution.and_then(|_| after(&from));
    let mut last: Option<(ExecutionId, FlowName)> = None;
    let mut damage = Ok(());
    machine.store.scan(table, &from, to.as_deref(), Direction::Forward, &mut |key, value| {
        let Some((id, number)) = records::read_commit(key) else { return ControlFlow::Continue(()) };
        if last.as_ref().is_none_or(|last| last.0 != id) {
            match summary(&*machine.store, id) {
                Ok(found) => last = found.map(|summary| (id, summary.flow)),
                Err(error) => {
                    damage = Err(error);
                    return ControlFlow::Break(());
                }
            }
        }
        if let (Some((_, flow)), Ok(entries)) = (&last, records::decode(value)) {
            each(id, number, flow, entries);
        }
        ControlFlow::Continue(())
    })?;
    damage
}
