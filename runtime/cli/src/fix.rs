//! Mending what was found: fixes applied until nothing is left to mend, written all or none, or shown as a diff.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use compiler::{FileReport, Workspace};
use report::{Applicability, Diagnostic, FileId, Severity, fix};
use similar::TextDiff;

use crate::exit::Complaint;
use crate::parallel;
use crate::project::Checked;
use crate::replace::{self, Replacement};

/// Which fixes are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Daring {
    /// Those that keep the meaning, or are obviously what was meant.
    Safe,
    /// Also those that change behaviour.
    Unsafe,
}

/// What mending has changed.
pub(crate) struct Mended {
    /// The files with what was found in them afterwards.
    pub(crate) checked: Checked,
    /// The files that changed: path, text before, text after; by path.
    pub(crate) changes: Vec<Change>,
    /// How many findings were mended.
    pub(crate) count: usize,
    /// The files that were left as they are though something in them could be mended, each with the reason.
    pub(crate) left: BTreeMap<Arc<str>, Why>,
}

/// Why a file is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Two parts of one fix change the same text.
    Overlap,
    /// Mending one thing breaks another.
    NewErrors,
    /// Mending one thing brings up the other, and the other way round.
    Endless,
    /// Two versions of it stand in it, of which a merge could not tell which is right.
    Merge,
}

impl Why {
    /// As a sentence about the file goes on.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Overlap => "its edits overlap",
            Self::NewErrors => "its edits would bring up new errors",
            Self::Endless => "its edits undo each other",
            Self::Merge => "a merge has left its conflicts in it",
        }
    }
}

/// A file that changed.
pub(crate) struct Change {
    pub(crate) path: String,
    pub(crate) before: Arc<str>,
    pub(crate) after: Arc<str>,
}

/// A fix may uncover what another fix mends; this often and no more.
const ROUNDS: usize = 10;

/// Applies fixes to the texts in memory until none is left.
///
/// A file is left as it was where that is not possible without doubt; [`Why`] says when.
pub(crate) fn mend(checked: Checked, daring: Daring) -> Mended {
    let allowed: &[Applicability] = match daring {
        Daring::Safe => &[Applicability::Safe],
        Daring::Unsafe => &[Applicability::Safe, Applicability::Unsafe],
    };
    let Checked { mut workspace, mut reports, timings } = checked;
    let mut originals: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    let mut left: BTreeMap<Arc<str>, Why> = BTreeMap::new();
    let mut count = 0;
    for round in 0.. {
        let diagnostics: Vec<Diagnostic> = reports.iter().flat_map(|report| report.diagnostics.clone()).collect();
        let selected = fix::select(&diagnostics, allowed);
        let mut changes = Vec::new();
        for (file, edits) in &selected.edits {
            let Some(source) = workspace.source(*file).filter(|source| !left.contains_key(&source.path)) else {
                continue;
            };
            let (path, before) = (source.path.clone(), source.text.clone());
            match fix::apply(&before, edits) {
                Err(_) => drop(left.insert(path, Why::Overlap)),
                Ok(after) if *after == *before => {}
                Ok(_) if round == ROUNDS => drop(left.insert(path, Why::Endless)),
                Ok(_) if is_in_conflict(&before) => drop(left.insert(path, Why::Merge)),
                Ok(after) => changes.push((*file, path, before, Arc::from(after))),
            }
        }
        if changes.is_empty() {
            break;
        }
        for (_, path, _, after) in &changes {
            workspace.set(path.clone(), Arc::clone(after));
        }
        let now = check(&workspace, &reports);
        for (file, path, before, _) in &changes {
            if errors(&now, *file) > errors(&reports, *file) {
                left.insert(path.clone(), Why::NewErrors);
            } else {
                originals.entry(path.clone()).or_insert_with(|| before.clone());
            }
            if left.contains_key(path) {
                workspace.set(path.clone(), before.clone());
            }
        }
        let is_kept = |diagnostic: &&Diagnostic| {
            let source = workspace.source(diagnostic.primary.place.file);
            source.is_some_and(|source| !left.contains_key(&source.path))
        };
        count += selected.mended.iter().map(|(diagnostic, _)| *diagnostic).filter(is_kept).count();
        reports = check(&workspace, &reports);
    }
    for path in left.keys() {
        if let Some(before) = originals.remove(path) {
            workspace.set(path.clone(), before);
        }
    }
    if !left.is_empty() {
        reports = check(&workspace, &reports);
    }
    let text = |path: &str| workspace.source(workspace.file(path)?).map(|source| source.text.clone());
    let change = |(path, before): (Arc<str>, Arc<str>)| {
        let after = text(&path).filter(|after| *after != before)?;
        Some(Change { path: path.to_string(), before, after })
    };
    let changes = originals.into_iter().filter_map(change).collect();
    Mended { checked: Checked { workspace, reports, timings }, changes, count, left }
}

/// Whether git's marks of a conflict stand in a text.
fn is_in_conflict(text: &str) -> bool {
    let has = |mark: &str| text.lines().any(|line| line.starts_with(mark));
    has("<<<<<<< ") && has("=======") && has(">>>>>>> ")
}

fn check(workspace: &Workspace, reports: &[Arc<FileReport>]) -> Vec<Arc<FileReport>> {
    let files: Vec<FileId> = reports.iter().map(|report| report.file).collect();
    parallel::map(&files, |file| {
        workspace.prepare(*file);
    });
    workspace.index();
    parallel::map(&files, |file| workspace.check_file(*file)).into_iter().flatten().collect()
}

fn errors(reports: &[Arc<FileReport>], file: FileId) -> usize {
    let report = reports.iter().find(|report| report.file == file);
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    report.map_or(0, |report| report.diagnostics.iter().filter(is_error).count())
}

impl Mended {
    /// Writes every changed file, or none.
    pub(crate) fn write(&self) -> Result<(), Complaint> {
        let changes = self.changes.iter();
        let replacements: Vec<Replacement<'_>> =
            changes.map(|it| Replacement { path: &it.path, before: &it.before, after: &it.after }).collect();
        replace::all(Path::new("."), &replacements)
    }

    /// Writes the changes as `git apply` takes them.
    pub(crate) fn diff(&self, out: &mut dyn Write) -> io::Result<()> {
        for Change { path, before, after } in &self.changes {
            // A tab ends a name that has blanks in it.
            let end = if path.contains(' ') { "\t" } else { "" };
            let diff = TextDiff::from_lines(&**before, &**after);
            write!(out, "{}", diff.unified_diff().header(&format!("a/{path}{end}"), &format!("b/{path}{end}")))?;
        }
        Ok(())
    }
}
