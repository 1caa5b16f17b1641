//! What the files of a folder came to, kept in the data folder for the next start.
//!
//! It holds as long as everything is the same that they are compiled from: every text with its name, the decisions of
//! `lanner.yaml`, and the compiler. One hash is made of all that, since each file may depend on any other.
//!
//! | bytes | what they are |
//! |---|---|
//! | 32 | the hash of what the files were compiled from |
//! | 32 | the hash of the rest |
//! | the rest | a [`Kept`] for each file |

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use compiler::{FileKind, FileReport};
use plan::dialect::Version;
use report::{Applicability, Code, Confidence, Diagnostic, Edit, FileId, Fix, Label, Severity};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::held::Held;
use crate::project::Gathered;

/// The name of the file in the data folder.
const FILE_NAME: &str = "compiled";

/// A number made of everything the compiler is made of.
const COMPILER: &str = env!("LANNER_COMPILER");

/// Where it is kept, and for what.
pub(crate) struct Memory {
    path: PathBuf,
    key: [u8; 32],
}

impl Memory {
    /// The memory of a data folder, for files as they are now.
    pub(crate) fn of(gathered: &Gathered, data: &Path) -> Self {
        Self { path: data.join(FILE_NAME), key: key(gathered, COMPILER) }
    }

    /// What the files came to when they were compiled last; `None` where that is not known, or no longer true.
    pub(crate) fn recall(&self) -> Option<Vec<Kept>> {
        let bytes = fs::read(&self.path).ok()?;
        let (key, rest) = bytes.split_at_checked(self.key.len())?;
        let (hash, content) = rest.split_at_checked(32)?;
        if key != self.key || hash != &Sha256::digest(content)[..] {
            return None;
        }
        let kept: Vec<Kept> = postcard::from_bytes(content).ok()?;
        kept.iter().all(Kept::is_known).then_some(kept)
    }

    /// Keeps what the files came to. A start without it only takes longer, so that nothing waits for the disk.
    pub(crate) fn keep(&self, files: impl Iterator<Item = Kept>) {
        if let Err(error) = self.write(&files.collect::<Vec<_>>()) {
            tracing::warn!(
                "`{}` cannot be written, the next start compiles all files again: {error}",
                self.path.display()
            );
        }
    }

    fn write(&self, files: &[Kept]) -> io::Result<()> {
        let content = postcard::to_stdvec(files).map_err(io::Error::other)?;
        let mut bytes = self.key.to_vec();
        bytes.extend_from_slice(&Sha256::digest(&content));
        bytes.extend(content);
        let new = self.path.with_extension("new");
        fs::write(&new, bytes)?;
        fs::rename(&new, &self.path)
    }
}

/// A hash of everything that decides what files are compiled to.
fn key(gathered: &Gathered, compiler: &str) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut add = |part: &[u8]| {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part);
    };
    add(compiler.as_bytes());
    // All fields of all settings, as they derive it.
    add(format!("{:?}", gathered.workspace.settings()).as_bytes());
    for files in [&gathered.asked, &gathered.context] {
        add(&files.len().to_le_bytes());
        for source in files.iter().filter_map(|file| gathered.workspace.source(*file)) {
            add(source.path.as_bytes());
            add(source.text.as_bytes());
        }
    }
    hasher.finalize().into()
}

/// What a file came to.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    file: FileId,
    path: Arc<str>,
    kind: Kind,
    version: Version,
    findings: Vec<Finding>,
    held: Option<Held>,
    /// The content address of what it holds.
    address: Option<String>,
}

/// [`FileKind`], as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Flow,
    App,
    Other,
}

/// [`Diagnostic`], as it is kept: with its code by name.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Finding {
    code: String,
    severity: Severity,
    confidence: Confidence,
    message: String,
    primary: Label,
    secondary: Vec<Label>,
    notes: Vec<String>,
    fixes: Vec<(String, Applicability, Vec<Edit>)>,
}

impl Kept {
    /// What is kept of a file.
    pub(crate) fn new(report: &FileReport, held: Option<Held>, address: Option<String>) -> Self {
        let FileReport { file, path, kind, version, diagnostics, unit: _ } = report;
        let kind = match kind {
            FileKind::Flow => Kind::Flow,
            FileKind::App => Kind::App,
            FileKind::Other => Kind::Other,
        };
        let findings = diagnostics.iter().cloned().map(Finding::new).collect();
        Self { file: *file, path: Arc::clone(path), kind, version: *version, findings, held, address }
    }

    /// What was found in the file, what it held, and the content address of that.
    pub(crate) fn open(self) -> (FileReport, Option<Held>, Option<String>) {
        let Self { file, path, kind, version, findings, held, address } = self;
        let kind = match kind {
            Kind::Flow => FileKind::Flow,
            Kind::App => FileKind::App,
            Kind::Other => FileKind::Other,
        };
        let diagnostics = findings.into_iter().filter_map(Finding::open).collect();
        (FileReport { file, path, kind, version, diagnostics, unit: None }, held, address)
    }

