//! The figures: builds for release and lets the benches print.

use crate::process::{cargo, run};

/// `bench [NAME…] [--format table|json]`; without a name all benches run.
pub(crate) fn perform(words: &[String]) -> Result<(), String> {
    run(&mut cargo(&["build", "--quiet", "--release", "--package", "cli"]))?;
    let mut command = cargo(&["bench", "--quiet", "--package", "tests", "--bench", "figures", "--"]);
    run(command.args(words))
}
