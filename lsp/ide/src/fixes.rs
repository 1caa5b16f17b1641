//! The edits that mend what is wrong at a place.

use compiler::Workspace;
use report::{Applicability, Diagnostic, FileId, Fix, Span};

/// An edit an author can choose, with the finding it mends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What is mended.
    pub diagnostic: Diagnostic,
    /// How.
    pub fix: Fix,
    /// Whether it is the obvious choice: safe, and the first of its finding.
    pub preference: Preference,
}

/// Whether an editor may apply an action without asking which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Preference {
    /// The obvious choice.
    Preferred,
    /// One of several, or one that needs thought.
    Offered,
}

/// The actions for all findings that touch a span, preferred ones first.
pub fn fixes(workspace: &Workspace, file: FileId, span: Span) -> Vec<Action> {
    let Some(report) = workspace.check_file(file) else { return Vec::new() };
    let touching = report.diagnostics.iter().filter(|diagnostic| {
        let place = diagnostic.primary.place;
        place.file == file && place.span.start <= span.end && span.start <= place.span.end
    });
    let mut actions: Vec<Action> = touching.flat_map(actions_of).collect();
    actions.sort_by_key(|action| action.preference);
    actions
}

fn actions_of(diagnostic: &Diagnostic) -> impl Iterator<Item = Action> + '_ {
    diagnostic.fixes.iter().enumerate().map(|(at, fix)| {
        let preference = match (at, fix.applicability) {
            (0, Applicability::Safe) => Preference::Preferred,
            (_, Applicability::Safe | Applicability::Unsafe | Applicability::Suggestion) => Preference::Offered,
        };
        Action { diagnostic: diagnostic.clone(), fix: fix.clone(), preference }
    })
}
