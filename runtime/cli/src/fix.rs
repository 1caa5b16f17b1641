//! Mending what was found: fixes applied until nothing is left to mend, written all or none, or shown as a diff.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use compiler::FileReport;
use report::{Applicability, Diagnostic, FileId, Severity, fix};
use rustc_hash::FxHashMap;
use similar::TextDiff;

use crate::exit::Complaint;
use crate::project::Checked;
use crate::replace::{self, Replacement};
use crate::told::Told;

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
    pub(crate) path: Arc<str>,
    pub(crate) before: Arc<str>,
    pub(crate) after: Arc<str>,
}

/// A fix may uncover what another fix mends; this often and no more.
const ROUNDS: usize = 10;

/// Applies the fixes of what is told to the texts in memory, until none is left.
///
/// A file is left as it was where that is not possible without doubt; [`Why`] says when.
pub(crate) fn mend(mut checked: Checked, daring: Daring, told: &Told<'_>) -> Mended {
    let allowed: &[Applicability] = match daring {
        Daring::Safe => &[Applicability::Safe],
        Daring::Unsafe => &[Applicability::Safe, Applicability::Unsafe],
    };
    let mut originals: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    let mut left: BTreeMap<Arc<str>, Why> = BTreeMap::new();
    let mut count = 0;
    for round in 0.. {
        let open = told.of(&checked.workspace, checked.reports.clone()).reports;
        let selected = fix::select(open.iter().flat_map(|report| &report.diagnostics), allowed);
        let mut changes = Vec::new();
        for (file, edits) in &selected.edits {
            let source = checked.workspace.source(*file).filter(|source| !left.contains_key(&source.path));
            let Some(source) = source else { continue };
            let (path, before) = (source.path.clone(), source.text.clone());
            match fix::apply(&before, edits) {
                Err(_) => drop(left.insert(path, Why::Overlap)),
                Ok(after) if *after == *before => {}
                Ok(_) if round == ROUNDS => drop(left.insert(path, Why::Endless)),
                Ok(_) if is_in_conflict(&before) => drop(left.insert(path, Why::Merge)),
                Ok(after) => changes.push(Edited { file: *file, path, before, after: after.into() }),
            }
        }
        if changes.is_empty() {
            break;
        }
        let errors_before = errors(&checked.reports);
        set(&mut checked, changes.iter().map(|it| (it.file, &it.path, &it.after)));
        let errors_now = errors(&checked.reports);
        let is_worse = |it: &&Edited| errors_now.get(&it.file) > errors_before.get(&it.file);
        let (worse, better): (Vec<&Edited>, Vec<&Edited>) = changes.iter().partition(is_worse);
        for Edited { path, before, .. } in better {
            originals.entry(path.clone()).or_insert_with(|| before.clone());
        }
        left.extend(worse.iter().map(|it| (it.path.clone(), Why::NewErrors)));
        set(&mut checked, worse.iter().map(|it| (it.file, &it.path, &it.before)));
        let is_kept = |diagnostic: &&Diagnostic| {
            let source = checked.workspace.source(diagnostic.primary.place.file);
            source.is_some_and(|source| !left.contains_key(&source.path))
        };
        count += selected.mended.iter().map(|(diagnostic, _)| *diagnostic).filter(is_kept).count();
    }
    let back: Vec<(FileId, Arc<str>, Arc<str>)> = left
        .keys()
        .filter_map(|path| Some((checked.workspace.file(path)?, path.clone(), originals.remove(path)?)))
        .collect();
    set(&mut checked, back.iter().map(|(file, path, text)| (*file, path, text)));
    let text = |path: &str| checked.workspace.source(checked.workspace.file(path)?).map(|source| source.text.clone());
    let change = |(path, before): (Arc<str>, Arc<str>)| {
        let after = text(&path).filter(|after| *after != before)?;
        Some(Change { path, before, after })
    };
    let changes = originals.into_iter().filter_map(change).collect();
    Mended { checked, changes, count, left }
}

/// A file with edits applied.
struct Edited {
    file: FileId,
    path: Arc<str>,
    before: Arc<str>,
    after: Arc<str>,
}

/// Gives files these texts, and looks at what that changes.
fn set<'a>(checked: &mut Checked, texts: impl Iterator<Item = (FileId, &'a Arc<str>, &'a Arc<str>)>) {
    let mut changed = Vec::new();
    for (file, path, text) in texts {
        checked.workspace.set(path.clone(), text.clone());
        changed.push(file);
    }
    if !changed.is_empty() {
        checked.again(&changed);
    }
}

