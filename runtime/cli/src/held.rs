//! What a file of a folder that is served holds.

use compiler::{FileReport, Unit};
use plan::{FlowName, compiled};
use runtime::Engine;
use serde::{Deserialize, Serialize};

/// A flow or an app.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Held {
    Flow(FlowName),
    App(FlowName),
}

impl Held {
    /// What a file was compiled to; `None` where it holds neither, or mistakes.
    pub(crate) fn by(report: &FileReport) -> Option<Self> {
        match report.unit.as_ref()? {
            Unit::Flow(plan) => Some(Self::Flow(plan.flow.clone())),
            Unit::App(app) => Some(Self::App(app.name.clone())),
        }
    }

    /// The content address of what is deployed under its name.
    pub(crate) fn deployed(&self, engine: &Engine) -> Option<String> {
        match self {
            Self::Flow(name) => engine.registry().address(name),
            Self::App(name) => {
                let app = engine.registry().app(name)?;
                compiled::hash(&compiled::encode_app(&app).ok()?).ok()
            }
        }
    }
}
