//! Triggers as whoever operates a server sees and steers them.

use std::sync::Arc;

use jiff::Timestamp;
use plan::Text;
use plan::value::Map;

use super::standing::{Backfill, Standing};
use super::switches::Switch;
use super::{Part, TriggerName};
use crate::execution::Label;
use crate::executor::Machine;
use crate::ids::ExecutionId;
use crate::refusal::Refusal;
use crate::registry::Flow;
use crate::store::{Table, Write, records};

/// How a trigger stands.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The flow it starts.
    pub flow: Arc<Flow>,
    /// Which of the flow's triggers it is.
    pub index: usize,
    /// Whether somebody switched it off.
    pub switch: Switch,
    /// When it is looked at next.
    pub next: Option<Timestamp>,
    /// The date it fired for last.
    pub last: Option<Timestamp>,
    /// The execution that keeps it from firing again.
    pub running: Option<ExecutionId>,
    /// Dates it makes up for.
    pub backfill: Option<Backfill>,
    /// When this last changed.
    pub updated: Option<Timestamp>,
}

/// Dates that a trigger is to make up for.
#[derive(Clone, Debug, Default)]
pub struct BackfillRequest {
    /// The first date, if it is one.
    pub start: Timestamp,
    /// The last date, if it is one; now where absent.
    pub end: Option<Timestamp>,
    /// Inputs before those of the trigger.
    pub inputs: Map,
    /// Labels besides those of the trigger.
    pub labels: Vec<Label>,
}

impl Overview {
    /// The trigger as it was written.
    pub fn trigger(&self) -> &plan::trigger::Trigger {
        &self.flow.plan.triggers[self.index]
    }
}

impl Machine {
    /// How every trigger of every flow stands, by flow.
    pub(crate) async fn overview(&self) -> Vec<Overview> {
        let standings = self.triggers.standings.lock().await;
        let mut all = Vec::new();
        let triggered = self.registry.cards().into_iter().filter(|card| card.triggers > 0);
        for flow in triggered.filter_map(|card| self.registry.flow(&card.name)) {
            for (index, trigger) in flow.plan.triggers.iter().enumerate() {
                let name = TriggerName { flow: flow.plan.flow.clone(), id: trigger.id.clone() };
                let standing = standings.get(&name);
                all.push(Overview {
                    index,
                    switch: self.triggers.switches.of(&name),
                    next: standing.and_then(|standing| standing.next),
                    last: standing.and_then(|standing| standing.last),
                    running: standing.and_then(|standing| standing.running).filter(|id| self.goes_on(*id)),
                    backfill: standing.and_then(|standing| standing.backfill.clone()),
                    updated: standing.map(|standing| standing.updated),
                    flow: Arc::clone(&flow),
                });
            }
        }
        all
    }

    /// Switches a trigger on or off.
    pub(crate) async fn switch(&self, name: &TriggerName, to: Switch) -> Result<(), Refusal> {
        self.known(name)?;
        let write = self.triggers.switches.set(name, to);
        self.commit_all(vec![write]).await.map_err(|error| Refusal::Store(error.0))?;
        self.triggers.bell.notify_one();
        Ok(())
    }

    /// Begins to make up for dates in the past.
    pub(crate) async fn begin_backfill(&self, name: &TriggerName, asked: BackfillRequest) -> Result<(), Refusal> {
        let now = self.clock().now();
        self.change_standing(name, |standing| {
            if standing.backfill.is_some() {
                return Err(wrong("the trigger makes up for dates already"));
            }
            standing.backfill = Some(Backfill {
                start: asked.start,
                end: asked.end.unwrap_or(now),
                done: None,
                paused: false,
                inputs: Arc::new(asked.inputs),
                labels: asked.labels,
            });
            Ok(())
        })
        .await
    }

    /// Lets a backfill rest, or go on.
    pub(crate) async fn rest_backfill(&self, name: &TriggerName, to: Switch) -> Result<(), Refusal> {
        self.change_standing(name, |standing| match &mut standing.backfill {
            Some(backfill) => {
                backfill.paused = to == Switch::Off;
                Ok(())
            }
            None => Err(wrong("the trigger makes up for no dates")),
        })
        .await
    }

    /// Ends a backfill before its time.
    pub(crate) async fn end_backfill(&self, name: &TriggerName) -> Result<(), Refusal> {
        self.change_standing(name, |standing| {
            standing.backfill = None;
            Ok(())
        })
        .await
    }

    /// Lets a trigger fire although what it started last still goes on.
    pub(crate) async fn unlock(&self, name: &TriggerName) -> Result<(), Refusal> {
        self.change_standing(name, |standing| match standing.running.take().filter(|id| self.goes_on(*id)) {
            Some(_) => Ok(()),
            None => Err(wrong("the trigger is not locked")),
        })
        .await
    }

    async fn change_standing(
        &self,
        name: &TriggerName,
        change: impl FnOnce(&mut Standing) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        self.known(name)?;
        let mut standings = self.triggers.standings.lock().await;
        let known = standings.get(name).ok_or_else(|| wrong("the trigger does not fire by the clock"))?;
        let mut standing = Standing { updated: self.clock().now(), ..known.clone() };
        change(&mut standing)?;
        let stored = |error: crate::store::StoreError| Refusal::Store(error.0);
        let bytes = records::encode(&standing).map_err(stored)?;
        self.commit_all(vec![Write::Put(Table::Triggers, name.key(Part::Standing), bytes)]).await.map_err(stored)?;
        standings.insert(name.clone(), standing);
        drop(standings);
        self.triggers.bell.notify_one();
        Ok(())
    }

    fn known(&self, name: &TriggerName) -> Result<(), Refusal> {
        let flow = self.registry.flow(&name.flow).ok_or_else(|| Refusal::UnknownFlow(name.flow.clone()))?;
        match flow.plan.triggers.iter().any(|trigger| trigger.id == name.id) {
            true => Ok(()),
            false => Err(Refusal::UnknownTrigger(name.id.to_string())),
        }
    }
}

fn wrong(message: &str) -> Refusal {
    Refusal::Trigger(Text::from(message))
}
