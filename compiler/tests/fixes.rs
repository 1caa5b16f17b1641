//! Fixes that may be applied unseen do what they say: nothing new is wrong behind them, and they come to an end.

use std::path::{Path, PathBuf};

use compiler::{Settings, Workspace};
use report::{Applicability, Severity, fix};

/// Every flow and app of the corpus beside the project, and every example in the documentation of a diagnostic.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for code in compiler::diagnostics::ALL {
        for (number, block) in code.doc.split("```yaml").skip(1).enumerate() {
            let example = block.split_once('\n').and_then(|(_, rest)| rest.split_once("```"));
            if let Some((example, _)) = example {
                texts.push((format!("{}-{number}.yaml", code.name), example.to_owned()));
            }
        }
    }
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut folders: Vec<PathBuf> = corpus.exists().then_some(corpus).into_iter().collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml" || it == "yml") {
                texts.push((path.display().to_string(), std::fs::read_to_string(&path).expect("a readable file")));
            }
        }
    }
    texts
}

/// The errors of a text, as code and message, and the text with its safe fixes applied.
fn fixed(text: &str) -> (Vec<(&'static str, String)>, String) {
    let mut workspace = Workspace::new(Settings::default());
    workspace.set("flow.yaml", text);
    let found: Vec<report::Diagnostic> = workspace.check().diagnostics().cloned().collect();
    let errors = found.iter().filter(|it| it.severity == Severity::Error);
    let errors = errors.map(|it| (it.code.name, it.message.clone())).collect();
    let selected = fix::select(&found, &[Applicability::Safe]);
    let edits: Vec<report::Edit> = selected.edits.into_values().flatten().collect();
    (errors, fix::apply(text, &edits).expect("fixes that fit together"))
}

#[test]
fn safe_fixes_bring_no_new_errors_and_come_to_an_end() {
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let (before, mut current) = fixed(&text);
        let mut rounds = 0;
        loop {
            let (errors, next) = fixed(&current);
            let new: Vec<_> = errors.iter().filter(|(code, _)| !before.iter().any(|it| it.0 == *code)).collect();
            if !new.is_empty() {
                wrong.push(format!("{name}: {new:?}"));
            }
            rounds += 1;
            if next == current || rounds > 8 {
                break;
            }
            current = next;
        }
        if rounds > 8 {
            wrong.push(format!("{name}: fixed again and again"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
