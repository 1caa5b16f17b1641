//! Openings of forms: a form that is sent twice counts once, and its files outlive a refusal.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use plan::FlowName;

use crate::ids::ExecutionId;
use crate::storage::FileUri;

/// How many sent forms are remembered.
const REMEMBERED: usize = 10_000;

/// The length of a draft's name in letters.
const LENGTH: usize = 22;

/// One opening of a form, by a name nobody can guess.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Draft(String);

impl Draft {
    /// A new one.
    pub fn random() -> Self {
        Self(ExecutionId::from_bytes(crate::ids::randomness().to_be_bytes()).to_string())
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        (name.len() == LENGTH && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
            .then(|| Self(name.to_owned()))
    }

    /// Where a file sent with the form lies until the form is accepted. No namespace begins like this.
    pub fn upload(&self, input: &str, file: &str) -> FileUri {
        FileUri::new(["_drafts", &self.0, input, file])
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What became of the forms that were sent.
#[derive(Debug, Default)]
pub struct Drafts(Mutex<Sent>);

#[derive(Debug, Default)]
struct Sent {
    executions: HashMap<(FlowName, Draft), ExecutionId>,
    order: VecDeque<(FlowName, Draft)>,
}

impl Drafts {
    /// The execution a form of an app has begun already; otherwise takes note of the one it begins now.
    pub fn begin(&self, app: &FlowName, draft: &Draft, execution: ExecutionId) -> Option<ExecutionId> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (app.clone(), draft.clone());
        if let Some(earlier) = sent.executions.get(&key) {
            return Some(*earlier);
        }
        if sent.order.len() == REMEMBERED
            && let Some(oldest) = sent.order.pop_front()
        {
            sent.executions.remove(&oldest);
        }
        sent.order.push_back(key.clone());
        sent.executions.insert(key, execution);
        None
    }

    /// Forgets a form that was refused, so that it can be sent again.
    pub fn refuse(&self, app: &FlowName, draft: &Draft) {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (app.clone(), draft.clone());
        sent.executions.remove(&key);
        sent.order.retain(|other| *other != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_begins_one_execution() {
        let app = FlowName { namespace: "a".into(), id: "b".into() };
        let (drafts, draft) = (Drafts::default(), Draft::random());
        let execution = ExecutionId::from_bytes([1; 16]);
        assert_eq!(drafts.begin(&app, &draft, execution), None);
        assert_eq!(drafts.begin(&app, &draft, ExecutionId::from_bytes([2; 16])), Some(execution));
        drafts.refuse(&app, &draft);
        assert_eq!(drafts.begin(&app, &draft, ExecutionId::from_bytes([3; 16])), None);
    }

    #[test]
    fn names_are_read_back_and_nothing_else_is() {
        let draft = Draft::random();
        assert_eq!(Draft::parse(&draft.to_string()), Some(draft));
        for name in ["", "short", "../../../../etc/passwd", "aaaaaaaaaaaaaaaaaaaaa/"] {
            assert_eq!(Draft::parse(name), None, "{name}");
        }
    }
}
