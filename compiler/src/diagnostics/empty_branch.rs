//! A branch without tasks.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A branch that can be chosen has no tasks.
///
/// Kestra accepts it, and then neither ends nor fails well: an empty case never ends, and a `Switch` with nothing
/// but `defaults` fails.
///
/// ```yaml warning
/// id: deploy
/// namespace: company.team
/// inputs:
///   - id: stage
///     type: SELECT
///     values: [dev, prod]
/// tasks:
///   - id: by_stage
///     type: io.kestra.plugin.core.flow.Switch
///     value: "{{ inputs.stage }}"
///     cases:
///       dev: []
///       prod:
///         - id: prod
///           type: io.kestra.plugin.core.log.Log
///           message: deploying to prod
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "control", since = "0.1")]
pub struct EmptyBranch {
    /// Where the branch's name stands.
    pub place: Place,
    /// What is empty.
    pub branch: Branch,
}

/// What has no tasks.
#[derive(Clone, Debug)]
pub enum Branch {
    /// A case.
    Case(String),
    /// All cases: there are only `defaults`.
    AllCases,
}

impl Explain for EmptyBranch {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.branch {
            Branch::Case(name) => format!("the case `{name}` has no tasks, and a `Switch` that chooses it never ends"),
            Branch::AllCases => "a `Switch` with nothing but `defaults` fails".to_owned(),
        }
    }

    fn details(&self, out: &mut Details) {
        match self.branch {
            Branch::Case(_) => out.note("give it a task, or remove it and let `defaults` do nothing with a `Log`"),
            Branch::AllCases => out.note("add a case, or put the tasks of `defaults` in its place"),
        };
    }
}
