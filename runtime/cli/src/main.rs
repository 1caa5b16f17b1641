//! The binary: where purity meets the terminal.

mod command;
mod commands;
mod exit;

use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = command::line(commands::ALL).get_matches();
    command::perform(commands::ALL, &matches).into()
}
