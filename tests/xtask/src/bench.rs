//! The figures: builds for release and lets the benches print.

use crate::process::{cargo, run};

/// What is measured while something is being made faster: built quickly, and nearly as fast as a release.
const QUICK: &str = "--quick";

/// `bench [NAME…] [--format table|json] [--quick]`; without a name all benches run.
pub(crate) fn perform(words: &[String]) -> Result<(), String> {
    let profile = if words.iter().any(|word| word == QUICK) { "measure" } else { "release" };
    run(&mut cargo(&["build", "--quiet", "--profile", profile, "--package", "cli"]))?;
    let mut command =
        cargo(&["bench", "--quiet", "--profile", profile, "--package", "tests", "--bench", "figures", "--"]);
    run(command.args(words.iter().filter(|word| *word != QUICK)))
}
