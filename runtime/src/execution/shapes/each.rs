//! Children once for each value.

use std::sync::Arc;

use plan::step::{Children, EachStyle};
use plan::{StepId, Text};

use super::super::advance::Body;
use super::super::runs::Iteration;
use super::super::task_run::{Progress, Values};
use super::super::turn::Turn;
use super::super::{Execution, RunKey};

impl Execution {
    /// What a loop goes over was evaluated.
    pub(super) fn values_answered(&mut self, key: RunKey, values: Vec<Text>, at_most: u32, turn: &mut Turn) {
        debug_assert!(!self.shape(key).calls_several());
        self.at_mut(key).progress = Progress::Values(Values { values: Arc::new(values), at_most });
        turn.advance(Some(key));
    }

    pub(super) fn advance_each(
        &mut self,
        key: RunKey,
        children: &Children,
        style: &EachStyle,
        turn: &mut Turn,
    ) -> Body {
        let Progress::Values(values) = self.at(key).progress.clone() else { return Body::Busy };
        let steps: Vec<StepId> = self.program.enabled(&children.tasks).collect();
        if steps.is_empty() {
            return Body::Done;
        }
        match style {
            EachStyle::Combinations => self.advance_combinations(key, &steps, &values, turn),
            // Iterations that are executions of their own have no runs here.
            EachStyle::Isolated { .. } => return Body::Busy,
            EachStyle::Values => self.advance_iterations(key, &steps, &values, turn),
        }
        if self.frame(Some(key)).live == 0 { Body::Done } else { Body::Busy }
    }

    /// Iterations side by side, the tasks of each one after another.
    fn advance_iterations(&mut self, key: RunKey, steps: &[StepId], values: &Values, turn: &mut Turn) {
        let (tasks, number) = (steps.len() as u32, values.values.len() as u32);
        while let Some((iteration, next)) = self.frame_mut(Some(key)).rounds.next_ready(tasks) {
            self.create(steps[next as usize], Some(key), values.iteration(iteration), turn);
        }
        while let Some(iteration) = self.frame(Some(key)).rounds.next_new(number, values.at_most) {
            self.create(steps[0], Some(key), values.iteration(iteration), turn);
        }
    }

    /// Every task for every value, side by side.
    fn advance_combinations(&mut self, key: RunKey, steps: &[StepId], values: &Values, turn: &mut Turn) {
        let frame = self.frame(Some(key));
        let (made, live) = (frame.body.len(), frame.live as usize);
        let room = if values.at_most == 0 { usize::MAX } else { (values.at_most as usize).saturating_sub(live) };
        let all = values.values.len() * steps.len();
        for place in (made..all).take(room) {
            let iteration = values.iteration((place / steps.len()) as u32);
            self.create(steps[place % steps.len()], Some(key), iteration, turn);
        }
    }
}

impl Values {
    fn iteration(&self, number: u32) -> Iteration {
        Iteration { value: self.values.get(number as usize).cloned(), number: Some(number) }
    }
}
