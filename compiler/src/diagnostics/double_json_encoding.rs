//! JSON that is written as JSON once more.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A text is written as JSON and then read as JSON, or put between the quotes of a JSON text.
///
/// `toJson` puts quotes around a text; what reads it then sees a text and no object. A text that holds JSON can be
/// given to `jq` or `fromJson` as it is, and `toJson` brings its own quotes.
///
/// ```yaml error
/// id: demo
/// namespace: company.team
/// inputs:
///   - id: answer
///     type: STRING
/// tasks:
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ inputs.answer | toJson | jq('.id') | first }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "types", since = "0.1")]
pub struct DoubleJsonEncoding {
    /// Where it is encoded once too often.
    pub place: Place,
    /// The text, as it is written.
    pub path: String,
    /// How it comes to be encoded twice.
    pub twice: Twice,
}

/// How something is encoded twice.
#[derive(Clone, Debug)]
pub enum Twice {
    /// Written, then read by this filter or function.
    Read {
        /// The filter that writes it.
        writer: &'static str,
        /// What reads it: `jq`.
        reader: &'static str,
        /// The filter with its bar, to be removed.
        surplus: Option<Place>,
    },
    /// Written between quotes.
    Quoted {
        /// The filter that writes it.
        writer: &'static str,
        /// The text with its quotes, and the same without.
        bare: Option<(Place, String)>,
    },
}

impl Explain for DoubleJsonEncoding {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let path = &self.path;
        match &self.twice {
            Twice::Read { writer, reader, .. } => {
                format!("`{path}` is text: `{writer}` puts it in quotes, and `{reader}` then sees a text and no object")
            }
            Twice::Quoted { writer, .. } => {
                format!("`{writer}` brings its own quotes: these make the JSON around `{path}` invalid")
            }
        }
    }

    fn details(&self, out: &mut Details) {
        match &self.twice {
            Twice::Read { writer, surplus: Some(surplus), .. } => {
                out.suggest(format!("remove `{writer}`"), *surplus, "");
            }
            Twice::Quoted { bare: Some((place, bare)), .. } => {
                out.suggest("remove the quotes", *place, bare);
            }
            Twice::Read { surplus: None, .. } | Twice::Quoted { bare: None, .. } => {}
        }
    }
}
