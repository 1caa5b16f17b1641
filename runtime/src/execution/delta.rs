//! What is stored of an execution: what has changed since it was last stored.
//!
//! An execution is the sum of its deltas in order. A step of a large loop writes the runs it touched, never
//! the whole.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::item::Around;
use super::{Changes, Execution, Head, Known, Program, RunKey, TaskRun};

/// What has changed since an execution was last stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delta {
    pub(crate) head: Option<Head>,
    /// Of an iteration of a loop, what it sees of the executions around it; it never changes.
    pub(crate) around: Option<Arc<Around>>,
    pub(crate) runs: Vec<TaskRun>,
    pub(crate) removed: Vec<RunKey>,
}

impl Execution {
    /// Whether something has changed since it was last stored.
    pub fn is_changed(&self) -> bool {
        self.changes.head || !self.changes.runs.is_empty() || !self.changes.removed.is_empty()
    }

    /// What has changed since the last call.
    pub fn take_delta(&mut self) -> Delta {
        let mut changes = std::mem::take(&mut self.changes);
        changes.runs.sort_unstable();
        changes.runs.dedup();
        Delta {
            head: changes.head.then(|| self.head.clone()),
            around: self.around.clone().filter(|_| changes.around),
            runs: changes.runs.into_iter().filter_map(|key| self.run(key).cloned()).collect(),
            removed: changes.removed,
        }
    }

    /// All of it in one delta, as if nothing had been stored before.
    pub fn snapshot(&self) -> Delta {
        Delta {
            head: Some(self.head.clone()),
            around: self.around.clone(),
            runs: self.runs.clone(),
            removed: Vec::new(),
        }
    }

    /// Which revision of which flow deltas belong to; `None` where the first is missing.
    pub(crate) fn program_of(deltas: &[Delta]) -> Option<(plan::FlowName, u32)> {
        let head = deltas.iter().rev().find_map(|delta| delta.head.as_ref())?;
        Some((head.flow.clone(), head.revision))
    }

    /// Puts an execution together again; `None` where the first delta is missing.
    pub fn from_deltas(program: Arc<Program>, deltas: impl IntoIterator<Item = Delta>) -> Option<Self> {
        let mut head = None;
        let mut around = None;
        let mut runs: Vec<TaskRun> = Vec::new();
        for delta in deltas {
            head = delta.head.or(head);
            around = delta.around.or(around);
            for run in delta.runs {
                match runs.binary_search_by_key(&run.key, |run| run.key) {
                    Ok(index) => runs[index] = run,
                    Err(index) => runs.insert(index, run),
                }
            }
            if !delta.removed.is_empty() {
                runs.retain(|run| !delta.removed.contains(&run.key));
            }
        }
        let (known, changes) = (Known::default(), Changes::default());
        let mut execution = Self { program, head: head?, around, runs, known, changes };
        execution.derive();
        Some(execution)
    }
}
