//! Triggers that fire by the clock, fired.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use jiff::{Timestamp, Zoned};
use plan::trigger::Trigger;
use plan::value::Map;
use plan::{Failure, Text};

use super::begin::{Inputs, Start, add_context};
use super::due::{self, Decision, Schedule};
use super::standing::Standing;
use super::switches::Switch;
use super::{Part, TriggerName, context, kinds, read};
use crate::execution::{Label, Program};
use crate::executor::{Machine, Told};
use crate::ids::ExecutionId;
use crate::store::{StoreError, Table, Write, records};

/// A store that takes nothing is left alone for so long.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(1);

/// Fires what is due, as long as the machine is there.
pub(crate) async fn keep(machine: Weak<Machine>) {
    if let Some(machine) = machine.upgrade() {
        machine.recover_schedules().await;
    }
    loop {
        let Some(machine) = machine.upgrade() else { return };
        let next = match machine.fire_due().await {
            Ok(_) => machine.next_date().await,
            Err(error) => {
                tracing::error!("triggers cannot fire, and are tried again: {error}");
                tokio::time::sleep(PATIENCE).await;
                continue;
            }
        };
        tokio::select! {
            () = machine.clock().until(next) => {}
            () = machine.triggers.bell.notified() => {}
        }
    }
}

/// A trigger that is looked at, with the flow it starts.
struct Looked {
    name: TriggerName,
    program: Arc<Program>,
    index: usize,
    standing: Standing,
}

impl Looked {
    fn trigger(&self) -> &Trigger {
        &self.program.plan.triggers[self.index]
    }
}

impl Machine {
    /// Fires every date that has come, one a trigger at a time, until none is left; the executions that began.
    pub(crate) async fn fire_due(self: &Arc<Self>) -> Result<Vec<ExecutionId>, StoreError> {
        let mut begun = Vec::new();
        loop {
            let mut standings = self.triggers.standings.lock().await;
            let now = self.clock().now();
            let mut fired: Vec<(TriggerName, Standing, Option<Told>)> = Vec::new();
            let mut refused = None;
            for looked in self.looked_at(&standings, now) {
                if *looked.trigger().trigger_type == *kinds::HTTP {
                    let standing = self.poll(looked.name.clone(), &looked.program, looked.index, looked.standing, now);
                    standings.insert(looked.name, standing);
                    continue;
                }
                match self.fire(&looked, now, &mut begun) {
                    Ok(Some((standing, told))) => fired.push((looked.name, standing, told)),
                    Ok(None) => {}
                    Err(error) => refused = Some(error),
                }
            }
            if fired.is_empty() && refused.is_none() {
                return Ok(begun);
            }
            for (name, standing, told) in fired {
                match self.kept(&name, &standing, told).await {
                    Ok(()) => drop(standings.insert(name, standing)),
                    // The others have fired all the same.
                    Err(error) => refused = Some(error),
                }
            }
            if let Some(error) = refused {
                return Err(error);
            }
        }
    }

    /// Waits until the store has how a trigger stands: together with what it started, or alone.
    async fn kept(&self, name: &TriggerName, standing: &Standing, told: Option<Told>) -> Result<(), StoreError> {
        match told {
            Some(told) => told.await.unwrap_or_else(|_| Err(StoreError("the store is closed".to_owned()))),
            None => {
                let bytes = records::encode(standing)?;
                self.commit_all(vec![Write::Put(Table::Triggers, name.key(Part::Standing), bytes)]).await
            }
        }
    }

    /// When a trigger is to be looked at next.
    pub(crate) async fn next_date(&self) -> Option<Timestamp> {
        let now = self.clock().now();
        let standings = self.triggers.standings.lock().await;
        // Those that are due and were not fired wait for the bell.
        standings.values().filter_map(|standing| standing.next).filter(|next| *next > now).min()
    }

    /// What becomes of the dates that were missed before the server began.
    pub(crate) async fn recover_schedules(&self) {
        let mut standings = self.triggers.standings.lock().await;
        let now = self.clock().now();
        let looked = self.looked_at(&standings, now).into_iter();
        for looked in looked.filter(|looked| read::is_scheduled(looked.trigger())) {
            let trigger = looked.trigger();
            let Ok((schedule, _)) = self.schedule_of(&looked.program, trigger) else { continue };
            let judge = |date: &Zoned| self.accepts(&looked.program, trigger, &schedule.dates, date);
            if let Some(standing) = due::recover(&schedule, &looked.standing, now, &judge) {
                standings.insert(looked.name, standing);
            }
        }
    }

