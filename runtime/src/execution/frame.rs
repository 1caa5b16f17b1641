//! What is known of the children of a container, kept up with each of their steps.
//!
//! Nothing here is stored: it follows from the task runs, and is made anew when an execution is read back.

use std::collections::VecDeque;

use super::program::Section;
use super::state::State;
use super::task_run::{RunKey, TaskRun};

/// The children of a container, or of the execution itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// The runs of the body, in the order of their creation.
    pub(super) body: Vec<RunKey>,
    /// The runs of the `errors` list.
    pub(super) errors: Vec<RunKey>,
    /// The runs of the `finally` list.
    pub(super) finally: Vec<RunKey>,
    /// The runs of the `afterExecution` list.
    pub(super) after: Vec<RunKey>,
    /// The runs of the listeners.
    pub(super) listeners: Vec<RunKey>,
    /// How many of the body have not ended.
    pub(super) live: u32,
    /// How many of the other lists have not ended.
    pub(super) live_beside: u32,
    /// How many of the body ended in which way.
    pub(super) ends: Ends,
    /// For a loop: how far each iteration is.
    pub(super) rounds: Rounds,
}

/// How many children ended in which way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ends {
    pub(super) killed: u32,
    pub(super) failed: u32,
    pub(super) warning: u32,
    pub(super) cancelled: u32,
}

/// How far the iterations of a loop are.
#[derive(Clone, Debug, Default)]
pub(super) struct Rounds {
    /// Each iteration that was begun.
    begun: Vec<Iteration>,
    /// Iterations of which a task has ended since they were looked at.
    ready: VecDeque<u32>,
    /// How many have all their tasks behind them.
    finished: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Iteration {
    made: u32,
    ended: u32,
    finished: bool,
}

impl Frame {
    /// A child was created.
    pub(super) fn add(&mut self, run: &TaskRun, section: Section) {
        let live = !run.state().is_terminated();
        match section {
            Section::Body => {
                self.body.push(run.key);
                self.live += u32::from(live);
                if let Some(lane) = run.lane {
                    self.rounds.begin(lane);
                }
            }
            Section::Errors => self.errors.push(run.key),
            Section::Finally => self.finally.push(run.key),
            Section::AfterExecution => self.after.push(run.key),
            Section::Listener => self.listeners.push(run.key),
            Section::OnPause => {}
        }
        if section != Section::Body {
            self.live_beside += u32::from(live);
        }
        if !live {
            self.count(run, section);
        }
    }

    /// A child has ended.
    pub(super) fn end(&mut self, run: &TaskRun, section: Section) {
        match section {
            Section::Body => self.live -= 1,
            _ => self.live_beside -= 1,
        }
        self.count(run, section);
    }

    fn count(&mut self, run: &TaskRun, section: Section) {
        if section != Section::Body {
            return;
        }
        match run.state() {
            State::Killed => self.ends.killed += 1,
            State::Failed => self.ends.failed += 1,
            State::Warning => self.ends.warning += 1,
            State::Cancelled => self.ends.cancelled += 1,
            _ => {}
        }
        if let Some(lane) = run.lane {
            self.rounds.end(lane);
        }
    }

    /// Every child, list after list.
    pub(super) fn all(&self) -> impl Iterator<Item = RunKey> + '_ {
        [&self.body, &self.errors, &self.finally, &self.after, &self.listeners].into_iter().flatten().copied()
    }

    /// The state that follows from the ends of the body.
    pub(super) fn outcome(&self) -> State {
        if self.ends.killed > 0 {
            State::Killed
        } else if self.ends.failed > 0 {
            State::Failed
        } else if self.ends.cancelled > 0 {
            State::Cancelled
        } else if self.ends.warning > 0 {
            State::Warning
        } else {
            State::Success
        }
    }
}

impl Rounds {
    fn begin(&mut self, iteration: u32) {
        let index = iteration as usize;
        if self.begun.len() <= index {
            self.begun.resize(index + 1, Iteration::default());
        }
        self.begun[index].made += 1;
    }

    fn end(&mut self, iteration: u32) {
        self.begun[iteration as usize].ended += 1;
        self.ready.push_back(iteration);
    }

    /// The next iteration that can go on, with the place of its next task; those of which all `tasks` are
    /// done are counted as finished.
    pub(super) fn next_ready(&mut self, tasks: u32) -> Option<(u32, u32)> {
        while let Some(number) = self.ready.pop_front() {
            let iteration = &mut self.begun[number as usize];
            if iteration.finished || iteration.ended < iteration.made {
                continue;
            }
            if iteration.made < tasks {
                return Some((number, iteration.made));
            }
            iteration.finished = true;
            self.finished += 1;
        }
        None
    }

    /// The iteration to begin next, where at most so many (0 for all) of a number run at once.
    pub(super) fn next_new(&self, number: u32, at_most: u32) -> Option<u32> {
        let begun = self.begun.len() as u32;
        let active = begun - self.finished;
        (begun < number && (at_most == 0 || active < at_most)).then_some(begun)
    }
}
