//! What is told of what was found: nothing that a baseline knows, and only the codes that were asked for.

use std::sync::Arc;

use compiler::{FileReport, Workspace};

use crate::baseline::{Baseline, Remains};
use crate::choice::Choice;

/// What decides on what is told.
pub(crate) struct Told<'a> {
    /// The codes that were asked for.
    pub(crate) choice: &'a Choice,
    /// What is known already.
    pub(crate) baseline: Option<Baseline>,
}

impl Told<'_> {
    /// The reports with what is told of them.
    pub(crate) fn of(&self, workspace: &Workspace, reports: Vec<Arc<FileReport>>) -> Remains {
        let remains = match &self.baseline {
            Some(baseline) => baseline.apply(workspace, reports),
            None => Remains { reports, ..Remains::default() },
        };
        Remains { reports: self.choice.apply(remains.reports), ..remains }
    }
}
