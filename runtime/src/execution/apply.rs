//! An event is applied to an execution.

use jiff::Timestamp;

use super::turn::{Todo, Turn};
use super::{Command, Event, Execution};

impl Execution {
    /// Applies an event: the execution goes on as far as it can by itself, and says what it asks of the world.
    pub fn apply(&mut self, event: Event, now: Timestamp) -> Vec<Command> {
        let mut turn = Turn::new(now);
        let turn = &mut turn;
        let ends = matches!(event, Event::Ended { .. } | Event::CallEnded { .. });
        match event {
            Event::Begun => self.begun(turn),
            Event::Refused(reason) => self.refused(&reason, turn),
            Event::Admitted(admission) => self.admitted(admission, turn),
            Event::Continued => self.continued(turn),
            Event::Woken => self.woken(turn),
            Event::Elapsed => self.elapsed(turn),
            Event::Answered(question, answer) => self.answered(question, answer, turn),
            Event::Started { run, attempt } => self.started(run, attempt, turn),
            Event::Ended { run, attempt, outcome } => self.ended(run, attempt, outcome, turn),
            Event::LogKept { run, file } => self.log_kept(run, file),
            Event::Called { run, child, result } => self.called(run, child, result, turn),
            Event::CallLost { run, child } => self.call_lost(run, child, turn),
            Event::CallEnded { run, child, ended } => self.call_ended(run, child, ended, turn),
            Event::IterationMoved { run, child, pace } => self.iteration_moved(run, child, pace, turn),
            Event::Resumed(resumption) => self.resumed(resumption, turn),
            Event::Paused => self.paused_by_hand(turn),
            Event::Killed => self.killed(turn),
            Event::Restarted => self.restarted(turn),
            Event::StatusChanged(state) => self.status_changed(state, turn),
            Event::RunChanged(run, state) => self.run_changed(run, state, turn),
            Event::Labelled(labels) => self.labelled(labels),
            Event::Forced => self.forced(turn),
            Event::Unqueued(state) => self.unqueued(state, turn),
        }
        if ends && self.has_assertions() && self.state() == super::State::Running {
            // Agreements are looked at before anything follows from an end.
            turn.todo.clear();
            turn.touched = true;
            self.ask_agreements(turn);
            turn.command(Command::Continue);
        }
        while let Some(todo) = turn.todo.pop_front() {
            match todo {
                Todo::Begin(run) => self.begin_run(run, turn),
                Todo::Advance(container) => self.advance(container, turn),
            }
        }
        self.ask_agreements(turn);
        std::mem::take(&mut turn.commands)
    }

    /// The execution as a whole enters a state.
    pub(super) fn enter_state(&mut self, state: super::State, now: Timestamp) {
        self.head.history.enter(state, now);
        self.changes.head = true;
    }
}
