//! Children again and again until a condition holds.

use std::sync::Arc;

use plan::step::{Children, LogLevel, Shape};
use plan::{Dialect, Value};

use super::super::advance::Body;
use super::super::event::Round;
use super::super::runs::Iteration;
use super::super::task_run::Progress;
use super::super::turn::Turn;
use super::super::{Execution, Question, RunKey, State};

impl Execution {
    pub(super) fn begin_repeat(&mut self, key: RunKey, turn: &mut Turn) {
        let round = match self.at(key).progress {
            Progress::Round { round, .. } => round,
            _ => 0,
        };
        self.begin_round(key, round, turn);
    }

    fn begin_round(&mut self, key: RunKey, round: u32, turn: &mut Turn) {
        let run = self.at_mut(key);
        run.progress = Progress::Round { round, began: turn.now, waiting: false };
        run.iteration = (round > 0).then_some(round);
        self.count_rounds(key, round + 1);
        turn.advance(Some(key));
    }

    fn count_rounds(&mut self, key: RunKey, count: u32) {
        let count = Value::Int(i32::try_from(count).unwrap_or(i32::MAX));
        self.give_out(key, Some(Arc::new([("iterationCount".into(), count)].into_iter().collect())));
    }

    pub(super) fn advance_repeat(&mut self, key: RunKey, children: &Children, turn: &mut Turn) -> Body {
        let Progress::Round { round, waiting: false, .. } = self.at(key).progress else { return Body::Busy };
        let iteration = Iteration { value: None, number: Some(round) };
        self.advance_sequence(Some(key), &children.tasks, &iteration, turn)
    }

    /// The body is done: whether it may go round again is asked for.
    pub(in super::super) fn turns_round(&mut self, key: RunKey, shape: &Shape, state: State, turn: &mut Turn) -> bool {
        let Progress::Round { round, .. } = self.at(key).progress else { return false };
        if !matches!(shape, Shape::Repeat { .. }) || !matches!(state, State::Success | State::Warning) {
            return false;
        }
        // While the condition is evaluated 1.x counts the round to come, 2.0 the one that was.
        if self.program.plan.dialect == Dialect::V1 {
            self.count_rounds(key, round + 2);
        }
        turn.ask(Question::Round(key));
        true
    }

    pub(super) fn round_answered(&mut self, key: RunKey, answer: &Round, turn: &mut Turn) {
        let Progress::Round { round, began, .. } = self.at(key).progress else { return };
        // Asked twice, and answered once already: the next round has begun.
        if self.frame(Some(key)).live > 0 {
            return;
        }
        let outcome = self.frame(Some(key)).outcome();
        if plan::evaluate::is_truthy(answer.until.trim()) {
            self.count_rounds(key, round + 1);
            self.end_control(key, outcome, turn);
            return;
        }
        let counted = match self.program.plan.dialect {
            Dialect::V1 => round + 2,
            Dialect::V2 => round + 1,
        };
        let started = self.at(key).history.start();
        let reached = if answer.max_iterations.is_some_and(|most| counted > most) {
            Some("Max iterations reached")
        } else if answer.max_duration.is_some_and(|longest| turn.now.duration_since(started) > longest) {
            Some("Max duration reached")
        } else {
            None
        };
        if let Some(message) = reached {
            turn.log(Some(key), LogLevel::Warn, message);
            let fails = matches!(self.shape(key), Shape::Repeat { fail_on_max_reached: true, .. });
            self.end_control(key, if fails { State::Failed } else { outcome }, turn);
            return;
        }
        let next = began.checked_add(answer.interval).unwrap_or(turn.now);
        if next > turn.now {
            self.at_mut(key).progress = Progress::Round { round, began, waiting: true };
            self.enter(key, State::Paused, turn);
            self.wake_at(key, next);
            self.enter_paused(turn);
        } else {
            self.go_round(key, turn);
        }
    }

    /// The next round begins; the runs of the last one make room for it.
    pub(in super::super) fn go_round(&mut self, key: RunKey, turn: &mut Turn) {
        let Progress::Round { round, .. } = self.at(key).progress else { return };
        self.remove_below(key);
        self.begin_round(key, round + 1, turn);
    }
}