    /// Whether all its findings have codes that there are.
    fn is_known(&self) -> bool {
        self.findings.iter().all(|finding| code(&finding.code).is_some())
    }
}

impl Finding {
    fn new(diagnostic: Diagnostic) -> Self {
        let Diagnostic { code, severity, confidence, message, primary, secondary, notes, fixes } = diagnostic;
        let fixes = fixes.into_iter().map(|Fix { message, applicability, edits }| (message, applicability, edits));
        let (code, fixes) = (code.name.to_owned(), fixes.collect());
        Self { code, severity, confidence, message, primary, secondary, notes, fixes }
    }

    fn open(self) -> Option<Diagnostic> {
        let Self { code: name, severity, confidence, message, primary, secondary, notes, fixes } = self;
        let fixes = fixes.into_iter().map(|(message, applicability, edits)| Fix { message, applicability, edits });
        let (code, fixes) = (code(&name)?, fixes.collect());
        Some(Diagnostic { code, severity, confidence, message, primary, secondary, notes, fixes })
    }
}

fn code(name: &str) -> Option<&'static Code> {
    let all = compiler::diagnostics::ALL;
    all.binary_search_by(|code| code.name.cmp(name)).ok().map(|at| all[at])
}

#[cfg(test)]
mod tests {
    use compiler::{Level, LevelOf, Settings};

    use super::*;
    use crate::project::{Project, Text};

    fn texts(texts: &[(&str, &str)]) -> Vec<Text> {
        texts.iter().map(|(name, text)| Text { name: (*name).to_owned(), text: (*text).to_owned() }).collect()
    }

    fn files(files: &[(&str, &str)], settings: Settings) -> Gathered {
        Project { files: texts(files), ..Project::default() }.gather(settings)
    }

    #[test]
    fn whatever_decides_what_is_compiled_has_another_key() {
        let all = [("a.yaml", "id: a\n"), ("b.yaml", "id: b\n")];
        let of = |texts: &[(&str, &str)]| key(&files(texts, Settings::default()), "1");
        let first = of(&all);
        assert_eq!(first, of(&all));
        let moved = [("a.yaml", "id: a\n"), ("c.yaml", "id: b\n")];
        let changed = [("a.yaml", "id: a\n"), ("b.yaml", "id: c\n")];
        let joined = [("a.yaml", "id: a\nb.yamlid: b\n")];
        for other in [&moved[..], &changed[..], &joined[..], &all[..1]] {
            assert_ne!(first, of(other), "{other:?}");
        }
        assert_ne!(first, key(&files(&all, Settings::default()), "2"), "another compiler");
        let level = LevelOf { of: "unused-input".to_owned(), level: Level::Off };
        let settings = Settings { levels: vec![level], ..Settings::default() };
        assert_ne!(first, key(&files(&all, settings), "1"), "other settings");
        let around = Project { files: texts(&all[..1]), context: texts(&all[1..]), ..Project::default() };
        assert_ne!(first, key(&around.gather(Settings::default()), "1"), "a file that others may only refer to");
    }

    #[test]
    fn findings_are_kept_whole() {
        let flow = "id: a\nnamespace: demo\ninputs:\n  - id: x\n    type: STRNG\ntasks:\n  - id: t\n    type: Lgo\n";
        let checked = files(&[("a.yaml", flow)], Settings::default()).compile();
        let report = &checked.reports[0];
        assert!(report.diagnostics.iter().any(|finding| !finding.fixes.is_empty()), "{report:?}");
        let kept = Kept::new(report, None, None);
        let bytes = postcard::to_stdvec(&kept).unwrap();
        let (opened, held, address) = postcard::from_bytes::<Kept>(&bytes).unwrap().open();
        assert_eq!(format!("{opened:?}"), format!("{report:?}"));
        assert_eq!((held, address), (None, None));
    }

    #[test]
    fn what_was_not_written_whole_is_not_recalled() {
        let folder = std::env::temp_dir().join(format!("lanner-kept-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let gathered = files(&[("a.yaml", "id: a\nnamespace: demo\ntasks: []\n")], Settings::default());
        let memory = Memory::of(&gathered, &folder);
        assert!(memory.recall().is_none());
        let checked = gathered.compile();
        memory.keep(checked.reports.iter().map(|report| Kept::new(report, None, None)));
        assert_eq!(memory.recall().map(|kept| kept.len()), Some(1));
        let whole = fs::read(&memory.path).unwrap();
        for length in [0, 16, 40, whole.len() - 1] {
            fs::write(&memory.path, &whole[..length]).unwrap();
            assert!(memory.recall().is_none(), "{length} bytes");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
