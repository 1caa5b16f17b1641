//! The binary: where purity meets the terminal.

mod command;
mod commands;
mod exit;
mod files;
mod formats;
mod markdown;
mod nearest;
mod parallel;
mod project;
mod summary;

use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = command::line(commands::ALL).get_matches();
    command::perform(commands::ALL, &matches).into()
}
