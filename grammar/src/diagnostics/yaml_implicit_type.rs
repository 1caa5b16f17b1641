//! Text that YAML takes for something else.

use macros::Diagnostic;
use report::{Details, Explain, Place};

use crate::yaml::quote::quoted;

/// A value without quotes is read as a number or a boolean, and loses what was written.
///
/// YAML takes `1.10` for the number 1.1, `010` for 8 and `yes` for true. Where a text is wanted, put it in
/// quotes.
///
/// ```yaml warning
/// id: release
/// namespace: demo
/// variables:
///   version: 1.10
/// tasks:
///   - id: hello
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ vars.version }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(warning, group = "yaml", since = "0.1")]
pub struct YamlImplicitType {
    /// The value.
    pub place: Place,
    /// As it is written.
    pub written: String,
    /// As it is read: what [`reads_as`](crate::yaml::resolve::reads_as) says.
    pub read: String,
}

impl Explain for YamlImplicitType {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        let kind = if matches!(&*self.read, "true" | "false") { "boolean" } else { "number" };
        format!("`{}` is read as the {kind} {}; quote it to keep the text", self.written, self.read)
    }

    fn details(&self, out: &mut Details) {
        out.fix("put quotes around it", self.place, quoted(&self.written));
    }
}
