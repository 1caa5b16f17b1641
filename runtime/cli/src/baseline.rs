//! Findings that a team has agreed to live with for now: a file of them, and what is not in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use compiler::{FileReport, Workspace};
use report::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::choice::Choice;
use crate::exit::Complaint;
use crate::files;
use crate::fingerprint;

/// The version of the file's shape; its schema is `docs/schemas/baseline.json`.
pub(crate) const VERSION: u32 = 1;

/// The file as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

/// Findings of one kind at one place, as the file names them.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    code: String,
    /// Relative to the file, with `/`.
    path: String,
    /// A hash of what surrounds the finding.
    context: String,
    /// How many there are.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
    /// For whoever reads the file.
    #[serde(default)]
    message: String,
}

fn one() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

/// What findings of an entry have in common: path, code, context.
type Key = (String, String, String);

/// A baseline.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    folder: PathBuf,
    entries: BTreeMap<Key, Entry>,
}

/// What a baseline leaves of what was found.
#[derive(Default)]
pub(crate) struct Remains {
    /// What is not in it.
    pub(crate) reports: Vec<Arc<FileReport>>,
    /// How many findings it took away.
    pub(crate) known: usize,
    /// What it names that is there no more.
    pub(crate) gone: Gone,
}

/// Findings that a baseline names and that are there no more.
#[derive(Debug, Default)]
pub(crate) struct Gone(Vec<(Key, usize)>);

impl Gone {
    /// How many they are.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|(_, count)| count).sum()
    }
}

impl Baseline {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> Result<Self, Complaint> {
        let name = files::shown(path);
        let text = files::read(path)?;
        let document: Document = serde_json::from_str(&text).map_err(|error| {
            Complaint::usage(format!("`{name}` is no baseline: {error}"))
                .help(format!("write it anew with `--write-baseline {name}`"))
        })?;
        if document.version != VERSION {
            let message = format!(
                "`{name}` is a baseline of version {}, and this Lanner reads version {VERSION}",
                document.version
            );
            return Err(Complaint::usage(message).help(format!("write it anew with `--write-baseline {name}`")));
        }
        let key = |entry: &Entry| (entry.path.clone(), entry.code.clone(), entry.context.clone());
        let entries = document.findings.into_iter().map(|entry| (key(&entry), entry)).collect();
        Ok(Self { folder: folder_of(path), entries })
    }

    /// A baseline of what was found.
    pub(crate) fn of(path: &Path, workspace: &Workspace, reports: &[Arc<FileReport>]) -> Self {
        let mut baseline = Self { folder: folder_of(path), entries: BTreeMap::new() };
        for report in reports {
            let path = baseline.relative(&report.path);
            for finding in &report.diagnostics {
                let key = key(&path, workspace, finding);
                let (path, code, context) = key.clone();
                let message = finding.message.clone();
                let entry = baseline.entries.entry(key).or_insert(Entry { code, path, context, count: 0, message });
                entry.count += 1;
            }
        }
        baseline
    }

    /// Takes over what another baseline says of files that still exist and were not looked at, or not for this.
    pub(crate) fn keep(&mut self, other: Self, reports: &[Arc<FileReport>], choice: &Choice) {
        let seen = self.paths(reports);
        for (key, entry) in other.entries {
            let is_seen = seen.contains(&entry.path) && choice.names(&entry.code);
            if !is_seen && self.folder.join(&entry.path).exists() {
                self.entries.insert(key, entry);
            }
        }
    }

    /// Takes away what it names.
    pub(crate) fn apply(&self, workspace: &Workspace, reports: Vec<Arc<FileReport>>) -> Remains {
        let mut seen = BTreeSet::new();
        let mut left: BTreeMap<&Key, usize> = self.entries.iter().map(|(key, entry)| (key, entry.count)).collect();
        let mut known = 0;
        let mut is_new = |path: &str, finding: &Diagnostic| match left.get_mut(&key(path, workspace, finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                known += 1;
                false
            }
            _ => true,
        };
        let mut remains = Vec::with_capacity(reports.len());
        for report in reports {
            let path = self.relative(&report.path);
            let diagnostics: Vec<Diagnostic> =
                report.diagnostics.iter().filter(|it| is_new(&path, it)).cloned().collect();
            seen.insert(path);
            remains.push(match diagnostics.len() == report.diagnostics.len() {
                true => report,
                false => Arc::new(FileReport { diagnostics, ..report.as_ref().clone() }),
            });
        }
        let looked_at = |path: &String| seen.contains(path) || !self.folder.join(path).exists();
        let gone = left.into_iter().filter(|((path, ..), count)| *count > 0 && looked_at(path));
        let gone = Gone(gone.map(|(key, count)| (key.clone(), count)).collect());
        Remains { reports: remains, known, gone }
    }

    /// The same without what is there no more.
    pub(crate) fn without(mut self, gone: &Gone) -> Self {
        for (key, count) in &gone.0 {
            if let Some(entry) = self.entries.get_mut(key) {
                entry.count -= count;
            }
        }
        self.entries.retain(|_, entry| entry.count > 0);
        self
    }

    /// How many findings it names.
    pub(crate) fn len(&self) -> usize {
        self.entries.values().map(|entry| entry.count).sum()
    }

    /// Writes the file.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Complaint> {
        let cannot = |error| Complaint::failure(format!("cannot write `{}`: {error}", files::shown(path)));
        std::fs::write(path, self.text()).map_err(cannot)
    }

    /// As the file is written.
    fn text(&self) -> String {
        let document = Document { version: VERSION, findings: self.entries.values().cloned().collect() };
        let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
        text.push('\n');
        text
    }

    fn paths(&self, reports: &[Arc<FileReport>]) -> BTreeSet<String> {
        reports.iter().map(|report| self.relative(&report.path)).collect()
    }

    /// A path as the file names it, wherever the command is started.
    fn relative(&self, path: &str) -> String {
        let absolute = files::real(Path::new(path));
        match absolute.strip_prefix(&self.folder) {
            Ok(below) => below.to_string_lossy().replace('\\', "/"),
            Err(_) => path.to_owned(),
        }
    }
}

/// What is the same of a finding after edits around it, in a file of this relative path.
fn key(path: &str, workspace: &Workspace, finding: &Diagnostic) -> Key {
    (path.to_owned(), finding.code.name.to_owned(), fingerprint::context(workspace, finding))
}

/// The folder a baseline lies in.
fn folder_of(path: &Path) -> PathBuf {
    files::real(path).parent().map(Path::to_owned).unwrap_or_default()
}
