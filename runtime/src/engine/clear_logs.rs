//! What executions have said is forgotten, and they stay.

use std::ops::ControlFlow;

use super::deploy::refused;
use super::find::{lines, summary};
use crate::executor::Machine;
use crate::logs::{LogEntry, LogQuery};
use crate::refusal::Refusal;
use crate::store::{Direction, Table, Write, after, records};

/// Forgets the lines that a query finds; how many.
pub(super) async fn clear(machine: &Machine, query: &LogQuery) -> Result<usize, Refusal> {
    let (from, to) = match query.execution {
        Some(id) => (records::execution(id), after(&records::execution(id))),
        None => (Box::default(), None),
    };
    let mut writes = Vec::new();
    let mut count = 0;
    let mut damage = Ok(());
    machine
        .store
        .scan(Table::Logs, &from, to.as_deref(), Direction::Forward, &mut |key, value| {
            let Some((id, number)) = records::read_commit(key) else { return ControlFlow::Continue(()) };
            let summary = match summary(&*machine.store, id) {
                Ok(Some(summary)) => summary,
                Ok(None) => return ControlFlow::Continue(()),
                Err(error) => {
                    damage = Err(error);
                    return ControlFlow::Break(());
                }
            };
            let entries: Vec<LogEntry> = match records::decode(value) {
                Ok(entries) => entries,
                Err(error) => {
                    damage = Err(error);
                    return ControlFlow::Break(());
                }
            };
            let before = entries.len();
            let kept = lines(id, &summary.flow, number, entries).filter(|line| !query.matches(line));
            let kept: Vec<LogEntry> = kept.map(|line| line.entry).collect();
            if kept.len() == before {
                return ControlFlow::Continue(());
            }
            count += before - kept.len();
            let key = records::commit(id, number);
            match (kept.is_empty(), records::encode(&kept)) {
                (true, _) => writes.push(Write::Delete(Table::Logs, key)),
                (false, Ok(bytes)) => writes.push(Write::Put(Table::Logs, key, bytes)),
                (false, Err(error)) => damage = Err(error),
            }
            ControlFlow::Continue(())
        })
        .and(damage)
        .map_err(refused)?;
    machine.commit_all(writes).await.map_err(refused)?;
    Ok(count)
}
