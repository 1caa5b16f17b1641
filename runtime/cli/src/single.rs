//! One flow or app, compiled in its project: for commands that look at one.

use std::path::Path;

use compiler::Unit;
use plan::compiled::Compiled;
use plan::dialect::Version;

use crate::exit::Complaint;
use crate::files;
use crate::formats::{self, Findings};
use crate::project::Project;
use crate::terminal;
use crate::version;

/// Compiles a file; nothing where it is refused, which is told on standard error then.
pub(crate) fn compile(path: &Path, target: Option<Version>) -> Result<Option<Compiled>, Complaint> {
    let mut project = Project::read_one(path)?;
    if !project.loaded.findings.is_empty() {
        project.loaded.print();
        return Ok(None);
    }
    let mut settings = std::mem::take(&mut project.loaded.configuration.settings);
    version::retarget(&mut settings, target);
    let checked = project.check(settings);
    let name = files::shown(path);
    let unit = checked.reports.iter().find(|report| *report.path == *name).map(|report| &report.unit);
    match unit {
        Some(Some(Unit::Flow(plan))) => Ok(Some(Compiled::Flow(Box::new((**plan).clone())))),
        Some(Some(Unit::App(app))) => Ok(Some(Compiled::App(Box::new((**app).clone())))),
        Some(None) => {
            let findings = Findings::new(&checked.workspace, &checked.reports, terminal::look_of_errors());
            terminal::draw(&formats::full(&findings));
            Ok(None)
        }
        None => Err(Complaint::usage(format!("`{name}` is neither a flow nor an app"))),
    }
}
