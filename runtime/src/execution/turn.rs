//! One application of an event: what is left to do, and what the world is asked for.

use std::collections::VecDeque;

use jiff::Timestamp;
use plan::Text;
use plan::step::LogLevel;

use super::command::{Command, Question};
use super::task_run::RunKey;

/// One application of an event.
///
/// What follows from it is done breadth first, so that siblings begin before their children do.
pub(super) struct Turn {
    pub(super) now: Timestamp,
    pub(super) commands: Vec<Command>,
    pub(super) todo: VecDeque<Todo>,
    /// Whether a task run changed its state.
    pub(super) touched: bool,
}

/// Something left to do in this turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Todo {
    /// A task run that was created begins.
    Begin(RunKey),
    /// A container sees what its children have come to; the execution itself where `None`.
    Advance(Option<RunKey>),
}

impl Turn {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { now, commands: Vec::new(), todo: VecDeque::new(), touched: false }
    }

    pub(super) fn ask(&mut self, question: Question) {
        self.commands.push(Command::Evaluate(question));
    }

    pub(super) fn command(&mut self, command: Command) {
        self.commands.push(command);
    }

    pub(super) fn log(&mut self, run: Option<RunKey>, level: LogLevel, message: impl Into<Text>) {
        self.commands.push(Command::Log { run, level, message: message.into() });
    }

    pub(super) fn begin(&mut self, run: RunKey) {
        self.todo.push_back(Todo::Begin(run));
    }

    pub(super) fn advance(&mut self, container: Option<RunKey>) {
        self.todo.push_back(Todo::Advance(container));
    }
}
