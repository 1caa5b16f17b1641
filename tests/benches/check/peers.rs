//! The same work by others, as far as they do it: yamllint looks at style, check-jsonschema at structure, zizmor at
//! what workflows of GitHub do. Each by how many times longer it takes for as many bytes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use tests::command::run;
use tests::folder::Folder;
use tests::machine::{corpus, tool};

use crate::{Figure, median};

/// How often each is run.
const ROUNDS: usize = 3;

pub(super) fn figures() -> Vec<Figure> {
    let Some(blueprints) = corpus().map(|corpus| corpus.join("blueprints")) else { return Vec::new() };
    let (files, bytes) = files(&blueprints);
    let mut figures = Vec::new();
    let mut beside = |name: &str, program: &str, arguments: &[&str], work: &[String], folder: &Folder| {
        let Some(program) = tool(program) else { return };
        let theirs = time(|| {
            let mut command = Command::new(&program);
            command.args(arguments).args(work).current_dir(folder.path());
            command
        });
        let ours = time(|| ours(&blueprints, folder));
        figures.push(Figure { name: format!("  {name}, times ours"), value: theirs / ours, unit: "", target: None });
    };
    let folder = Folder::empty();
    beside("yamllint on the blueprints", "yamllint", &["-d", "relaxed", "-f", "parsable"], &files, &folder);
    let schema = run(folder.path(), &["schema", "flow"]);
    folder.write("flow.json", &schema.out);
    let structure = &["--schemafile", "flow.json"];
    beside("check-jsonschema with our schema", "check-jsonschema", structure, &files, &folder);
    let workflows = workflows(bytes, files.len());
    let paths = [".github/workflows".to_owned()];
    beside("zizmor on as many bytes of workflows", "zizmor", &["--offline", "--no-exit-codes"], &paths, &workflows);
    figures
}

fn ours(blueprints: &Path, folder: &Folder) -> Command {
    let path = blueprints.to_string_lossy().into_owned();
    let arguments = ["compile", "--check", &path, "--format", "concise", "--exit-zero"];
    tests::command::command(folder.path(), &arguments)
}

/// Milliseconds from start to end; what is written and how it ends is not looked at.
fn time(command: impl Fn() -> Command) -> f64 {
    let once = |_| {
        let begin = Instant::now();
        let mut command = command();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it starts");
        begin.elapsed().as_secs_f64() * 1e3
    };
    median((0..ROUNDS).map(once).collect())
}

/// The files below a folder, and how many bytes they have.
fn files(folder: &Path) -> (Vec<String>, usize) {
    let (mut files, mut bytes, mut open) = (Vec::new(), 0, vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry")) {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else {
                bytes += entry.metadata().map_or(0, |it| it.len() as usize);
                files.push(entry.path().to_string_lossy().into_owned());
            }
        }
    }
    (files, bytes)
}

/// Workflows with so many bytes in so many files.
fn workflows(bytes: usize, count: usize) -> Folder {
    let folder = Folder::empty();
    for number in 0..count {
        let mut text = format!(
            "name: flow {number}\non: push\npermissions: {{}}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
        );
        for step in 0.. {
            if text.len() > bytes / count {
                break;
            }
            text.push_str(&format!(
                "      - name: step {step}\n        run: echo \"${{{{ github.sha }}}} says {step}\"\n"
            ));
        }
        folder.write(&format!(".github/workflows/{number}.yaml"), &text);
    }
    folder
}
