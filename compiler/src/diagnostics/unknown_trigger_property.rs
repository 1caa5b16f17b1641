//! What no trigger of the flow gives.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// `trigger.…` names something that the flow's triggers do not give.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ trigger.bdy }}"
/// triggers:
///   - id: hook
///     type: io.kestra.plugin.core.trigger.Webhook
///     key: "{{ secret('WEBHOOK_KEY') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "triggers", since = "0.1")]
pub struct UnknownTriggerProperty {
    /// The name as written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The trigger that does not give it, and what it gives.
    pub trigger: (String, Vec<String>),
    /// The trigger that does, where one does.
    pub giver: Option<String>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for UnknownTriggerProperty {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let (trigger, given) = &self.trigger;
        match &self.giver {
            Some(giver) => format!("`{giver}` gives `{}`, and `{trigger}` does not; guard with `?? …`", self.name),
            None => format!("`{trigger}` gives no `{}`; it gives {}", self.name, words::list(given)),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
        if self.giver.is_some() || self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