    /// The triggers whose time may have come: not switched off, and with nothing of theirs still going on.
    fn looked_at(&self, standings: &BTreeMap<TriggerName, Standing>, now: Timestamp) -> Vec<Looked> {
        let mut looked = Vec::new();
        for (name, standing) in standings {
            let fills = standing.backfill.as_ref().is_some_and(|backfill| !backfill.paused);
            if !fills && standing.next.is_none_or(|next| next > now) {
                continue;
            }
            let Some(flow) = self.registry.flow(&name.flow).filter(|flow| !flow.plan.disabled) else { continue };
            let found = flow.plan.triggers.iter().position(|trigger| trigger.id == name.id);
            let Some(index) = found.filter(|index| !flow.plan.triggers[*index].disabled) else { continue };
            if self.triggers.switches.of(name) == Switch::Off {
                continue;
            }
            let alone = !read::flag(&flow.plan.triggers[index], "allowConcurrent");
            if alone && standing.running.is_some_and(|running| self.goes_on(running)) {
                continue;
            }
            let (program, standing) = (Arc::clone(&flow.program), standing.clone());
            looked.push(Looked { name: name.clone(), program, index, standing });
        }
        looked
    }

    /// Whether an execution has not ended.
    pub(crate) fn goes_on(&self, id: ExecutionId) -> bool {
        if let Some(slot) = self.lives.get(id) {
            let live = slot.lock();
            if !live.gone {
                return !live.execution.state().is_terminated();
            }
        }
        let open = self.store.get(Table::Open, &records::execution(id));
        let open = open.ok().flatten().and_then(|bytes| records::decode::<crate::executor::Open>(&bytes).ok());
        open.is_some_and(|open| !open.state.is_terminated())
    }

    /// What is to be done about a trigger, begun; how it stands once that is durable.
    fn fire(
        self: &Arc<Self>,
        looked: &Looked,
        now: Timestamp,
        begun: &mut Vec<ExecutionId>,
    ) -> Result<Option<(Standing, Option<Told>)>, StoreError> {
        let Looked { name, program, standing, .. } = looked;
        let trigger = looked.trigger();
        let schedule = match self.schedule_of(program, trigger) {
            Ok((schedule, _)) => schedule,
            Err(failure) => {
                tracing::error!("trigger `{name}` cannot fire: {}", failure.message);
                return Ok(None);
            }
        };
        let judge = |date: &Zoned| self.accepts(program, trigger, &schedule.dates, date);
        let (judged, mut standing) = match due::decide(&schedule, standing, now, &judge) {
            Decision::Wait => return Ok(None),
            Decision::Move(standing) => return Ok(Some((standing, None))),
            Decision::Fire(judged, standing) => (judged, standing),
        };
        let (date, failure) = (judged.date, judged.failure);
        let mut variables = self.dated(trigger, program, &schedule, &date, &judge);
        add_context(&mut variables, program.plan.dialect, trigger);
        let given = match failure {
            Some(failure) => Err(failure),
            None => self.given_for(program, trigger, &variables, looked.standing.backfill.as_ref()),
        };
        let start = Start { id: None, program, trigger, variables, given, inputs: Inputs::Checked, correlation: None };
        let (execution, event) = self.triggered(start);
        standing.running = Some(execution.id());
        begun.push(execution.id());
        let write = Write::Put(Table::Triggers, name.key(Part::Standing), records::encode(&standing)?);
        Ok(Some((standing, Some(self.begin_beside(execution, event, vec![write])))))
    }

    fn dated(
        &self,
        trigger: &Trigger,
        program: &Program,
        schedule: &Schedule,
        date: &Zoned,
        judge: super::dates::Judge<'_>,
    ) -> Map {
        match *trigger.trigger_type == *kinds::SCHEDULE {
            true => context::date_variables(program.plan.dialect, &schedule.dates, date, judge),
            false => Map::default(),
        }
    }

    /// The inputs and labels of a trigger, those of a backfill before them.
    fn given_for(
        &self,
        program: &Program,
        trigger: &Trigger,
        variables: &Map,
        backfill: Option<&super::standing::Backfill>,
    ) -> Result<(Map, Vec<Label>), Failure> {
        let (mut inputs, mut labels) = self.given(program, trigger, variables)?;
        if let Some(backfill) = backfill.filter(|backfill| !backfill.paused) {
            let own = backfill.inputs.iter().map(|(id, value): (&Text, _)| (id.clone(), value.clone()));
            inputs.extend(own);
            labels.extend(backfill.labels.iter().cloned());
        }
        Ok((inputs, labels))
    }
}
