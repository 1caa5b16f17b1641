//! The list that `jq` gives, used as one value.

use macros::Diagnostic;
use report::{Applicability, Details, Edit, Explain, Place};

/// What `jq` gives is always a list, and here it is used as one value.
///
/// It prints as `["x"]` and equals no text or number. `| first` takes the first result.
///
/// ```yaml warning
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: data
///     type: JSON
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     runIf: "{{ (inputs.data | jq('.kind')) == 'a' }}"
///     message: it is a
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "types", since = "0.1")]
pub struct JqListAsScalar {
    /// The call, with what it is compared with.
    pub place: Place,
    /// Where `| first` goes.
    pub insert: Option<Place>,
    /// What is needed.
    pub needed: Needed,
}

/// What is needed where `jq` gives a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// One value.
    Value,
    /// The elements of the one list that the program finds.
    Elements,
}

impl Explain for JqListAsScalar {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.needed {
            Needed::Value => "`jq` gives a list, and one value is needed here; add `| first`".to_owned(),
            Needed::Elements => {
                "`jq` puts what this path finds in a list of one, so that the loop runs once; add `| first`".to_owned()
            }
        }
    }

    fn details(&self, out: &mut Details) {
        out.note("`jq` collects every result of its program in a list, also where there is only one");
        if let Some(place) = self.insert {
            let edit = Edit { place, text: " | first".to_owned() };
            out.edits(Applicability::Suggestion, "take the first result", vec![edit]);
        }
    }
}
