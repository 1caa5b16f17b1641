//! Agreements an execution is held to (`sla`).

use plan::flow::{SlaBehavior, SlaKind};
use plan::step::LogLevel;
use plan::{Dialect, Failure};

use super::turn::Turn;
use super::view::Seconds;
use super::{Answer, Execution, Question, Stage, State, Wake};

impl Execution {
    pub(super) fn has_assertions(&self) -> bool {
        self.head.item.is_none() && self.program.plan.sla.iter().any(|sla| matches!(sla.kind, SlaKind::Assertion(_)))
    }

    /// Time goes on with agreements on durations.
    pub(super) fn watch_durations(&mut self) {
        if self.head.item.is_some() {
            return;
        }
        let start = self.head.history.start();
        for (index, sla) in (0..).zip(&self.program.plan.sla) {
            if let SlaKind::MaxDuration(length) = &sla.kind
                && !self.head.broken.contains(&index)
                && let Ok(at) = start.checked_add(super::program::duration(length))
            {
                self.known.wakes.insert((at, Wake::Agreement(index)));
            }
        }
    }

    pub(super) fn forget_durations(&mut self) {
        self.known.wakes.retain(|wake| !matches!(wake.1, Wake::Agreement(_)));
    }

    /// Asks for the assertions anew once something has changed.
    pub(super) fn ask_agreements(&mut self, turn: &mut Turn) {
        if !turn.touched || self.head.stage != Stage::Main || self.state().is_terminated() || !self.has_assertions() {
            return;
        }
        turn.touched = false;
        for (index, sla) in (0..).zip(&self.program.plan.sla) {
            if matches!(sla.kind, SlaKind::Assertion(_)) && !self.head.broken.contains(&index) {
                turn.ask(Question::Agreement(index));
            }
        }
    }

    /// An assertion was evaluated. What cannot be evaluated yet is kept in 1.x and broken in 2.0.
    pub(super) fn agreement_answered(&mut self, index: u32, answer: Result<Answer, Failure>, turn: &mut Turn) {
        let Some(sla) = self.program.plan.sla.get(index as usize) else { return };
        let SlaKind::Assertion(assertion) = &sla.kind else { return };
        let reason = match answer {
            Ok(Answer::Text(text)) if plan::evaluate::is_truthy(&text) => return,
            Ok(_) => format!("SLA '{}' violated: assertion is false: {}.", sla.id, assertion.source),
            Err(failure) if self.program.plan.dialect == Dialect::V1 => {
                let message = format!("Ignoring SLA '{}' because of the error: {}", sla.id, failure.message);
                turn.log(None, LogLevel::Error, message);
                return;
            }
            Err(failure) => {
                let (id, message) = (&sla.id, &failure.message);
                let told = format!("SLA '{id}' could not be evaluated and is treated as violated: {message}");
                turn.log(None, LogLevel::Error, told);
                format!("SLA '{id}' violated: SLA could not be evaluated: {message}")
            }
        };
        self.broken(index, reason, turn);
    }

    /// The time of an agreement on the duration is over.
    pub(super) fn lasted_too_long(&mut self, index: u32, turn: &mut Turn) {
        let Some(sla) = self.program.plan.sla.get(index as usize) else { return };
        let SlaKind::MaxDuration(length) = &sla.kind else { return };
        let lasted = turn.now.duration_since(self.head.history.start());
        let reason = format!(
            "SLA '{}' violated: execution duration of {} exceed the maximum duration of {}.",
            sla.id,
            Seconds(lasted),
            Seconds(super::program::duration(length))
        );
        self.broken(index, reason, turn);
    }

    fn broken(&mut self, index: u32, reason: String, turn: &mut Turn) {
        if self.state().is_terminated() || self.head.broken.contains(&index) {
            return;
        }
        let plan = std::sync::Arc::clone(&self.program.plan);
        let sla = &plan.sla[index as usize];
        self.head.broken.push(index);
        for label in &sla.labels {
            if !self.head.labels.contains(label) {
                self.head.labels.push(label.clone());
            }
        }
        self.changes.head = true;
        turn.log(None, LogLevel::Warn, reason.as_str());
        match sla.behavior {
            SlaBehavior::None => {}
            SlaBehavior::Fail => {
                turn.log(None, LogLevel::Error, format!("Execution failed due to {reason}"));
                self.terminate(State::Failed, turn);
            }
            SlaBehavior::Cancel => self.terminate(State::Cancelled, turn),
        }
    }
}
