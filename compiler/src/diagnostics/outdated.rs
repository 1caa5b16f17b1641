//! A name that should no longer be called: what is said of it, whatever it names.

use report::{Details, Place};

/// A filter or function that is deprecated.
#[derive(Clone, Debug)]
pub struct Outdated {
    /// The name as written.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What to do instead, in words.
    pub words: &'static str,
    /// The new name, where nothing else changes.
    pub rename: Option<&'static str>,
    /// The version that no longer has it.
    pub until: Option<String>,
}

impl Outdated {
    /// What to do instead.
    pub(crate) fn message(&self) -> String {
        match self.rename {
            Some(rename) => format!("`{}` is deprecated; use `{rename}`", self.name),
            None => format!("`{}` is deprecated: {}", self.name, self.words),
        }
    }

    /// Says how long it works, and offers the new name.
    pub(crate) fn offer(&self, out: &mut Details) {
        if let Some(until) = &self.until {
            out.note(format!("{until} no longer has it"));
        }
        if let Some(rename) = self.rename {
            out.fix(format!("use `{rename}`"), self.place, rename);
        }
    }
}
