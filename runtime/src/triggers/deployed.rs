//! Triggers come and go with their flows.

use std::sync::Arc;

use jiff::Timestamp;
use plan::trigger::Trigger;
use plan::value::Map;
use plan::{Failure, FlowName, Plan, Text};
use rustc_hash::{FxHashMap, FxHashSet};

use super::due::Schedule;
use super::listener::Listener;
use super::standing::Standing;
use super::{Part, TriggerName, kinds, read};
use crate::execution::Program;
use crate::executor::Machine;
use crate::refusal::Refusal;
use crate::registry::{Flow, Packed};
use crate::store::{StoreError, Table, Write, records};

impl Machine {
    /// Takes a revision of a flow in, with its triggers that wait for executions of other flows.
    pub(crate) fn put_flow(&self, plan: Arc<Plan>, packed: Packed, revision: u32, updated: Timestamp) -> Arc<Flow> {
        let flow = self.registry.put_flow(plan, packed, revision, updated);
        self.listen_anew(&flow);
        flow
    }

    /// The triggers of a flow wait for executions of others.
    pub(crate) fn listen_anew(&self, flow: &Flow) {
        let dialect = flow.plan.dialect;
        let compile = |text: &str| self.doors.parse.template(text, dialect);
        let listeners = Listener::all(&flow.program, &self.doors.settings.zone, &compile);
        self.registry.listen(&flow.plan.flow, listeners);
    }

    /// When a trigger fires by the clock, and what that follows from.
    pub(crate) fn schedule_of(&self, program: &Program, trigger: &Trigger) -> Result<(Schedule, Text), Failure> {
        let zone = &self.doors.settings.zone;
        self.in_trigger(program, Map::default(), |context| read::schedule(trigger, zone, context))
    }

    /// The triggers of flows that were not there before, or have other dates than before, wait for their first
    /// date from now on; those that are gone are forgotten.
    pub(crate) async fn arrange(&self, flows: &[Arc<Flow>]) -> Result<(), Refusal> {
        let now = self.clock().now();
        let mut standings = self.triggers.standings.lock().await;
        let mut writes = Vec::new();
        let mut arranged: FxHashMap<TriggerName, Standing> = FxHashMap::default();
        for (program, trigger) in flows.iter().flat_map(|flow| flow.plan.triggers.iter().map(|it| (&flow.program, it)))
        {
            let name = TriggerName { flow: program.plan.flow.clone(), id: trigger.id.clone() };
            let Some((definition, first)) = self.first(program, trigger, now) else { continue };
            let known = standings.get(&name).filter(|standing| standing.definition == definition);
            let standing = known.cloned().unwrap_or_else(|| Standing::new(definition, first, now));
            if known.is_none() {
                let bytes = records::encode(&standing).map_err(refused)?;
                writes.push(Write::Put(Table::Triggers, name.key(Part::Standing), bytes));
            }
            arranged.insert(name, standing);
        }
        let names: FxHashSet<&FlowName> = flows.iter().map(|flow| &flow.plan.flow).collect();
        let is_gone = |name: &&TriggerName| names.contains(&name.flow) && !arranged.contains_key(*name);
        let gone: Vec<TriggerName> = standings.keys().filter(is_gone).cloned().collect();
        writes.extend(gone.iter().map(|name| Write::Delete(Table::Triggers, name.key(Part::Standing))));
        if !writes.is_empty() {
            self.commit_all(writes).await.map_err(refused)?;
        }
        for name in &gone {
            standings.remove(name);
        }
        standings.extend(arranged);
        drop(standings);
        self.triggers.bell.notify_one();
        Ok(())
    }

    /// Forgets the triggers of a flow that is gone.
    pub(crate) async fn disband(&self, flow: &FlowName) -> Result<(), Refusal> {
        let mut standings = self.triggers.standings.lock().await;
        let prefix = records::names(&[&flow.namespace, &flow.id, ""]);
        self.commit_all(vec![Write::DeleteBelow(Table::Triggers, prefix)]).await.map_err(refused)?;
        standings.retain(|name, _| name.flow != *flow);
        self.triggers.windows().retain(|(name, _), _| name.flow != *flow);
        Ok(())
    }

    /// What the dates of a trigger follow from, and the first after a time; `None` for one that knows no clock.
    fn first(&self, program: &Arc<Program>, trigger: &Trigger, now: Timestamp) -> Option<(Text, Option<Timestamp>)> {
        if *trigger.trigger_type == *kinds::HTTP {
            return Some((read::fixed(trigger, "interval").unwrap_or_default().into(), Some(now)));
        }
        if !read::is_scheduled(trigger) {
            return None;
        }
        match self.schedule_of(program, trigger) {
            Ok((schedule, definition)) => {
                let judge = |date: &jiff::Zoned| self.accepts(program, trigger, &schedule.dates, date);
                let first = schedule.dates.next_accepted(now, &judge);
                Some((definition, first.map(|judged| judged.date.timestamp())))
            }
            Err(failure) => {
                let flow = &program.plan.flow;
                tracing::error!("trigger `{}` of flow `{flow}` cannot fire: {}", trigger.id, failure.message);
                None
            }
        }
    }
}

fn refused(error: StoreError) -> Refusal {
    Refusal::Store(error.0)
}
