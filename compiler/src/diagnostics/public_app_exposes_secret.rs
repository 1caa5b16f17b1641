//! A secret that anyone can read.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// An app that is open to anyone shows a secret of its executions, or runs what anyone writes into its form.
///
/// ```yaml file
/// id: report
/// namespace: company.shop
/// inputs:
///   - id: token
///     type: SECRET
/// tasks:
///   - id: ask
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com
///     headers:
///       Authorization: "Bearer {{ inputs.token }}"
/// ```
///
/// ```yaml error
/// id: order_form
/// type: io.kestra.plugin.ee.apps.Execution
/// displayName: Order
/// namespace: company.shop
/// flowId: report
/// access:
///   type: PUBLIC
/// layout:
///   - on: OPEN
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionForm
///       - type: io.kestra.plugin.ee.apps.execution.blocks.CreateExecutionButton
///   - on: SUCCESS
///     blocks:
///       - type: io.kestra.plugin.ee.apps.execution.blocks.Inputs
///   - on: FAILURE
///     blocks:
///       - type: io.kestra.plugin.ee.apps.core.blocks.Markdown
///         content: It did not work.
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "apps", since = "0.1")]
pub struct PublicAppExposesSecret {
    /// Where the type of the block stands, or the expression that reads the secret.
    pub place: Place,
    /// What is open.
    pub exposed: Exposed,
    /// Where the app says that it is open to anyone.
    pub access_place: Place,
    /// The flow.
    pub flow: String,
    /// Where its id stands.
    pub flow_place: Option<Place>,
}

/// What is open to anyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exposed {
    /// This input, which is a secret.
    Secret(String),
    /// The server: what is written into an input becomes code of a task.
    Code {
        /// The input.
        input: String,
        /// The task.
        task: String,
    },
}

impl Explain for PublicAppExposesSecret {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.exposed {
            Exposed::Secret(input) => format!("anyone can read the secret `{input}` of `{}` here", self.flow),
            Exposed::Code { input, task } => {
                format!("anyone can run code in `{task}` of `{}`: its input `{input}` becomes a part of it", self.flow)
            }
        }
    }

    fn details(&self, out: &mut Details) {
        if self.place != self.access_place {
            out.secondary(self.access_place, "this app is open to anyone");
        }
        if let Some(place) = self.flow_place {
            out.secondary(place, "the flow");
        }
        out.note(match self.exposed {
            Exposed::Secret(_) => "leave it out by `filter`, or let only those in who may see it",
            Exposed::Code { .. } => {
                "pass the input through `env` or as a parameter, or let only those in who may run code"
            }
        });
    }
}
