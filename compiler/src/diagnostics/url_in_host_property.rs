//! A URL where a host's name belongs.

use macros::Diagnostic;
use report::{Confidence, Details, Explain, Place};

/// A property that wants the name of a host holds more: a scheme, or a port.
///
/// ```yaml warning
/// id: send
/// namespace: company.team
/// tasks:
///   - id: upload
///     type: io.kestra.plugin.fs.ftp.Upload
///     host: ftp://ftp.example.com
///     from: "{{ read('a') }}"
///     to: /a
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "values", since = "0.1")]
pub struct UrlInHostProperty {
    /// The property.
    pub property: String,
    /// Where the value stands.
    pub place: Place,
    /// What does not belong there; nothing where a scheme is missing.
    pub surplus: String,
    /// What would be right.
    pub host: String,
}

impl Explain for UrlInHostProperty {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match self.surplus.as_str() {
            "" => format!("`{}` wants an address with its scheme: `{}`", self.property, self.host),
            surplus => format!("`{}` wants a name; remove `{surplus}`", self.property),
        }
    }

    fn details(&self, out: &mut Details) {
        out.suggest(format!("write `{}`", self.host), self.place, &self.host);
        out.confidence(Confidence::Medium);
    }
}
