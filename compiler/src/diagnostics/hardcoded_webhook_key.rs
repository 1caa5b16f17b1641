//! A webhook key that can be read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// The key of a webhook is written in the flow.
///
/// Whoever knows it can start the flow.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: hook
///     type: io.kestra.plugin.core.trigger.Webhook
///     key: demo
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "security", since = "0.1")]
pub struct HardcodedWebhookKey {
    /// Where it stands.
    pub place: Place,
}

impl Explain for HardcodedWebhookKey {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        "anyone who knows or guesses this key can start the flow".to_owned()
    }

    fn details(&self, out: &mut Details) {
        out.suggest("keep it as a secret", self.place, "\"{{ secret('WEBHOOK_KEY') }}\"");
    }
}
