//! An argument of a kind that is never accepted: what is said of it, whatever it is given to.

use report::{Applicability, Details, Edit, Place};

/// An argument of the wrong kind.
#[derive(Clone, Debug)]
pub struct Argument {
    /// What is called.
    pub function: &'static str,
    /// Which argument.
    pub parameter: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What is accepted, in words.
    pub accepts: String,
    /// What it is, in words.
    pub found: String,
    /// What would be right.
    pub instead: Option<(Place, String)>,
}

impl Argument {
    /// What is wrong with it.
    pub(crate) fn message(&self) -> String {
        let Self { function, parameter, accepts, found, instead, .. } = self;
        let right = instead.as_ref().map(|(_, text)| format!(": `{function}({text})`")).unwrap_or_default();
        format!("`{parameter}` of `{function}` takes {accepts}, and this is {found}{right}")
    }

    /// Offers what would be right.
    pub(crate) fn offer(&self, out: &mut Details) {
        if let Some((place, text)) = &self.instead {
            out.edits(Applicability::Safe, format!("write `{text}`"), vec![Edit { place: *place, text: text.clone() }]);
        }
    }
}
