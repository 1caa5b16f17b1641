//! What can be wrong with a `lanner.yaml`.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A key of `lanner.yaml` is not known.
///
/// It has no effect, so whoever wrote it believes in a decision that does not hold.
///
/// `lanner config --keys` lists all settings.
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "configuration", since = "0.1")]
pub(super) struct UnknownSetting {
    /// The key.
    pub(super) place: Place,
    /// As it is written.
    pub(super) name: String,
    /// What was probably meant.
    pub(super) near: Option<String>,
}

impl Explain for UnknownSetting {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let question = self.near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("there is no setting `{}`{question}", self.name)
    }

    fn details(&self, out: &mut Details) {
        if let Some(near) = &self.near {
            out.fix(format!("write `{near}`"), self.place, near);
        }
    }
}

/// The value of a setting in `lanner.yaml` cannot be understood.
///
/// The setting is left out, and everything is checked as if it was not there.
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "configuration", since = "0.1")]
pub(super) struct WrongSetting {
    /// The value.
    pub(super) place: Place,
    /// What is wrong with it, as a whole line.
    pub(super) message: String,
}

impl Explain for WrongSetting {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        self.message.clone()
    }
}
