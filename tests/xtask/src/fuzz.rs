//! Random bytes against the grammar and the check, where a nightly toolchain is installed.
//!
//! Everything that is built, tried or found lies below `target/fuzz`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use crate::process::{root, run};

/// What random bytes are read as.
struct Target {
    /// Its file in `tests/fuzz/fuzz_targets`.
    name: &'static str,
    /// The longest text worth trying, in bytes.
    longest: u32,
    /// The texts it begins with, out of one file of the project.
    seeds: fn(&str) -> Vec<String>,
}

const TARGETS: [Target; 2] = [
    Target { name: "expressions", longest: 512, seeds: templates },
    Target { name: "check", longest: 2048, seeds: documents },
];

/// For how many seconds each target is run; they run side by side.
const SECONDS: u32 = 60;

/// How many seconds one text may take before it counts as one that hangs.
const PATIENCE: u32 = 25;

/// Where the project's own examples stand.
const EXAMPLES: [&str; 5] = ["compiler/src/diagnostics", "docs", "examples", "grammar/src/diagnostics", "tests/spec"];

/// Whether there is a toolchain that can build fuzz targets.
pub(crate) fn toolchain() -> bool {
    let nightly = Command::new("rustup").args(["run", "nightly", "rustc", "--version"]).output();
    nightly.is_ok_and(|said| said.status.success())
}

/// Builds all targets and runs them side by side.
pub(crate) fn perform(cargo_fuzz: &Path) -> Result<(), String> {
    build(cargo_fuzz)?;
    let texts = examples();
    let running: Vec<(&Target, Child)> =
        TARGETS.iter().map(|target| Ok((target, start(target, &texts)?))).collect::<Result<_, String>>()?;
    let mut failed = Vec::new();
    for (target, mut child) in running {
        match child.wait() {
            Ok(status) if status.success() => report(target),
            Ok(_) | Err(_) => failed.push(explain(target)),
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

fn folder() -> PathBuf {
    root().join("target/fuzz")
}

/// Without a sanitizer, since there is no unsafe code to watch, and with as many threads as there are.
fn build(cargo_fuzz: &Path) -> Result<(), String> {
    let (ours, theirs) = (root().join("Cargo.lock"), root().join("tests/fuzz/Cargo.lock"));
    let changed = |file: &Path| fs::metadata(file).and_then(|about| about.modified()).ok();
    if changed(&theirs) < changed(&ours) {
        fs::copy(&ours, &theirs).map_err(|error| format!("{} cannot be written: {error}", theirs.display()))?;
    }
    let mut command = Command::new("rustup");
    command.args(["run", "nightly"]).arg(cargo_fuzz).args(["build", "--fuzz-dir", "tests/fuzz", "--target-dir"]);
    command.arg(folder()).args(["--sanitizer", "none", "--codegen-units", "16"]);
    // The cargo of this very task is another one.
    run(command.current_dir(root()).env_remove("CARGO"))
}

/// Every text of the project that may hold an example.
fn examples() -> Vec<String> {
    let mut texts = Vec::new();
    let mut open: Vec<PathBuf> = EXAMPLES.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                match path.extension().and_then(|extension| extension.to_str()) {
                    Some("yaml") => texts.push(format!("```yaml\n{text}\n```")),
                    Some("md") => texts.push(text),
                    Some("rs") => {
                        let lines = text.lines().map(|line| line.strip_prefix("/// ").unwrap_or(line));
                        texts.push(lines.collect::<Vec<_>>().join("\n"));
                    }
                    Some(_) | None => {}
                }
            }
        }
    }
    texts
}

/// The YAML between fences.
fn documents(text: &str) -> Vec<String> {
    let blocks = text.split("```yaml").skip(1).filter_map(|block| block.split_once('\n')?.1.split_once("```"));
    blocks.map(|(document, _)| document.to_owned()).collect()
}

/// The lines that hold an expression.
fn templates(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| line.contains("{{") || line.contains("{%"));
    lines.map(|line| line.split(['→', '✗']).next().unwrap_or(line).trim().to_owned()).collect()
}

/// The words that functions and examples are made of, as libFuzzer reads them.
fn words(seeds: &BTreeSet<String>) -> String {
    let functions = plan::functions::ALL.iter().map(|function| function.name);
    let written = seeds.iter().flat_map(|seed| seed.split(|it: char| !it.is_ascii_alphanumeric() && it != '.'));
    let words: BTreeSet<&str> = functions.chain(written).filter(|word| (2..=40).contains(&word.len())).collect();
    words.iter().map(|word| format!("\"{word}\"\n")).collect()
}

fn start(target: &Target, texts: &[String]) -> Result<Child, String> {
    let mut seeds: BTreeSet<String> = texts.iter().flat_map(|text| (target.seeds)(text)).collect();
    seeds.extend(plan::functions::ALL.iter().flat_map(|function| function.examples).map(|it| it.template.to_owned()));
    let place = folder().join(target.name);
    let written = || -> std::io::Result<File> {
        for folder in ["corpus", "seeds", "found"] {
            fs::create_dir_all(place.join(folder))?;
        }
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(place.join("seeds").join(number.to_string()), seed)?;
        }
        fs::write(place.join("words"), words(&seeds))?;
        File::create(place.join("log"))
    };
    let log = written().map_err(|error| format!("{} cannot be written: {error}", place.display()))?;
    let program = program(&folder(), target.name).ok_or_else(|| format!("`{}` was not built", target.name))?;
    let mut command = Command::new(program);
    command.arg(place.join("corpus")).arg(place.join("seeds"));
    command.args([format!("-max_total_time={SECONDS}"), format!("-timeout={PATIENCE}")]);
    command.args([format!("-max_len={}", target.longest), format!("-dict={}", place.join("words").display())]);
    command.arg(format!("-artifact_prefix={}/", place.join("found").display()));
    command.args(["-print_final_stats=1", "-verbosity=0"]).env("RUST_BACKTRACE", "0").stderr(log);
    command.spawn().map_err(|error| format!("`{}` cannot be started: {error}", target.name))
}

/// The program of a target, whatever the machine it was built for is called.
fn program(folder: &Path, name: &str) -> Option<PathBuf> {
    let machines = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    machines.map(|machine| machine.join("release").join(name)).find(|program| program.is_file())
}

fn log(target: &Target) -> String {
    let bytes = fs::read(folder().join(target.name).join("log")).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// How many texts were tried.
fn report(target: &Target) {
    let log = log(target);
    let tried = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    println!("{}: {} texts in {SECONDS} s", target.name, tried.unwrap_or("some").trim());
}

/// What went wrong, and the text with which it did, so that it can be kept as a test.
fn explain(target: &Target) -> String {
    let log = log(target);
    let said = log.lines().skip_while(|line| !line.contains("panicked at") && !line.contains("ERROR: libFuzzer"));
    said.take(3).for_each(|line| eprintln!("{line}"));
    let found = log.lines().find_map(|line| line.split_once("Test unit written to ").map(|(_, path)| path.trim()));
    let text = found.and_then(|path| fs::read(path).ok()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    match (text, found) {
        (Some(text), Some(path)) => format!("`{}` fails with {text:?}, kept as {path}", target.name),
        _ => format!("`{}` ended before its time: {}", target.name, log.lines().last().unwrap_or_default()),
    }
}
