//! What each shape does when it begins and as its children end.

mod again;
mod await_;
mod call;
mod choose;
mod each;
mod graph;
mod hold;
mod parallel;
mod repeat;
mod several;
mod update;
mod workspace;

use plan::Failure;
use plan::step::{LogLevel, Shape};

use super::advance::Body;
use super::runs::Iteration;
use super::task_run::{Progress, Several};
use super::turn::Turn;
use super::{Answer, Execution, Question, RunKey, State};

impl Execution {
    /// A control begins.
    pub(super) fn begin_shape(&mut self, key: RunKey, turn: &mut Turn) {
        match self.shape(key) {
            Shape::Run => {}
            Shape::Sequence { .. } => self.ready(key, turn),
            Shape::Parallel { at_most, .. } | Shape::Graph { at_most, .. } => match at_most {
                Some(_) => turn.ask(Question::AtMost(key)),
                None => self.ready(key, turn),
            },
            Shape::Each { .. } => turn.ask(Question::Values(key)),
            Shape::Choose { .. } => turn.ask(Question::Branch(key)),
            Shape::Repeat { .. } => self.begin_repeat(key, turn),
            Shape::Await { .. } => self.begin_await(key, turn),
            Shape::Call(_) => self.begin_call(key, turn),
            Shape::CallEach { .. } => {
                if !self.begin_failed_again(key, turn) {
                    turn.ask(Question::Values(key));
                }
            }
            Shape::Workspace { .. } => turn.command(super::Command::OpenFolder { run: key }),
            Shape::Update(_) => turn.ask(Question::Update(key)),
        }
    }

    /// Nothing has to be decided before the children begin.
    pub(super) fn ready(&mut self, key: RunKey, turn: &mut Turn) {
        self.at_mut(key).progress = Progress::Ready;
        turn.advance(Some(key));
    }

    /// Goes on with the body of a control.
    pub(super) fn advance_body(&mut self, key: RunKey, shape: &Shape, turn: &mut Turn) -> Body {
        if self.at(key).progress == Progress::Undecided {
            return Body::Busy;
        }
        match shape {
            Shape::Sequence { children, .. } | Shape::Workspace { children } | Shape::Await { children, .. } => {
                self.advance_sequence(Some(key), &children.tasks, &Iteration::default(), turn)
            }
            Shape::Parallel { children, .. } => self.advance_parallel(key, children, turn),
            Shape::Graph { children, needs, .. } => self.advance_graph(key, children, needs, turn),
            Shape::Each { children, style, .. } => self.advance_each(key, children, style, turn),
            Shape::Choose { branches, otherwise, .. } => self.advance_choose(key, branches, otherwise.as_deref(), turn),
            Shape::Repeat { children, .. } => self.advance_repeat(key, children, turn),
            Shape::Run | Shape::Call(_) | Shape::CallEach { .. } | Shape::Update(_) => Body::Busy,
        }
    }

    /// A question was answered.
    pub(super) fn answered(&mut self, question: Question, answer: Result<Answer, Failure>, turn: &mut Turn) {
        match question {
            Question::RunIf(key) => self.condition_answered(key, answer, turn),
            Question::Outputs => self.outputs_answered(answer, turn),
            Question::Agreement(index) => self.agreement_answered(index, answer, turn),
            Question::Listener(index) => self.listener_answered(index, answer, turn),
            Question::Branch(key)
            | Question::Values(key)
            | Question::AtMost(key)
            | Question::Times(key)
            | Question::Round(key)
            | Question::Update(key)
            | Question::Folder(key) => {
                // Whoever was killed meanwhile no longer wants to know.
                let asks = |run: &super::TaskRun| match run.state() {
                    State::Running => !matches!(run.progress, Progress::Several(_)),
                    // What calls several executions runs once it is known which.
                    State::Created | State::Restarted => self.shape(run.key).calls_several(),
                    _ => false,
                };
                if !self.run(key).is_some_and(asks) {
                    return;
                }
                match answer {
                    Ok(answer) => self.control_answered(question, key, answer, turn),
                    Err(failure) => self.control_failed(key, &failure, turn),
                }
            }
        }
    }

    fn control_answered(&mut self, question: Question, key: RunKey, answer: Answer, turn: &mut Turn) {
        match answer {
            Answer::Text(text) => self.branch_answered(key, &text, turn),
            Answer::Values { values, keys, from_file, at_most } if self.shape(key).calls_several() => {
                self.several_answered(key, Several::new(values, keys, at_most, from_file), turn);
            }
            Answer::Values { values, at_most, .. } => self.values_answered(key, values, at_most, turn),
            Answer::AtMost(at_most) => {
                self.at_mut(key).progress = Progress::AtMost(at_most);
                turn.advance(Some(key));
            }
            Answer::Times { delay, timeout } => self.pause(key, delay, timeout, turn),
            Answer::Round(round) => self.round_answered(key, &round, turn),
            Answer::Folder(outputs) => self.folder_answered(key, outputs, turn),
            Answer::Labels(_) | Answer::Map(_) | Answer::Names(_) | Answer::State(_) => {
                debug_assert_eq!(question, Question::Update(key));
                self.update_answered(key, answer, turn);
            }
            Answer::Holds(_) => {}
        }
    }

    /// A control fails by itself.
    pub(super) fn control_failed(&mut self, key: RunKey, failure: &Failure, turn: &mut Turn) {
        self.log_failure(key, failure, turn);
        self.end_control(key, State::Failed, turn);
    }

    pub(super) fn log_failure(&mut self, key: RunKey, failure: &Failure, turn: &mut Turn) {
        turn.command(super::Command::Failed { run: key, failure: failure.clone() });
    }

    /// The condition of a task was evaluated.
    fn condition_answered(&mut self, key: RunKey, answer: Result<Answer, Failure>, turn: &mut Turn) {
        if self.run(key).is_none_or(|run| run.state() != State::Created) {
            return;
        }
        match answer {
            Ok(Answer::Text(text)) if !plan::evaluate::is_truthy(text.trim()) => {
                self.open_attempt(key, turn.now);
                self.end_run(key, State::Skipped, State::Skipped, turn);
            }
            Ok(_) => self.start_run(key, turn),
            Err(failure) => {
                let task = self.task_name(self.at(key)).clone();
                turn.log(
                    Some(key),
                    LogLevel::Error,
                    format!("Failed to evaluate the runIf condition for task {task}. Cause: {}", failure.message),
                );
                self.end_run(key, State::Failed, State::Failed, turn);
            }
        }
    }
}
