//! A flow that waits for others which nothing starts.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// A flow waits for others, and no trigger, app or call of the workspace leads to any of them.
///
/// It then runs only after people have started one of those by hand. Where that is meant, there is nothing to mend.
///
/// ```yaml hint
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: reporting
/// triggers:
///   - id: after_load
///     type: io.kestra.plugin.core.trigger.Flow
///     preconditions:
///       id: loaded
///       flows:
///         - namespace: company.team
///           flowId: load
/// ```
///
/// ```yaml file
/// id: load
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: loading
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "triggers", since = "0.1")]
pub struct UnreachableFlow {
    /// The flow that is waited for.
    pub waited: String,
    /// Where it is named.
    pub place: Place,
    /// Why it does not run by itself.
    pub why: Idle,
}

/// Why a flow does not run by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Nothing leads to it.
    Unstarted,
    /// It is disabled.
    Disabled,
}

impl Explain for UnreachableFlow {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let waited = &self.waited;
        match self.why {
            Idle::Unstarted => format!("no trigger, app or flow starts `{waited}`, for which this one waits"),
            Idle::Disabled => format!("`{waited}`, for which this flow waits, is disabled"),
        }
    }

    fn details(&self, out: &mut Details) {
        match self.why {
            Idle::Unstarted => {
                out.note("it runs after someone has started that flow by hand");
            }
            Idle::Disabled => {
                out.severity(Severity::Info);
            }
        }
    }
}
