//! Outputs of a task in a loop, read as if it ran once.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place, Severity};

/// Outputs of a task in a loop are read without saying of which iteration.
///
/// In 1.x what a task in a `ForEach` gives out lies under the value of each iteration:
/// `outputs.child[taskrun.value].body`. Behind the loop, `outputs.child` is a map from values to outputs.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: each
///     type: io.kestra.plugin.core.flow.ForEach
///     values: ["a", "b"]
///     tasks:
///       - id: fetch
///         type: io.kestra.plugin.core.http.Request
///         uri: https://example.com
///       - id: show
///         type: io.kestra.plugin.core.log.Log
///         message: "{{ outputs.fetch.body }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "loops", since = "0.1")]
pub struct LoopOutputUnindexed {
    /// The task that is read.
    pub task: String,
    /// What is read, from the root name to the key that is in the wrong place.
    pub place: Place,
    /// The loop that adds the level.
    pub loop_task: String,
    /// Where it stands.
    pub loop_place: Place,
    /// How the levels are wrong.
    pub levels: Levels,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

/// How levels are wrong.
#[derive(Clone, Debug)]
pub enum Levels {
    /// A level is missing.
    Missing {
        /// What would be right, as far as it is known: `outputs.fetch[taskrun.value].body`.
        instead: Option<String>,
        /// Where the level goes, and what it is, where that is certain.
        insert: Option<(Place, String)>,
    },
    /// There are levels, and no loop.
    TooMany,
    /// The iterations of the loop are isolated, and only what it declares comes out of it.
    Isolated,
}

impl Explain for LoopOutputUnindexed {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (task, of) = (&self.task, &self.loop_task);
        match &self.levels {
            Levels::Missing { instead: Some(instead), .. } => {
                format!("`{task}` runs once for each value of `{of}`; read `{instead}`")
            }
            Levels::Missing { instead: None, .. } => {
                format!(
                    "`{task}` runs once for each value of `{of}`; say of which: `outputs{}['a value']`",
                    crate::access::key_notation(task)
                )
            }
            Levels::TooMany => format!("`{task}` runs once: its outputs have no level for a value"),
            Levels::Isolated => {
                format!("outputs of `{task}` stay in the iterations of `{of}`; declare them under its `outputs`")
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.levels {
            Levels::TooMany => {}
            Levels::Missing { insert, .. } => {
                out.secondary(self.loop_place, "this loop adds a level");
                if let Some((place, level)) = insert {
                    out.edits(
                        Applicability::Safe,
                        format!("insert `{level}`"),
                        vec![Edit::insert(*place, level.as_str())],
                    );
                }
            }
            Levels::Isolated => {
                out.secondary(self.loop_place, "this loop keeps them");
            }
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
