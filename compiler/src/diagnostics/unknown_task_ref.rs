//! Outputs or state of a task that does not exist.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// `outputs.…` or `tasks.…` names no task of the flow.
///
/// The tasks of a flow that is called are not visible in the one that calls it; only the outputs it declares are:
/// `outputs.<call>.outputs.<output>`.
///
/// ```yaml error
/// id: load
/// namespace: company.team
/// tasks:
///   - id: extract
///     type: io.kestra.plugin.core.http.Download
///     uri: https://example.com/data.csv
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.extrat.uri }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct UnknownTaskRef {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The tasks that could be read here.
    pub visible: Vec<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// The call and the flow whose task has this name.
    pub callee: Option<(String, String)>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for UnknownTaskRef {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match (&self.callee, &self.nearest) {
            (Some((_, flow)), _) => format!("`{}` is a task of `{flow}`, and not visible here", self.name),
            (None, Some(nearest)) => format!("no task `{}`; did you mean `{nearest}`?", self.name),
            (None, None) => format!("no task `{}`", self.name),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some((call, flow)) = &self.callee {
            out.note(format!(
                "read an output that `{flow}` declares: `outputs{}.outputs.…`",
                crate::access::key_notation(call)
            ));
        } else if !self.visible.is_empty() {
            out.note(format!("tasks before this one: {}", words::list(&self.visible)));
        }
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
