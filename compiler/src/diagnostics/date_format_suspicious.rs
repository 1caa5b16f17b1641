//! A date format that probably means something else.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

/// The pattern of a date has letters that mean something else than they seem to.
///
/// Patterns are Java's: `yyyy` is the year and `YYYY` the year of the week, `dd` the day of the month and `DD` that of
/// the year, `MM` months and `mm` minutes, `HH` hours to 23 and `hh` hours to 12.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ now() | date('YYYY-MM-dd') }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "expressions", since = "0.1")]
pub struct DateFormatSuspicious {
    /// The pattern.
    pub place: Place,
    /// What is odd about it.
    pub oddity: Oddity,
    /// The pattern that was probably meant, with its quotes.
    pub instead: Option<String>,
}

/// What is odd about a pattern.
#[derive(Clone, Debug)]
pub enum Oddity {
    /// Letters with an unexpected meaning: ``"`YYYY` is the year of the week"``.
    Meaning(&'static str),
    /// It is no pattern at all.
    Illegal(String),
}

impl Explain for DateFormatSuspicious {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let meant = self.instead.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        match &self.oddity {
            Oddity::Meaning(meaning) => format!("{meaning}{meant}"),
            Oddity::Illegal(problem) => format!("this is no pattern of a date: {problem}{meant}"),
        }
    }

    fn details(&self, out: &mut Details) {
        if matches!(self.oddity, Oddity::Illegal(_)) {
            out.severity(Severity::Error);
        }
        if let Some(instead) = &self.instead {
            out.suggest(format!("write {instead}"), self.place, instead);
        }
    }
}
