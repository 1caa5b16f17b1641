//! The gates: everything that must hold before a change lands.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::process::{cargo, root, run};
use crate::{fuzz, tools};

/// The packages that must build for `wasm32-unknown-unknown`: no files, clock, threads or network in them.
const PURE: &[&str] = &["report", "grammar", "plan", "macros", "catalog", "compiler", "ide"];

/// One thing that must hold.
struct Gate {
    name: &'static str,
    check: fn() -> Outcome,
}

/// How a gate ended.
enum Outcome {
    Held,
    Counted(Count),
    Absent(&'static str),
    Broken(String),
}

/// The tests of a run.
#[derive(Clone, Copy, Default)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// In the order they are checked: what fails fastest first.
const GATES: &[Gate] = &[
    Gate { name: "tools", check: programs },
    Gate { name: "format", check: format },
    Gate { name: "lints", check: lints },
    Gate { name: "documentation", check: documentation },
    Gate { name: "dependencies", check: dependencies },
    Gate { name: "purity", check: purity },
    Gate { name: "tests", check: tests },
    Gate { name: "fuzzing", check: fuzzing },
];

/// Checks all gates, or those that are named, and goes on after a broken one.
pub(crate) fn perform(names: &[String]) -> Result<(), String> {
    if let Some(unknown) = names.iter().find(|name| GATES.iter().all(|gate| gate.name != **name)) {
        let known: Vec<&str> = GATES.iter().map(|gate| gate.name).collect();
        return Err(format!("there is no gate `{unknown}`; there are {}", known.join(", ")));
    }
    let chosen = GATES.iter().filter(|gate| names.is_empty() || names.iter().any(|name| name == gate.name));
    let mut summary = Vec::new();
    for gate in chosen {
        println!("── {}", gate.name);
        let start = Instant::now();
        let outcome = (gate.check)();
        if let Outcome::Broken(reason) = &outcome {
            eprintln!("error: {reason}");
        }
        summary.push((gate.name, start.elapsed(), outcome));
    }
    print_summary(&summary);
    let broken: Vec<&str> = summary
        .iter()
        .filter(|(_, _, outcome)| matches!(outcome, Outcome::Broken(_)))
        .map(|(name, ..)| *name)
        .collect();
    if broken.is_empty() { Ok(()) } else { Err(format!("broken: {}", broken.join(", "))) }
}

fn print_summary(summary: &[(&str, Duration, Outcome)]) {
    println!("\n── summary");
    let mut count = Count::default();
    for (name, time, outcome) in summary {
        let words = match outcome {
            Outcome::Held => "holds".to_owned(),
            Outcome::Counted(tests) => {
                count = *tests;
                format!("holds, {} tests", tests.passed)
            }
            Outcome::Absent(what) => format!("holds as far as known: {what}"),
            Outcome::Broken(reason) => format!("BROKEN: {reason}"),
        };
        println!("{name:<14} {:>7.1} s  {words}", time.as_secs_f64());
    }
    let total: Duration = summary.iter().map(|(_, time, _)| *time).sum();
    println!("{:<14} {:>7.1} s", "in all", total.as_secs_f64());
    if count.passed > 0 {
        println!("{} passed, {} failed, {} skipped", count.passed, count.failed, count.ignored);
    }
}

fn held(command: &mut Command) -> Outcome {
    match run(command) {
        Ok(()) => Outcome::Held,
        Err(reason) => Outcome::Broken(reason),
    }
}

fn programs() -> Outcome {
    match tools::perform(&[]) {
        Ok(()) => Outcome::Held,
        Err(reason) => lacking(reason, "tests that drive a missing program say so and pass"),
    }
}

/// What a machine lacks breaks a gate only where everything is required.
fn lacking(reason: String, consequence: &'static str) -> Outcome {
    if std::env::var_os("LANNER_REQUIRE_TOOLS").is_some() {
        return Outcome::Broken(reason);
    }
    println!("{reason}");
    Outcome::Absent(consequence)
}

fn format() -> Outcome {
    held(&mut cargo(&["fmt", "--all", "--check"]))
}

fn lints() -> Outcome {
    held(&mut cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn documentation() -> Outcome {
    let mut command = cargo(&["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"]);
    held(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Bans, licences and sources; advisories too where their database has been fetched.
fn dependencies() -> Outcome {
    let deny = match tools::cargo_deny() {
        Ok(deny) => deny,
        Err(reason) => return lacking(reason, "licences, bans and sources were not looked at"),
    };
    let checked = ["bans", "licenses", "sources"];
    let advisories = tools::advisories().then_some("advisories");
    let mut command = Command::new(deny);
    command.current_dir(root()).args(["check", "--hide-inclusion-graph"]).args(checked).args(advisories);
    held(&mut command)
}

fn purity() -> Outcome {
    let target = "wasm32-unknown-unknown";
    if let Err(reason) = add_target(target) {
        return Outcome::Broken(reason);
    }
    let mut words = vec!["check", "--quiet", "--target", target];
    words.extend(PURE.iter().flat_map(|package| ["--package", *package]));
    held(&mut cargo(&words))
}

/// The same closures run under proptest among the tests, whatever the toolchain.
fn fuzzing() -> Outcome {
    if !fuzz::toolchain() {
        return Outcome::Absent("there is no nightly toolchain; random texts are among the tests");
    }
    match tools::cargo_fuzz() {
        Ok(cargo_fuzz) => fuzz::perform(&cargo_fuzz).map_or_else(Outcome::Broken, |()| Outcome::Held),
        Err(reason) => lacking(reason, "random texts are among the tests"),
    }
}

/// Adds a target to the toolchain where rustup keeps one and the target is not there yet.
fn add_target(target: &str) -> Result<(), String> {
    let Ok(installed) = Command::new("rustup").args(["target", "list", "--installed"]).output() else { return Ok(()) };
    if String::from_utf8_lossy(&installed.stdout).lines().any(|line| line == target) {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", target]))
}

/// Runs the tests as they are, and counts what they say at their ends.
fn tests() -> Outcome {
    let mut command = cargo(&["test", "--workspace", "--no-fail-fast"]);
    let Ok(mut child) = command.stdout(Stdio::piped()).spawn() else {
        return Outcome::Broken("`cargo test` cannot be started".to_owned());
    };
    let mut count = Count::default();
    if let Some(output) = child.stdout.take() {
        let mut out = std::io::stdout().lock();
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            count.add(&line);
            if !is_noise(&line) && writeln!(out, "{line}").is_err() {
                break;
            }
        }
    }
    match child.wait() {
        Ok(status) if status.success() => Outcome::Counted(count),
        Ok(_) => Outcome::Broken(format!("{} of {} tests failed", count.failed, count.failed + count.passed)),
        Err(error) => Outcome::Broken(format!("`cargo test` was lost: {error}")),
    }
}

/// Lines that say nothing to a reader: tests that passed, and empty suites.
fn is_noise(line: &str) -> bool {
    line.is_empty()
        || line == "running 0 tests"
        || line.starts_with("test result: ok. 0 passed")
        || (line.starts_with("test ") && line.ends_with(" ... ok"))
}

impl Count {
    /// Adds `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let number = |word: &str| {
            let before = result.split(word).next().unwrap_or_default().trim_end();
            before.rsplit([' ', '.']).next().and_then(|digits| digits.parse().ok()).unwrap_or(0u64)
        };
        self.passed += number(" passed");
        self.failed += number(" failed");
        self.ignored += number(" ignored");
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn closing_lines_are_counted() {
        let mut count = Count::default();
        count.add("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        count.add("test result: FAILED. 12 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        count.add("test name ... ok");
        assert_eq!((count.passed, count.failed, count.ignored), (15, 2, 1));
    }
}
