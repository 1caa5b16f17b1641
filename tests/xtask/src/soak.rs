//! The proofs that take long: every operation of a disk fails in turn, a server is killed hundreds of times, a
//! million tasks run in one process, ten thousand executions rest, and a store grows to ten gigabytes.

use crate::process::{cargo, run};

/// As many kills where nothing is said.
const KILLS: &str = "200";

/// `soak [KILLS] [PROOF…]`; without a name all proofs run, one after another, as each wants the machine for itself.
/// `LANNER_STORE_MB` says how large the store becomes. A million tasks in a debug build would take hours.
pub(crate) fn perform(words: &[String]) -> Result<(), String> {
    let (numbers, proofs): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let kills = numbers.first().map_or(KILLS, |number| number.as_str());
    kills.parse::<usize>().map_err(|_| format!("`{kills}` is no number of kills"))?;
    let profile = ["--profile", "measure"];
    run(cargo(&["build", "--quiet", "--package", "cli"]).args(profile))?;
    let mut command = cargo(&["test", "--quiet", "--package", "tests", "--test", "suite"]);
    command.args(profile).arg("--");
    match proofs.as_slice() {
        [] => drop(command.arg("durable")),
        some => drop(command.args(some.iter().map(|proof| format!("durable::{proof}")))),
    }
    command.args(["--nocapture", "--test-threads=1"]);
    run(command.env("LANNER_SOAK", "1").env("LANNER_KILLS", kills))
}
