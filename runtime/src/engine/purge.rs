//! What has ended long ago is forgotten, and the file gives back the room it took.

use std::ops::ControlFlow;

use jiff::{SignedDuration, Timestamp};

use super::deploy::refused;
use crate::creation::execution_folder;
use crate::executor::Machine;
use crate::ids::ExecutionId;
use crate::query::Summary;
use crate::refusal::Refusal;
use crate::store::{Direction, Table, Write, records};

/// As many executions are forgotten with one commit.
const AT_ONCE: usize = 500;

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
            writes.push(Write::Delete(Table::Summaries, key));
        }
        machine.commit_all(writes).await.map_err(refused)?;
        for summary in &old {
            let folder = execution_folder(&summary.flow, summary.id);
            if let Err(error) = machine.doors.storage.delete_below(&folder).await {
                tracing::warn!("the files of execution `{}` cannot be deleted: {error}", summary.id);
            }
        }
        forgotten += old.len();
    }
    if forgotten > 0 {
        machine.store.compact().map_err(refused)?;
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