/// Whether git's marks of a conflict stand in a text.
fn is_in_conflict(text: &str) -> bool {
    let has = |mark: &str| text.lines().any(|line| line.starts_with(mark));
    has("<<<<<<< ") && has("=======") && has(">>>>>>> ")
}

/// How many errors each file has.
fn errors(reports: &[Arc<FileReport>]) -> FxHashMap<FileId, usize> {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    reports.iter().map(|report| (report.file, report.diagnostics.iter().filter(is_error).count())).collect()
}

impl Mended {
    /// Writes every changed file, or none.
    pub(crate) fn write(&self) -> Result<(), Complaint> {
        let changes = self.changes.iter();
        let replacements: Vec<Replacement<'_>> = changes
            .map(|Change { path, before, after }| Replacement {
                path: Cow::Borrowed(path),
                before: Cow::Borrowed(before),
                after: Cow::Borrowed(after),
            })
            .collect();
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

#[cfg(test)]
mod tests {
    use compiler::{Settings, Workspace};
    use macros::Diagnostic;
    use report::{Explain, Place, Span};

    use super::*;
    use crate::choice::Choice;
    use crate::project::{Project, Text};

    const FLOW: &str = "\
id: a
namespace: demo
tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: hello
";

    /// A mistake that is found by no check.
    #[derive(Clone, Debug, Diagnostic)]
    #[diagnostic(warning, group = "test", since = "0.1")]
    struct Invented {
        place: Place,
    }

    impl Explain for Invented {
        fn place(&self) -> Place {
            self.place
        }

        fn message(&self) -> String {
            "invented".to_owned()
        }
    }

    /// A flow in which something was found that these edits are said to mend.
    fn mended(text: &str, edits: &[(&str, &str)]) -> Mended {
        let files = vec![Text { name: "a.yaml".to_owned(), text: text.to_owned() }];
        let mut checked = Project { files, ..Project::default() }.review(Settings::default());
        let file = checked.reports[0].file;
        let edit = |(old, new): &(&str, &str)| {
            let start = text.find(old).unwrap();
            report::Edit::replace(Place { file, span: Span::new(start, start + old.len()) }, *new)
        };
        let place = Place { file, span: Span::new(0, 2) };
        let fix = report::Fix::safe("mend", edits.iter().map(edit).collect::<Vec<_>>());
        let found = Diagnostic { fixes: vec![fix], ..Invented { place }.into() };
        let mut report = FileReport::clone(&checked.reports[0]);
        report.diagnostics.push(found);
        checked.reports[0] = Arc::new(report);
        mend(checked, Daring::Safe, &Told { choice: &Choice::default(), baseline: None })
    }

    fn text(workspace: &Workspace) -> &str {
        &workspace.source(workspace.files()[0]).unwrap().text
    }

    #[test]
    fn what_can_be_mended_is() {
        let mended = mended(FLOW, &[("hello", "good day"), ("id: say", "id: tell")]);
        assert_eq!((mended.count, mended.left.len()), (1, 0));
        let expected = FLOW.replace("hello", "good day").replace("id: say", "id: tell");
        assert_eq!(text(&mended.checked.workspace), expected);
        assert_eq!(*mended.changes[0].after, *expected);
    }

    #[test]
    fn a_file_with_edits_that_overlap_is_left_alone_and_told() {
        let mended = mended(FLOW, &[("message: hello", ""), ("hello\n", "bye\n")]);
        assert_eq!(mended.left.get("a.yaml"), Some(&Why::Overlap));
        assert_eq!((mended.count, mended.changes.len()), (0, 0));
        assert_eq!(text(&mended.checked.workspace), FLOW);
    }

    #[test]
    fn a_file_whose_edits_would_break_it_is_left_alone_and_told() {
        let mended = mended(FLOW, &[("log.Log", "log.Lgo")]);
        assert_eq!(mended.left.get("a.yaml"), Some(&Why::NewErrors));
        assert_eq!((mended.count, mended.changes.len()), (0, 0));
        assert_eq!(text(&mended.checked.workspace), FLOW);
        assert!(mended.checked.reports[0].diagnostics.iter().all(|it| it.severity != Severity::Error));
    }

    #[test]
    fn a_merge_is_not_decided() {
        let text = format!("{FLOW}# <<<<<<< ours\n");
        assert!(!is_in_conflict(&text));
        assert!(is_in_conflict(&format!("<<<<<<< ours\n{FLOW}=======\n>>>>>>> theirs\n")));
    }
}
