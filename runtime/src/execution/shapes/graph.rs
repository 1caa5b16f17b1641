//! Children in the order of their dependencies.

use plan::StepId;
use plan::step::Children;

use super::super::advance::Body;
use super::super::runs::Iteration;
use super::super::turn::Turn;
use super::super::{Execution, RunKey};

impl Execution {
    pub(super) fn advance_graph(
        &mut self,
        key: RunKey,
        children: &Children,
        needs: &[Vec<StepId>],
        turn: &mut Turn,
    ) -> Body {
        let at_most = self.at_most(key);
        let frame = self.frame(Some(key));
        let mut live = frame.live;
        let begun: Vec<(StepId, bool)> =
            frame.body.iter().map(|&run| self.at(run)).map(|run| (run.step, run.state().is_terminated())).collect();
        let is_begun = |step: StepId| begun.iter().any(|run| run.0 == step);
        // A disabled task is nothing to wait for.
        let is_met = |step: &StepId| begun.contains(&(*step, true)) || self.program.plan.step(*step).common.disabled;
        let ready: Vec<StepId> = (children.tasks.iter().zip(needs))
            .filter(|(step, needs)| !is_begun(**step) && needs.iter().all(is_met))
            .map(|(step, _)| *step)
            .filter(|step| !self.program.plan.step(*step).common.disabled)
            .collect();
        for step in ready {
            if at_most > 0 && live >= at_most {
                break;
            }
            self.create(step, Some(key), Iteration::default(), turn);
            live += 1;
        }
        if live == 0 { Body::Done } else { Body::Busy }
    }
}
