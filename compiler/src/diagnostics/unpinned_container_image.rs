//! An image that can change.

use macros::Diagnostic;
use report::{Details, Explain, Place};

/// A container image is named by a tag that moves.
///
/// ```yaml info
/// id: demo
/// namespace: company.team
/// tasks:
///   - id: call
///     type: io.kestra.plugin.scripts.shell.Commands
///     containerImage: ubuntu:latest
///     commands:
///       - echo hello
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(info, group = "security", since = "0.1")]
pub struct UnpinnedContainerImage {
    /// Where it stands.
    pub place: Place,
    /// The image.
    pub image: String,
}

impl Explain for UnpinnedContainerImage {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        format!("`{}` can change from one run to the next", self.image)
    }

    fn details(&self, out: &mut Details) {
        out.note("name a version, or a digest");
    }
}
