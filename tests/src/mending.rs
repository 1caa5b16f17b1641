//! What must hold when any text is checked and mended: looked at by the fuzzers and by random tests alike.

use std::sync::Arc;

use compiler::{FileReport, Settings, Workspace};
use report::{Applicability, Code, Diagnostic, FileId, Severity, fix};

/// A fix may uncover what another fix mends; this often and no more.
const ROUNDS: usize = 10;

/// Checks any text: it never panics, every finding and every edit lies inside the text, and what may be mended
/// unseen comes to an end and breaks nothing.
///
/// # Panics
///
/// Where one of these does not hold.
pub fn check_text(text: &str) {
    let mut workspace = Workspace::new(Settings::default());
    let file = workspace.set("a.yaml", text);
    let mut report = look(&workspace, file, text);
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let selected = fix::select(&report.diagnostics, &[Applicability::Safe]);
        let edits = selected.edits.get(&file).map(Vec::as_slice).unwrap_or_default();
        let mended = fix::apply(&text, edits).unwrap_or_else(|overlap| panic!("{overlap:?} in {text:?}"));
        if mended == text {
            return;
        }
        workspace.set("a.yaml", mended.as_str());
        let after = look(&workspace, file, &mended);
        if is_read(&report) {
            let before: Vec<&str> = errors(&report).collect();
            let new: Vec<&str> = errors(&after).filter(|error| !before.contains(error)).collect();
            assert!(new.is_empty(), "{new:?} in {mended:?}, which {text:?} was mended to");
        }
        (text, report) = (mended, after);
    }
    panic!("{text:?} can be mended for ever");
}

/// Whether all of the text is understood: what is read for the first time may be wrong in its own ways.
fn is_read(report: &FileReport) -> bool {
    let hides_others = |code: &Code| code.group == "yaml" || UNREADABLE.contains(&code.name);
    !report.diagnostics.iter().any(|found| hides_others(found.code))
}

/// What is said of an expression of which nothing else can be said.
const UNREADABLE: [&str; 2] = ["expression-syntax", "postfix-on-literal"];

fn errors(report: &FileReport) -> impl Iterator<Item = &'static str> {
    let errors = report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    errors.map(|found| found.code.name)
}

fn look(workspace: &Workspace, file: FileId, text: &str) -> Arc<FileReport> {
    let report = workspace.check_file(file).expect("it is there");
    for diagnostic in &report.diagnostics {
        lies_inside(diagnostic, text);
    }
    report
}

fn lies_inside(diagnostic: &Diagnostic, text: &str) {
    assert!(!diagnostic.message.is_empty(), "{} says nothing", diagnostic.code.name);
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| label.place);
    let edits = diagnostic.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.place);
    for place in labels.chain(edits) {
        assert!(text.get(place.span.range()).is_some(), "{diagnostic:?} lies outside of {text:?}");
    }
    for fix in &diagnostic.fixes {
        assert!(fix::apply(text, &fix.edits).is_ok(), "edits of {fix:?} overlap in {text:?}");
    }
}
