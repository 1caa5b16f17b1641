//! How long a check takes as a process, from start to end, and how much memory it needs.

mod many;
mod peers;

use std::path::Path;
use std::time::Instant;

use tests::command::run;
use tests::folder::Folder;
use tests::machine::corpus;
use tests::places::{lanner, project};

use crate::{Bench, Figure, median};

/// The examples, one flow of 6 KB, and the corpora where they lie beside the project.
pub(crate) const BENCH: Bench = Bench { name: "check", measure };

/// How often each is checked.
const ROUNDS: usize = 31;

fn measure() -> Vec<Figure> {
    lanner();
    let mut figures = vec![check("check of the examples", &project("examples"), None)];
    let folder = Folder::with(&[("flow.yaml", &large_flow())]);
    figures.push(check("check of one flow of 6 KB", folder.path(), Some(8.0)));
    if let Some(corpus) = corpus() {
        figures.push(check("check of the seeds", &corpus.join("seeds"), Some(10.0)));
        figures.push(check("check of 178 blueprints", &corpus.join("blueprints"), Some(40.0)));
    }
    figures.extend(peers::figures());
    figures.extend(many::figures());
    figures.push(explain());
    figures.extend(mends());
    figures
}

/// How often something is done that takes longer.
const FEW_ROUNDS: usize = 9;

/// How many flows are mended at once.
const MANY: usize = 400;

fn explain() -> Figure {
    let folder = Folder::empty();
    let time = |_| {
        let begin = Instant::now();
        let said = run(folder.path(), &["explain", "unknown-type"]);
        assert_eq!(said.code, 0, "{}", said.err);
        begin.elapsed().as_secs_f64() * 1e3
    };
    let value = median((0..ROUNDS).map(time).collect());
    Figure { name: "explain".to_owned(), value, unit: "ms", target: Some(10.0) }
}

/// Many flows as people write them, and as many that hold nothing but tasks; each with an old name to be replaced.
fn mends() -> [Figure; 2] {
    let usual: Vec<String> = many::texts().iter().filter_map(|text| outdated(text)).collect();
    let dense = large_flow().replacen("io.kestra.plugin.core.log.Log", "io.kestra.core.tasks.log.Log", 1);
    [
        mend(&format!("mend {MANY} flows"), &usual, Some(150.0)),
        mend(&format!("mend {MANY} dense flows of 6 KB"), &[dense], None),
    ]
}

fn mend(name: &str, texts: &[String], target: Option<f64>) -> Figure {
    let time = |_| {
        let folder = many::filled(texts, MANY);
        let begin = Instant::now();
        let said = run(folder.path(), &["compile", "--check", ".", "--fix", "--statistics"]);
        let elapsed = begin.elapsed().as_secs_f64() * 1e3;
        assert!(said.err.contains(&format!(" mended in {MANY} files")), "{}", said.err);
        elapsed
    };
    Figure { name: name.to_owned(), value: median((0..FEW_ROUNDS).map(time).collect()), unit: "ms", target }
}

/// The flow with one more task at its start, whose type has its old name; `None` for an app.
fn outdated(text: &str) -> Option<String> {
    let (before, tasks) = text.split_once("\ntasks:\n")?;
    let first = tasks.lines().find(|line| line.trim_start().starts_with('-'))?;
    let indent = &first[..first.len() - first.trim_start().len()];
    let task = format!("{indent}- id: old\n{indent}  type: io.kestra.core.tasks.log.Log\n{indent}  message: hello\n");
    Some(format!("{before}\ntasks:\n{task}{tasks}"))
}

fn check(name: &str, folder: &Path, target: Option<f64>) -> Figure {
    let path = folder.to_string_lossy();
    let time = |_| {
        let begin = Instant::now();
        let said = run(folder, &["compile", "--check", &path, "--format", "json", "--exit-zero"]);
        assert_eq!(said.code, 0, "{}", said.err);
        begin.elapsed().as_secs_f64() * 1e3
    };
    Figure { name: name.to_owned(), value: median((0..ROUNDS).map(time).collect()), unit: "ms", target }
}

/// A flow with as many tasks as make 6 KB.
fn large_flow() -> String {
    let mut flow = String::from("id: large\nnamespace: bench\ntasks:\n");
    for number in 0.. {
        if flow.len() > 6_000 {
            break;
        }
        flow.push_str(&format!(
            "  - id: task_{number}\n    type: io.kestra.plugin.core.log.Log\n    message: \"{{{{ flow.id }}}} says {number}\"\n"
        ));
    }
    flow
}
