//! Which codes are shown: `--select` and `--ignore`, by code or by group.

use std::sync::Arc;

use compiler::FileReport;
use report::{Code, Diagnostic};

use crate::commands::explain;
use crate::exit::Complaint;
use crate::nearest::nearest;

/// What is shown of what was found.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// Codes and groups; everything where empty.
    selected: Vec<String>,
    /// Codes and groups; a name that is both selected and ignored is ignored.
    ignored: Vec<String>,
}

impl Choice {
    /// Reads names; one that is neither a code nor a group is refused with the nearest.
    pub(crate) fn new<'a>(
        selected: impl Iterator<Item = &'a str>,
        ignored: impl Iterator<Item = &'a str>,
    ) -> Result<Self, Complaint> {
        let known = explain::all();
        let read = |name: &str| {
            let name = name.trim();
            if known.iter().any(|code| is(code, name)) {
                return Ok(name.to_owned());
            }
            let complaint = Complaint::usage(format!("`{name}` is neither a code nor a group of codes"));
            let names = known.iter().flat_map(|code| [code.name, code.group]);
            Err(match nearest(name, names) {
                Some(near) => complaint.help(format!("did you mean `{near}`?")),
                None => complaint.help("`lanner explain --list` shows all codes"),
            })
        };
        let selected = selected.map(read).collect::<Result<_, _>>()?;
        Ok(Self { selected, ignored: ignored.map(read).collect::<Result<_, _>>()? })
    }

    /// The reports with what is to be shown.
    pub(crate) fn apply(&self, reports: Vec<Arc<FileReport>>) -> Vec<Arc<FileReport>> {
        if self.selected.is_empty() && self.ignored.is_empty() {
            return reports;
        }
        let keep = |report: Arc<FileReport>| {
            let diagnostics = report.diagnostics.iter().filter(|it| self.shows(it)).cloned().collect();
            Arc::new(FileReport { diagnostics, ..report.as_ref().clone() })
        };
        reports.into_iter().map(keep).collect()
    }

    /// Whether findings of a code are shown, by its name; a name that no code has any more is.
    pub(crate) fn names(&self, code: &str) -> bool {
        explain::all().into_iter().find(|it| it.name == code).is_none_or(|code| self.holds(code))
    }

    fn shows(&self, diagnostic: &Diagnostic) -> bool {
        self.holds(diagnostic.code)
    }

    fn holds(&self, code: &Code) -> bool {
        let listed = |names: &[String]| names.iter().any(|name| is(code, name));
        (self.selected.is_empty() || listed(&self.selected)) && !listed(&self.ignored)
    }
}

fn is(code: &Code, name: &str) -> bool {
    code.name == name || code.group == name
}
