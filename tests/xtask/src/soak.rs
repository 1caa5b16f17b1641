//! The proofs that take long: every operation of a disk fails in turn, and a server is killed hundreds of times.

use crate::process::{cargo, run};

/// As many kills where nothing is said.
const KILLS: &str = "200";

/// `soak [KILLS]`.
pub(crate) fn perform(words: &[String]) -> Result<(), String> {
    let kills = words.first().map_or(KILLS, String::as_str);
    kills.parse::<usize>().map_err(|_| format!("`{kills}` is no number of kills"))?;
    let mut command =
        cargo(&["test", "--quiet", "--package", "tests", "--test", "suite", "--", "durable", "--nocapture"]);
    run(command.env("LANNER_SOAK", "1").env("LANNER_KILLS", kills))
}
