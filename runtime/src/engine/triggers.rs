//! What is asked of triggers: to fire, to be switched, to make up for what was missed.

use std::sync::Arc;

use jiff::Timestamp;
use plan::FlowName;

use super::Engine;
use crate::clock::Clock;
use crate::refusal::Refusal;
use crate::settings::Firing;
use crate::triggers::switches::Switch;
use crate::triggers::webhook::{Call, Called, Intake};
use crate::triggers::{BackfillRequest, Overview, TriggerName, keeper};

impl Engine {
    /// From here on triggers fire by the clock; what was missed meanwhile is made up for as each trigger says.
    /// Called once everything is deployed, so that no date fires a flow that was changed meanwhile.
    pub fn fire_triggers(&self) {
        if self.settings().firing == Firing::On && matches!(self.0.clock(), Clock::Machine) {
            tokio::spawn(keeper::keep(Arc::downgrade(&self.0)));
        }
    }

    /// Sets a scripted clock forth: whatever becomes due on the way happens at its own time, and nothing is going
    /// on when this returns that does not wait for time or somebody. Nothing happens with the clock of the machine.
    pub async fn advance(&self, to: Timestamp) {
        let Clock::Scripted(script) = self.0.clock() else { return };
        loop {
            self.0.wake_due();
            self.0.quiet().await;
            if self.settings().firing == Firing::On
                && let Err(error) = self.0.fire_due().await
            {
                tracing::error!("triggers cannot fire: {error}");
            }
            self.0.quiet().await;
            let next = [self.0.timers.next(), self.0.next_date().await].into_iter().flatten().min();
            match next.filter(|next| *next <= to) {
                Some(next) => script.set(next.max(self.0.clock().now())),
                None if self.0.clock().now() >= to => return,
                None => script.set(to),
            }
        }
    }

    /// What becomes of the dates that were missed before the engine began, on a scripted clock.
    pub async fn recover_schedules(&self) {
        self.0.recover_schedules().await;
    }

    /// How every trigger of every flow stands, by flow.
    pub async fn triggers(&self) -> Vec<Overview> {
        self.0.overview().await
    }

    /// Switches a trigger on or off.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn switch_trigger(&self, name: &TriggerName, to: Switch) -> Result<(), Refusal> {
        self.0.switch(name, to).await
    }

    /// Has a schedule make up for dates in the past, one after another.
    ///
    /// # Errors
    ///
    /// When there is none, or it does so already.
    pub async fn backfill(&self, name: &TriggerName, asked: BackfillRequest) -> Result<(), Refusal> {
        self.0.begin_backfill(name, asked).await
    }

    /// Lets a backfill rest, or go on.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn rest_backfill(&self, name: &TriggerName, to: Switch) -> Result<(), Refusal> {
        self.0.rest_backfill(name, to).await
    }

    /// Ends a backfill before its time.
    ///
    /// # Errors
    ///
    /// When there is no such trigger.
    pub async fn end_backfill(&self, name: &TriggerName) -> Result<(), Refusal> {
        self.0.end_backfill(name).await
    }

    /// Lets a trigger fire although what it started last still goes on.
    ///
    /// # Errors
    ///
    /// When it is not kept from firing.
    pub async fn unlock_trigger(&self, name: &TriggerName) -> Result<(), Refusal> {
        self.0.unlock(name).await
    }

    /// What becomes of what a call of a webhook sends.
    ///
    /// # Errors
    ///
    /// When there is none with this key.
    pub fn webhook_intake(&self, flow: &FlowName, key: &str) -> Result<Intake, Refusal> {
        self.0.intake(flow, key)
    }

    /// Starts the flow whose webhook is called.
    ///
    /// # Errors
    ///
    /// When there is none with this key, or its conditions do not hold.
    pub async fn call_webhook(&self, flow: &FlowName, call: Call) -> Result<Called, Refusal> {
        self.0.called(flow, call).await
    }
}
