//! Children side by side.

use plan::StepId;
use plan::step::{Children, OnChildFailure, Shape};

use super::super::advance::Body;
use super::super::runs::Iteration;
use super::super::task_run::Progress;
use super::super::turn::Turn;
use super::super::{Execution, RunKey, State};

impl Execution {
    pub(super) fn advance_parallel(&mut self, key: RunKey, children: &Children, turn: &mut Turn) -> Body {
        let at_most = self.at_most(key);
        let steps: Vec<StepId> = self.program.enabled(&children.tasks).collect();
        let frame = self.frame(Some(key));
        let (made, live) = (frame.body.len(), frame.live as usize);
        let room = if at_most == 0 { usize::MAX } else { (at_most as usize).saturating_sub(live) };
        for &step in steps.iter().skip(made).take(room) {
            self.create(step, Some(key), Iteration::default(), turn);
        }
        if self.frame(Some(key)).live == 0 { Body::Done } else { Body::Busy }
    }

    /// How many children may run at once; 0 for all.
    pub(super) fn at_most(&self, key: RunKey) -> u32 {
        match self.at(key).progress {
            Progress::AtMost(at_most) => at_most,
            _ => 0,
        }
    }

    /// A child has failed: what becomes of its siblings that are running.
    pub(in super::super) fn stop_siblings(&mut self, container: Option<RunKey>, turn: &mut Turn) {
        let Some(key) = container else { return };
        let end = match self.shape(key) {
            Shape::Parallel { on_child_failure, .. } | Shape::Graph { on_child_failure, .. } => {
                match on_child_failure {
                    OnChildFailure::Continue => return,
                    OnChildFailure::Fail => State::Failed,
                    OnChildFailure::Cancel => State::Cancelled,
                }
            }
            _ => return,
        };
        for child in self.frame(container).body.clone() {
            if !self.at(child).state().is_terminated() {
                self.stop(child, end, turn);
            }
        }
    }
}
