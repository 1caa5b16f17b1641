//! Mending what was found: fixes applied until nothing is left to mend, written all or none, or shown as a diff.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use compiler::{FileReport, Workspace};
use report::{Applicability, Diagnostic, FileId, Severity, fix};
use similar::TextDiff;

use crate::exit::Complaint;
use crate::parallel;
use crate::project::Checked;

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
/// A file in which a fix would bring up a new error is left as it was before that round.
pub(crate) fn mend(checked: Checked, daring: Daring) -> Mended {
    let allowed: &[Applicability] = match daring {
        Daring::Safe => &[Applicability::Safe],
        Daring::Unsafe => &[Applicability::Safe, Applicability::Unsafe],
    };
    let Checked { mut workspace, mut reports } = checked;
    let mut originals: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    let mut given_up: Vec<FileId> = Vec::new();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let diagnostics: Vec<Diagnostic> = reports.iter().flat_map(|report| report.diagnostics.clone()).collect();
        let selected = fix::select(&diagnostics, allowed);
        let mut round = Vec::new();
        for (file, edits) in &selected.edits {
            let Some(source) = workspace.source(*file).filter(|_| !given_up.contains(file)) else { continue };
            let (path, before) = (source.path.clone(), source.text.clone());
            match fix::apply(&before, edits) {
                Ok(after) if *after != *before => round.push((*file, path, before, Arc::from(after))),
                _ => {}
            }
        }
        if round.is_empty() {
            break;
        }
        for (_, path, _, after) in &round {
            workspace.set(path.clone(), Arc::clone(after));
        }
        let now = check(&workspace, &reports);
        for (file, path, before, _) in &round {
            if errors(&now, *file) > errors(&reports, *file) {
                workspace.set(path.clone(), before.clone());
                given_up.push(*file);
            } else {
                originals.entry(path.clone()).or_insert_with(|| before.clone());
            }
        }
        let is_kept = |diagnostic: &Diagnostic| !given_up.contains(&diagnostic.primary.place.file);
        count += selected.mended.iter().filter(|(diagnostic, _)| is_kept(diagnostic)).count();
        reports = check(&workspace, &reports);
    }
    let text = |path: &str| workspace.source(workspace.file(path)?).map(|source| source.text.clone());
    let change = |(path, before): (Arc<str>, Arc<str>)| {
        let after = text(&path).filter(|after| *after != before)?;
        Some(Change { path: path.to_string(), before, after })
    };
    let changes = originals.into_iter().filter_map(change).collect();
    Mended { checked: Checked { workspace, reports }, changes, count }
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
    /// Writes every changed file, or none: the new texts are on disk in full before the first takes its place.
    pub(crate) fn write(&self) -> Result<(), Complaint> {
        let cannot = |path: &str, error: &io::Error| Complaint::failure(format!("cannot write `{path}`: {error}"));
        let mut ready: Vec<(PathBuf, &str)> = Vec::new();
        let prepared = self.changes.iter().try_for_each(|change| {
            let temporary = beside(Path::new(&change.path));
            ready.push((temporary.clone(), &change.path));
            prepare(&temporary, change).map_err(|error| cannot(&change.path, &error))
        });
        let written = prepared.and_then(|()| {
            ready.iter().try_for_each(|(temporary, path)| {
                std::fs::rename(temporary, path).map_err(|error| cannot(path, &error))
            })
        });
        if written.is_err() {
            for (temporary, _) in &ready {
                let _ = std::fs::remove_file(temporary);
            }
        }
        written
    }

    /// Writes the changes as `git apply` takes them.
    pub(crate) fn diff(&self, out: &mut dyn Write) -> io::Result<()> {
        for Change { path, before, after } in &self.changes {
            let name = path.trim_start_matches("./");
            let diff = TextDiff::from_lines(&**before, &**after);
            write!(out, "{}", diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")))?;
        }
        Ok(())
    }
}

/// Writes a text with the permissions of the file whose place it takes, unless that has changed meanwhile.
fn prepare(temporary: &Path, change: &Change) -> io::Result<()> {
    if std::fs::read(&change.path)? != change.before.as_bytes() {
        return Err(io::Error::other("it has changed while it was checked"));
    }
    let mut file = std::fs::File::create_new(temporary)?;
    file.write_all(change.after.as_bytes())?;
    file.sync_all()?;
    std::fs::set_permissions(temporary, std::fs::metadata(&change.path)?.permissions())
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.lanner", std::process::id()))
}
