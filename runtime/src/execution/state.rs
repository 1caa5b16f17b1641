//! The states of executions and task runs, and the history of one.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where an execution or a task run stands; Kestra's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum State {
    /// It exists, and nothing has begun.
    Created,
    /// A worker has been asked.
    Submitted,
    /// It is being worked on.
    Running,
    /// It waits for somebody or for a time.
    Paused,
    /// It begins again after an end or a pause.
    Restarted,
    /// It is being stopped.
    Killing,
    /// It ended well.
    Success,
    /// It ended well enough.
    Warning,
    /// It ended badly.
    Failed,
    /// It was stopped.
    Killed,
    /// It was ended by a rule.
    Cancelled,
    /// It waits for a place among the executions of its flow.
    Queued,
    /// It waits for its next attempt.
    Retrying,
    /// Another execution tries again in its place.
    Retried,
    /// Its condition did not hold.
    Skipped,
    /// It waits at a breakpoint.
    Breakpoint,
    /// It was given to another worker.
    Resubmitted,
}

impl State {
    /// Every state, in Kestra's order.
    pub const ALL: [Self; 17] = [
        Self::Created,
        Self::Submitted,
        Self::Running,
        Self::Paused,
        Self::Restarted,
        Self::Killing,
        Self::Success,
        Self::Warning,
        Self::Failed,
        Self::Killed,
        Self::Cancelled,
        Self::Queued,
        Self::Retrying,
        Self::Retried,
        Self::Skipped,
        Self::Breakpoint,
        Self::Resubmitted,
    ];

    /// The name of every state, in the same order.
    pub const NAMES: [&str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Self::ALL[at].name();
            at += 1;
        }
        names
    };

    /// The name in files and in the API: `CREATED`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::Submitted => "SUBMITTED",
            Self::Running => "RUNNING",
            Self::Paused => "PAUSED",
            Self::Restarted => "RESTARTED",
            Self::Killing => "KILLING",
            Self::Success => "SUCCESS",
            Self::Warning => "WARNING",
            Self::Failed => "FAILED",
            Self::Killed => "KILLED",
            Self::Cancelled => "CANCELLED",
            Self::Queued => "QUEUED",
            Self::Retrying => "RETRYING",
            Self::Retried => "RETRIED",
            Self::Skipped => "SKIPPED",
            Self::Breakpoint => "BREAKPOINT",
            Self::Resubmitted => "RESUBMITTED",
        }
    }

    /// Reads a name; `CANCELED` is accepted as Kestra 1.x does.
    pub fn parse(name: &str) -> Option<Self> {
        if name == "CANCELED" {
            return Some(Self::Cancelled);
        }
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing follows by itself.
    pub const fn is_terminated(self) -> bool {
        match self {
            Self::Success
            | Self::Warning
            | Self::Failed
            | Self::Killed
            | Self::Cancelled
            | Self::Retried
            | Self::Skipped => true,
            Self::Created
            | Self::Submitted
            | Self::Running
            | Self::Paused
            | Self::Restarted
            | Self::Killing
            | Self::Queued
            | Self::Retrying
            | Self::Breakpoint
            | Self::Resubmitted => false,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The states passed through, oldest first; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct History(Vec<Entry>);

/// A state that was entered, and when.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The state.
    pub state: State,
    /// When it was entered.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub at: Timestamp,
}

impl History {
    /// A history that begins now.
    pub fn begin(state: State, now: Timestamp) -> Self {
        Self(vec![Entry { state, at: now }])
    }

    /// A history as it is read back.
    pub(super) fn stored(entries: Vec<Entry>) -> Self {
        Self(entries)
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.0
    }

    /// The state it is in.
    pub fn current(&self) -> State {
        self.last().state
    }

    /// Enters a state.
    pub fn enter(&mut self, state: State, now: Timestamp) {
        self.0.push(Entry { state, at: now });
    }

    /// When it began.
    pub fn start(&self) -> Timestamp {
        self.0.first().map_or(Timestamp::UNIX_EPOCH, |entry| entry.at)
    }

    /// When it ended or paused; `None` while something is going on.
    pub fn end(&self) -> Option<Timestamp> {
        let Entry { state, at } = self.last();
        (state.is_terminated() || state == State::Paused).then_some(at)
    }

    /// When it last changed.
    pub fn changed(&self) -> Timestamp {
        self.last().at
    }

    /// Every state with the time it was entered at.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// How often a state was entered.
    pub fn count(&self, state: State) -> usize {
        self.0.iter().filter(|entry| entry.state == state).count()
    }

    fn last(&self) -> Entry {
        *self.0.last().expect("a history begins with a state and only grows")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.name()), Some(state));
        }
        assert_eq!(State::parse("CANCELED"), Some(State::Cancelled));
        assert_eq!(State::parse("running"), None);
    }

    #[test]
    fn authors_can_name_each_and_no_other() {
        use catalog::typed::Typed;
        let catalog::FieldType::Enumeration(named) = catalog::objects::state::State::TYPE else {
            panic!("a choice is an enumeration");
        };
        let named: Vec<&str> = named.values.iter().map(|word| word.text).collect();
        assert_eq!(named, State::NAMES);
    }

    #[test]
    fn a_pause_has_an_end_and_a_run_has_none() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let mut history = History::begin(State::Created, at(1));
        history.enter(State::Running, at(2));
        assert_eq!((history.start(), history.end()), (at(1), None));
        history.enter(State::Paused, at(3));
        assert_eq!(history.end(), Some(at(3)));
    }
}
