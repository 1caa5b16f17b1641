//! A time zone that does not exist.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A time zone is neither a name of the IANA database nor an offset.
///
/// `Europe/Berlin`, `UTC` and `+02:00` are; `CEST` is not.
///
/// ```yaml error
/// id: report
/// namespace: company.team
/// tasks:
///   - id: say
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// triggers:
///   - id: daily
///     type: io.kestra.plugin.core.trigger.Schedule
///     cron: "0 9 * * *"
///     timezone: CEST
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "triggers", since = "0.1")]
pub struct InvalidTimezone {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What was probably meant.
    pub nearest: Option<String>,
}

impl Explain for InvalidTimezone {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match &self.nearest {
            Some(nearest) => format!("unknown time zone `{}`; did you mean `{nearest}`?", self.name),
            None => format!("unknown time zone `{}`", self.name),
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some(nearest) = &self.nearest {
            out.suggest(format!("use `{nearest}`"), self.place, nearest);
        }
    }
}
