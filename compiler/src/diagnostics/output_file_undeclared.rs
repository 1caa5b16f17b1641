//! A file that a task does not keep.

use macros::Diagnostic;
use report::{Details, Explain, Place, Severity};

use crate::words;

/// `outputs.<task>.outputFiles` names a file that the task's `outputFiles` do not keep.
///
/// ```yaml error
/// id: draw
/// namespace: company.team
/// tasks:
///   - id: draw
///     type: io.kestra.plugin.scripts.shell.Commands
///     commands:
///       - touch plot.png
///     outputFiles:
///       - plot.svg
///   - id: show
///     type: io.kestra.plugin.core.log.Log
///     message: "{{ outputs.draw.outputFiles['plot.png'] }}"
/// ```
#[derive(Clone, Debug, Diagnostic)]
#[diagnostic(error, group = "references", since = "0.1")]
pub struct OutputFileUndeclared {
    /// The file.
    pub file: String,
    /// Where it is read.
    pub place: Place,
    /// The task.
    pub task: String,
    /// What it keeps.
    pub kept: Vec<String>,
    /// A folder around the task that keeps the file, as it would be read, with the place of the path.
    pub folder: Option<(Place, String)>,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// Whether something else is taken where it is missing.
    pub guarded: bool,
}

impl Explain for OutputFileUndeclared {
    fn place(&self) -> Place {
        self.place
    }

    fn message(&self) -> String {
        match (&self.folder, self.kept.as_slice()) {
            (Some((_, folder)), []) => format!("`{}` declares no `outputFiles`; read `{folder}`", self.task),
            (None, []) => format!("`{}` declares no `outputFiles`", self.task),
            (_, kept) => {
                format!("`{}` keeps no `{}`; its `outputFiles` are {}", self.task, self.file, words::list(kept))
            }
        }
    }

    fn details(&self, out: &mut Details) {
        if let Some((place, folder)) = &self.folder {
            out.suggest(format!("read `{folder}`"), *place, folder);
        } else if let Some(nearest) = &self.nearest {
            out.note(format!("did you mean `{nearest}`?"));
        }
        if self.guarded {
            out.severity(Severity::Warning);
        }
    }
}
