//! What an expression sees of an execution: `flow`, `inputs`, `outputs`, `taskrun`, …
//!
//! A scope borrows the execution and builds a root when it is first asked for; `outputs`, which grows with the
//! execution, is kept by the execution itself and shared.

mod roots;
mod surroundings;

use std::cell::OnceCell;

use plan::Value;
use plan::evaluate::Variables;

use crate::execution::{Execution, RunKey, TaskRun};

pub(crate) use roots::{flow_value, tasks_of};
pub(crate) use surroundings::Surroundings;

/// The names an expression may use within an execution.
pub(crate) struct Scope<'a> {
    execution: &'a Execution,
    run: Option<&'a TaskRun>,
    surroundings: &'a Surroundings,
    built: [OnceCell<Option<Value>>; roots::ALL.len()],
}

impl<'a> Scope<'a> {
    /// What is seen from the flow itself: no `task`, no `taskrun`, no `parent`.
    pub(crate) fn of_execution(execution: &'a Execution, surroundings: &'a Surroundings) -> Self {
        let built = std::array::from_fn(|_| OnceCell::new());
        Self { execution, run: None, surroundings, built }
    }

    /// What is seen from a task run; from the flow itself where there is none with this key.
    pub(crate) fn of_run(execution: &'a Execution, run: RunKey, surroundings: &'a Surroundings) -> Self {
        Self { run: execution.run(run), ..Self::of_execution(execution, surroundings) }
    }
}

impl Variables for Scope<'_> {
    fn root(&self, name: &str) -> Option<&Value> {
        let at = roots::ALL.iter().position(|root| root.name == name)?;
        self.built[at].get_or_init(|| (roots::ALL[at].build)(self)).as_ref()
    }

    fn names(&self) -> Vec<&str> {
        roots::ALL.iter().map(|root| root.name).filter(|name| self.root(name).is_some()).collect()
    }
}
