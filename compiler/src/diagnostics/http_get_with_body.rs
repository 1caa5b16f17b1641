//! A request that sends a body where none belongs.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A request with a body is a `GET` or `HEAD`, which most servers ignore or refuse.
///
/// ```yaml warning
/// id: report
/// namespace: company.team
/// tasks:
///   - id: send
///     type: io.kestra.plugin.core.http.Request
///     uri: https://example.com
///     body: hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "values", since = "0.1")]
pub struct HttpGetWithBody {
    /// The key of the body.
    pub place: Place,
    /// The method.
    pub method: String,
    /// Where it is written.
    pub method_place: Option<Place>,
}

impl Explain for HttpGetWithBody {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("a {} request with a body; did you mean `method: POST`?", self.method)
    }

    fn details(&self, out: &mut Details) {
        match self.method_place {
            Some(place) => {
                out.secondary(place, "the method");
                out.suggest("use `POST`", place, "POST");
            }
            None => {
                out.note("without `method` it is `GET`");
            }
        }
    }
}
