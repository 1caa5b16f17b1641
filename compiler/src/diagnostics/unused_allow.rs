//! A comment that lets a finding pass which is not there.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place, Severity};

/// A `# lanner: allow(code)` has no effect.
///
/// What it let pass is mended, or was never found where the comment reaches: behind something, it covers what
/// begins on its line; alone on a line, what begins on the next one. It would hide the next mistake of its kind.
/// An `expect(code)` without effect is a warning. Text that is no YAML and names given twice cannot be allowed.
///
/// ```yaml hint
/// id: greet
/// namespace: company.team
/// tasks:
///   # lanner: allow(unknown-type) was a plugin of ours
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(hint, group = "suppressions", since = "0.1")]
pub struct UnusedAllow {
    /// The code, as it is written.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What goes when it goes.
    pub removal: Place,
    /// Why it has no effect.
    pub why: Why,
}

/// Why a comment has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// There is no such finding.
    NothingFound,
    /// There is no such finding, and the comment says that there is.
    Expected,
    /// No diagnostic has this name.
    NoSuchCode {
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// The diagnostic can never be let pass.
    NeverAllowed,
    /// It says how, and not what.
    NoCodes,
    /// Nothing is done on this word.
    NoSuchWord {
        /// What was probably meant.
        nearest: Option<String>,
    },
}

impl Explain for UnusedAllow {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let name = &self.name;
        let meant = |nearest: &Option<String>| {
            nearest.as_ref().map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default()
        };
        match &self.why {
            Why::NothingFound => format!("nothing here is `{name}`, so allowing it has no effect"),
            Why::Expected => format!("nothing here is `{name}`, though it is expected"),
            Why::NoSuchCode { nearest } => format!("there is no code `{name}` to allow{}", meant(nearest)),
            Why::NeverAllowed => format!("`{name}` cannot be allowed"),
            Why::NoSuchWord { nearest: None } if name.is_empty() => {
                "this comment asks for nothing; write `lanner: allow(code) reason`".to_owned()
            }
            Why::NoCodes => format!("`{name}` does not say what; write `lanner: {name}(code) reason`"),
            Why::NoSuchWord { nearest } => {
                format!("`{name}` means nothing in a comment to lanner{}", meant(nearest))
            }
        }
    }

    fn details(&self, out: &mut Details) {
        let remove = || vec![Edit::remove(self.removal)];
        match &self.why {
            Why::NothingFound | Why::NeverAllowed => {
                out.edits(Applicability::Safe, format!("remove `{}`", self.name), remove());
            }
            Why::Expected => {
                out.severity(Severity::Warning);
                out.edits(Applicability::Suggestion, format!("remove `{}`", self.name), remove());
            }
            Why::NoSuchCode { nearest: Some(nearest) } | Why::NoSuchWord { nearest: Some(nearest) } => {
                out.suggest(format!("write `{nearest}`"), self.place, nearest);
            }
            Why::NoSuchCode { nearest: None } | Why::NoSuchWord { nearest: None } | Why::NoCodes => {}
        }
    }
}
