//! The executable specification: Markdown chapters whose blocks are compiled, run and compared.
//!
//! A section with blocks is a case. Some blocks are given, others are what must come out:
//!
//! | block | what it is |
//! |---|---|
//! | `yaml` or `yaml PATH` | a file of the case; `flow.yaml` without a path, settings as `lanner.yaml` |
//! | `run` or `run PATH` | starts the flow: `inputs`, `resume`, `answers`, `times`, `then` as YAML |
//! | `diagnostics` | everything that is drawn about the files |
//! | `plan` or `plan PATH` | what the flow is compiled to |
//! | `log` | what came of the `run` above it |
//! | `simulate` or `simulate PATH` | plays the flow in a scripted world: `inputs`, `answers`, `resume`, `meanwhile`, `orders` |
//! | `story` | what came of the `simulate` above it, in every order |
//! | `variables` | what the templates of the section see, in JSON |
//! | `templates` or `templates VERSION` | templates, one on each line, with what they give |
//! | `clock` or `clock PATH` | what happens on a server with the files of the case, and when |
//! | `fired` | what triggers started during the `clock` above it |
//!
//! A finding is expected where it stands, by a comment on its line, `# error[name]: text`, or alone on the
//! line above. `# error[name] +2: text` expects it two lines below the comment, for lines of text that cannot
//! carry one. The message has to contain the text. A case in which anything else is found fails.
//! With `UPDATE=1` what must come out is written into the chapter instead of compared.

pub mod case;
pub mod chapter;
pub mod clock;
pub mod expectation;
mod expressions;
pub mod run;
mod simulate;
mod story;

use std::path::{Path, PathBuf};

use case::Case;
use chapter::Chapter;

/// Checks every chapter below a folder, and tells all that is wrong, each with its place.
///
/// # Panics
///
/// Where the folder cannot be read.
pub fn check(folder: &Path, update: Update) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in chapters(folder) {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.strip_prefix(crate::places::root()).unwrap_or(&path).to_string_lossy().into_owned();
        let chapter = Chapter::parse(&text);
        let mut outputs = Vec::new();
        for section in &chapter.sections {
            let told = Case::new(section).check();
            wrong.extend(told.wrong.into_iter().map(|wrong| format!("{name}:{}: {}", wrong.line, wrong.message)));
            outputs.extend(told.outputs);
        }
        for output in &outputs {
            if update == Update::No && output.text != chapter.text[output.range.clone()] {
                let difference = difference(&chapter.text[output.range.clone()], &output.text);
                wrong.push(format!("{name}:{}: UPDATE=1 would change\n{difference}", output.line));
            }
        }
        if update == Update::Yes {
            let updated = chapter.with(outputs);
            if updated != text {
                std::fs::write(&path, updated).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
    wrong
}

/// Whether what must come out is written instead of compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// Compared.
    No,
    /// Written.
    Yes,
}

impl Update {
    /// As the environment says: `UPDATE=1`.
    pub fn from_environment() -> Self {
        if std::env::var_os("UPDATE").is_some_and(|value| value == "1") { Self::Yes } else { Self::No }
    }
}

fn chapters(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(chapters(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Both texts line by line, `-` for what stands there and `+` for what came out.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = expected.iter().zip(&found).take_while(|(a, b)| a == b).count();
    let rest = expected.len().min(found.len()) - same;
    let tail = expected.iter().rev().zip(found.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let gone = expected[same..expected.len() - tail].iter().map(|line| format!("    - {line}\n"));
    let new = found[same..found.len() - tail].iter().map(|line| format!("    + {line}\n"));
    gone.chain(new).collect()
}
