//! An app that does not say how it ended.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// An app has no page for a run that failed, or none for one that went well.
///
/// `FALLBACK` is shown where no other page is for a state. Cancelling a run is such a state, too.
///
/// ```yaml file
/// id: orders
/// namespace: company.shop
/// inputs:
///   - id: customer
///     type: STRING
/// tasks:
///   - id: load
///     type: io.kestra.plugin.core.debug.Return
///     format: "{{ inputs.customer }}"
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.load.value }}"
/// outputs:
///   - id: total
///     type: STRING
///     value: "{{ outputs.load.value }}"
/// ```
///
/// ```yaml warning
/// id: order_form
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Order
/// namespace: company.shop
/// flowId: orders
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Outputs
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "apps", since = "0.1")]
pub struct AppMissingTerminalLayout {
    /// Where the pages begin.
    pub place: Place,
    /// Which ends have no page.
    pub missing: MissingEnd,
    /// A page that would do.
    pub insert: Option<Edit>,
}

/// Which ends have no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingEnd {
    /// A run that failed or was cancelled.
    Bad,
    /// A run that went well.
    Good,
    /// All of them.
    Any,
}

impl Explain for AppMissingTerminalLayout {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let end = match self.missing {
            MissingEnd::Bad => "fails or is cancelled: add `FAILURE` or `FALLBACK`",
            MissingEnd::Good => "ends well: add `SUCCESS` or `FALLBACK`",
            MissingEnd::Any => "has ended: add `SUCCESS` and `FAILURE`, or `FALLBACK`",
        };
        format!("this app has no page for a run that {end}")
    }

    fn details(&self, out: &mut Details) {
        if let Some(insert) = &self.insert {
            out.edits(Applicability::Suggestion, "add a page for every other state", vec![insert.clone()]);
        }
    }
}
