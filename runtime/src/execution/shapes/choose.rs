//! One of several branches.

use std::sync::Arc;

use plan::step::{Branch, ChooseStyle, LogLevel, Shape};
use plan::{StepId, Value};

use super::super::advance::Body;
use super::super::runs::Iteration;
use super::super::task_run::{Chosen, Progress};
use super::super::turn::Turn;
use super::super::{Execution, RunKey, State};

impl Execution {
    /// What is decided on was evaluated.
    pub(super) fn branch_answered(&mut self, key: RunKey, text: &str, turn: &mut Turn) {
        let plan = Arc::clone(&self.program.plan);
        let Shape::Choose { branches, otherwise, style, .. } = &plan.step(self.at(key).step).shape else { return };
        let (wanted, outputs) = match style {
            ChooseStyle::If => {
                let holds = plan::evaluate::is_truthy(text.trim());
                let wanted = if holds { "true" } else { "false" };
                (wanted, vec![("evaluationResult", Value::Bool(holds))])
            }
            ChooseStyle::Switch => {
                let matched = branches.iter().any(|branch| &*branch.value == text);
                (text, vec![("value", Value::text(text)), ("defaults", Value::Bool(!matched))])
            }
        };
        let chosen = branches.iter().position(|branch| &*branch.value == wanted);
        self.at_mut(key).progress = Progress::Branch(match chosen {
            Some(index) => Chosen::Branch(index as u32),
            None => Chosen::Otherwise,
        });
        let outputs = outputs.into_iter().map(|(name, value)| (name.into(), value)).collect();
        self.give_out(key, Some(Arc::new(outputs)));
        if chosen.is_none() && otherwise.is_none() {
            let message = format!(
                "No task found on flow '{}', task '{}', execution '{}'",
                plan.flow,
                plan.step(self.at(key).step).name,
                self.head.id
            );
            turn.log(Some(key), LogLevel::Warn, message);
            self.end_control(key, State::Failed, turn);
        } else {
            turn.advance(Some(key));
        }
    }

    pub(super) fn advance_choose(
        &mut self,
        key: RunKey,
        branches: &[Branch],
        otherwise: Option<&[StepId]>,
        turn: &mut Turn,
    ) -> Body {
        let steps = match self.at(key).progress {
            Progress::Branch(Chosen::Branch(index)) => {
                branches.get(index as usize).map_or(&[][..], |branch| &branch.tasks)
            }
            _ => otherwise.unwrap_or_default(),
        };
        self.advance_sequence(Some(key), steps, &Iteration::default(), turn)
    }
}
